import { UserError } from '../../base/index.ts'

/**
 * Operations of a client that are not sent, first and last included; `last` null: all from `first` on. An operation
 * is numbered from 1 by its place among those that its client would begin in the run; to try it again gives it no
 * new number.
 */
export interface LeftOut { readonly client: string; readonly first: number; readonly last: number | null }

/** As run files have it: `client-1 3`, `client-1 5-9`, `client-2 12-`. */
export function formatLeftOut({ client, first, last }: LeftOut): string {
  return `${client} ${first}${last === first ? '' : `-${last ?? ''}`}`
}

/** Reads what `formatLeftOut` writes. Fails with a UserError. */
export function parseLeftOut(text: string): LeftOut {
  const [, client, from, to] = /^(\S+) ([1-9]\d{0,8})(-(?:[1-9]\d{0,8})?)?$/.exec(text) ?? []
  const first = Number(from)
  const last = to === undefined ? first : to === '-' ? null : Number(to.slice(1))
  if (client === undefined || (last !== null && last < first)) throw new UserError(
    `\`${text}\` names no operations of a client`, { hint: 'as in `client-1 3`, `client-1 5-9` or `client-1 12-`' },
  )
  return { client, first, last }
}
