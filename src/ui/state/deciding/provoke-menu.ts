import { guards } from '../../../sim/index.ts'
import type { Intervention } from '../../../lab/branch/index.ts'
import type { Action } from '../action.ts'
import type { Menu, MenuItem } from '../overlay.ts'
import { takeOf } from '../show.ts'
import type { Show } from '../state.ts'
import { stepsAhead } from './ahead.ts'
import { presets } from './presets.ts'

/** What aims at a race: presets, steps to leave out, guards to switch off, another schedule. */
export function provokeMenu(show: Show): Menu {
  const { length } = show.takes
  const seed: MenuItem = {
    label: `another schedule from here (seed ${length})`,
    hint: 'the same past, and chance decides what comes first from now on', disabledBecause: null,
    action: deciding(`seed ${length}`, { kind: 'seed', after: show.cursor.seq, seed: length }),
  }
  const title = `Provoke a race, from event ${show.cursor.seq} on`
  const items = [...presetItems(show), seed, ...stepItems(show), ...guardItems(show)]
  return { name: 'provoke', title, filter: '', selected: 0, items }
}

function deciding(decision: string, intervention: Intervention): Action {
  return { type: 'decide', decision, interventions: [intervention] }
}

function presetItems(show: Show): MenuItem[] {
  return presets.map(({ label, hint, prepare }): MenuItem => {
    const prepared = prepare(show)
    const isPossible = typeof prepared !== 'string'
    return {
      label, hint, disabledBecause: isPossible ? null : prepared,
      action: { type: 'decide', decision: label, interventions: isPossible ? prepared : [] },
    }
  })
}

/** Each step that lies ahead on this branch, with what happens without it. */
function stepItems(show: Show): MenuItem[] {
  const { trace } = takeOf(show).branch
  const items = new Map<string, MenuItem>()
  for (const { seq, title: name } of stepsAhead(show)) {
    if (items.has(name)) continue
    const { step, ifSkipped } = trace.get(seq).data as { step: string; ifSkipped: string }
    items.set(name, {
      label: `leave out ${name}`, hint: ifSkipped, disabledBecause: null,
      action: deciding(`without ${step}`, { kind: 'skip', after: show.cursor.seq, step: name }),
    })
  }
  return [...items.values()]
}

function guardItems(show: Show): MenuItem[] {
  const { interventions } = takeOf(show).branch.plan
  const isOff = (name: string): boolean => interventions.some(one => one.kind === 'guard-off' && one.guard === name)
  return guards().map(({ name, ifOff }): MenuItem => ({
    label: `guard off: ${name}`, hint: ifOff,
    disabledBecause: isOff(name) ? 'it is off on this branch' : null,
    action: deciding(`${name} off`, { kind: 'guard-off', after: show.cursor.seq, guard: name }),
  }))
}
