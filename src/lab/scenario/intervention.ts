import { UserError } from '../../base/index.ts'

/**
 * Something that a reader did to the world, after event `after` of the run on which it was decided. A line is
 * typed at the operator's shell (`vtsim crash vttablet zone1-300`, `vtctlclient …`, `vtworker …`) or, with a
 * target, as SQL of a client of vtgate or, with a tablet's alias as the target, of that tablet's own MySQL; a
 * pick says which pending event is the next to run; the others change what later procedures and servers do.
 */
export type Intervention =
  | { readonly kind: 'line'; readonly after: number; readonly text: string }
  | { readonly kind: 'sql'; readonly after: number; readonly target: string; readonly text: string }
  /** `event` is a name as run logs have it, `client-1/reads/rpc/request`; `nth` its number. */
  | { readonly kind: 'pick'; readonly after: number; readonly event: string; readonly nth: number }
  | { readonly kind: 'skip'; readonly after: number; readonly step: string }
  | { readonly kind: 'guard-off'; readonly after: number; readonly guard: string }
  /** From here on the schedule is drawn from this number. */
  | { readonly kind: 'seed'; readonly after: number; readonly seed: number }

/** The intervention as a person would type it, without its moment: `$ vtsim crash vtgate-1`. */
export function describeIntervention(intervention: Intervention): string {
  switch (intervention.kind) {
    case 'line': return `$ ${intervention.text}`
    case 'sql': return `${intervention.target}> ${intervention.text}`
    case 'pick': return `next ${intervention.event} ${intervention.nth}`
    case 'skip': return `skip ${intervention.step}`
    case 'guard-off': return `guard-off ${intervention.guard}`
    case 'seed': return `seed ${intervention.seed}`
  }
}

/** The intervention as one text that `parseIntervention` reads back: `#318 $ vtsim crash vtgate-1`. */
export function formatIntervention(intervention: Intervention): string {
  return `#${intervention.after} ${describeIntervention(intervention)}`
}

const hint = 'as in `#318 $ vtsim crash vtgate-1`, `#318 customer> select 1`, `#318 skip wait-for-catch-up` or '
  + '`#318 guard-off stream-position-with-rows`; 318 is the number of an event'

/** Reads what `formatIntervention` writes. Fails with a UserError. */
export function parseIntervention(text: string): Intervention {
  const moment = /^#(\d{1,15}) +([^]+)$/.exec(text.trim())
  if (moment === null) throw new UserError(`\`${text}\` is no intervention`, { hint })
  const after = Number(moment[1])
  const what = moment[2]!
  const [, line] = /^\$ +([^]+)$/.exec(what) ?? []
  if (line !== undefined) return { kind: 'line', after, text: line }
  const [, switched, name] = /^(skip|guard-off) +([a-z0-9-]+(?:\/[a-z0-9-]+)?)$/.exec(what) ?? []
  if (switched === 'skip') return { kind: 'skip', after, step: name! }
  if (switched === 'guard-off') return { kind: 'guard-off', after, guard: name! }
  const [, seed] = /^seed +(\d{1,15})$/.exec(what) ?? []
  if (seed !== undefined) return { kind: 'seed', after, seed: Number(seed) }
  const [, event, nth] = /^next +(.+) (\d{1,15})$/.exec(what) ?? []
  if (event !== undefined) return { kind: 'pick', after, event, nth: Number(nth) }
  const [, target, sql] = /^([^\s>]*)> +([^]+)$/.exec(what) ?? []
  if (sql !== undefined) return { kind: 'sql', after, target: target!, text: sql }
  throw new UserError(`\`${what}\` is nothing that a reader can do`, { hint })
}
