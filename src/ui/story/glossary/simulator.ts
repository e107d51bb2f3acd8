import type { Term } from './term.ts'

export const simulatorTerms: readonly Term[] = [
  {
    name: 'virtual time', also: [],
    means: 'The clock of the simulated world. It jumps from event to event, so that a minute of waiting costs nothing, and'
      + ' it stands still while you look.',
    see: ['seed'],
  },
  {
    name: 'seed', also: [],
    means: 'A number that decides everything that is left to chance: how long messages take, what comes first, what'
      + ' clients write. The same seed gives the same run, event by event. Without one, nothing is left to chance.',
    see: ['virtual time', 'branch'],
  },
  {
    name: 'branch', also: ['branches', 'what-if'],
    means: 'Another future of the same run. Whatever you do to the past makes a new branch from there; the old one stays.',
    see: ['seed'],
  },
  {
    name: 'guard', also: ['guards'],
    means: 'A condition that a server checks before it does something dangerous. It can be switched off here, to see what it'
      + ' is good for.',
    see: ['promise'],
  },
  {
    name: 'promise', also: ['invariant', 'invariants', 'promises'],
    means: 'Something that must hold whatever happens, such as: a write that was acknowledged is not lost. It is checked'
      + ' against all that clients were told and all that servers committed.',
    see: ['guard'],
  },
  {
    name: 'refused', also: ['unknown'],
    means: 'How a write can fail. Refused: it surely has not happened, and can be sent again. Unknown: no answer came, so it'
      + ' may have happened, and sending it again could do it twice.',
    see: ['write outage'],
  },
]
