import { branchTree } from '../deciding/branch-tree.ts'
import { takeOf } from '../show.ts'
import type { UiState } from '../state.ts'
import { withMoment, withRun, type KeyBinding } from './key-binding.ts'

const deciding = { group: 'deciding', where: withMoment, hint: '' } as const

/** Doing something to the world: it makes a new branch, and the old future stays. */
export const decidingKeys: readonly KeyBinding[] = [
  {
    ...deciding, keys: ['f'], shown: 'f', says: 'fault', bar: 5, action: { type: 'menu', menu: 'fault' },
    hint: 'crash, partition, stall: what and where',
  },
  {
    ...deciding, keys: ['!'], shown: '!', says: 'provoke', action: { type: 'menu', menu: 'provoke' },
    hint: 'presets that aim at a race: a guard off, a step left out',
  },
  {
    ...deciding, keys: ['c'], shown: 'c', says: 'choices', action: { type: 'menu', menu: 'choices' },
    hint: 'what else could run next; picking one is a decision',
  },
  {
    ...deciding, keys: [':'], shown: ':', says: 'console', bar: 6, action: { type: 'console' },
    hint: 'SQL, vtctlclient, vtworker and vtsim lines at this moment',
  },
  { ...deciding, keys: ['b'], shown: 'b', says: 'branch here', action: { type: 'branch-here' } },
  {
    ...deciding, where: withRun, keys: ['v'], shown: 'v', says: 'next branch', action: { type: 'switch-branch', name: 'next' },
    disabledBecause: ({ show }) => show !== null && show.takes.length < 2 ? 'there is one branch only' : null,
  },
  {
    ...deciding, where: ['branches'], keys: ['enter'], shown: 'Enter', says: 'go there', bar: 1, action: ({ show }) => {
      const nodes = branchTree(show!)
      return { type: 'switch-branch', name: nodes[Math.min(show!.scroll, nodes.length - 1)]!.take.branch.name }
    },
  },
  {
    ...deciding, where: withRun, keys: ['z'], shown: 'z', says: 'undo', action: { type: 'undo' },
    hint: 'back to the branch and the moment of the last decision', disabledBecause: nothingDecided,
  },
]

function nothingDecided({ show }: UiState): string | null {
  return show !== null && takeOf(show).branch.parent === null ? 'nothing was decided on this branch' : null
}
