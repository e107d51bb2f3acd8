declare const brand: unique symbol

/**
 * A value of type `T` that only its own factory makes: `type Gtid = Brand<string, 'Gtid'>`. Costs nothing
 * at run time.
 */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }
