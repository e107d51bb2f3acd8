/**
 * # Base: what every part stands on
 *
 * No word of the domain lives here, only the three kinds of error and a few notions without state.
 *
 * Words: a **bug** is a broken invariant of ours (`assert` throws it); a **user error** is a mistake in
 * what somebody typed or wrote, with a position and a hint. The third kind, a modelled failure, belongs to
 * `sim`.
 *
 * Invariant: nothing here depends on time, chance, locale or engine.
 */
export { assert, bug, Bug, onBug, unreachable } from './assert.ts'
export type { Brand } from './brand.ts'
export { formatDuration, formatSeconds } from './duration.ts'
export { byCodeUnit, byText } from './order.ts'
export { UserError, type TextPosition } from './user-error.ts'
