import { UserError } from '../../base/index.ts'

/**
 * An operation that a client sends, out of all that it would send: those that are not kept are left out. It is
 * numbered from 1 by its place among those that its client would begin since the workload was started; the second
 * start counts from 100,001, as marks do. To try it again gives it no new number. It is due at `atUs`
 * of the run, and sent when the scheduler lets it, and the client has ended the one before.
 */
export interface KeptOperation { readonly client: string; readonly number: number; readonly atUs: number }

/** As run files have it: `client-1 3 @18056475`. */
export function formatKept({ client, number, atUs }: KeptOperation): string {
  return `${client} ${number} @${atUs}`
}

/** Reads what `formatKept` writes. Fails with a UserError. */
export function parseKept(text: string): KeptOperation {
  const [, client, number, atUs] = /^(\S+) ([1-9]\d{0,8}) @(\d{1,12})$/.exec(text) ?? []
  if (client === undefined) throw new UserError(
    `\`${text}\` names no operation of a client`, { hint: 'as in `client-1 3 @18056475`, its number and its time in microseconds' },
  )
  return { client, number: Number(number), atUs: Number(atUs) }
}
