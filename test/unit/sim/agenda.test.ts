import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Agenda } from '../../../src/sim/agenda.ts'
import { Chain } from '../../../src/sim/chain.ts'
import { PendingEvent } from '../../../src/sim/pending-event.ts'

const chain = new Chain('test')

/** Adds, drops and takes at random; a list that is sorted each time is the dumb twin. */
test('the agenda agrees with a sorted list', () => {
  const command = fc.oneof(
    fc.record({ do: fc.constant('add' as const), delay: fc.nat(20), slack: fc.nat(10) }),
    fc.record({ do: fc.constant('drop' as const), which: fc.nat(1000) }),
    fc.record({ do: fc.constant('take' as const), which: fc.nat(1000) }),
  )
  fc.assert(fc.property(fc.array(command, { maxLength: 120 }), commands => {
    const agenda = new Agenda()
    let twin: PendingEvent[] = []
    let now = 0
    let seq = 0
    for (const command of commands) {
      if (command.do === 'add') {
        const event = new PendingEvent(chain, null as never, '', 0, '', undefined, null, null)
        event.seq = ++seq
        event.at = now + command.delay
        event.latest = event.at + command.slack
        agenda.add(event, now)
        twin.push(event)
      } else if (twin.length > 0 && command.do === 'drop') {
        const [event] = twin.splice(command.which % twin.length, 1)
        agenda.remove(event!)
      } else if (twin.length > 0 && command.do === 'take') {
        const horizon = Math.min(...twin.map(({ latest }) => latest))
        const ready = twin.filter(({ at }) => at <= horizon).sort((a, b) => a.at - b.at || a.seq - b.seq)
        expect(agenda.ready(now)).toBe(ready.length)
        expect(agenda.near.slice(0, ready.length)).toEqual(ready)
        expect(agenda.horizon).toBe(horizon)
        const event = agenda.take(command.which % ready.length)
        expect(event).toBe(ready[command.which % ready.length])
        twin = twin.filter(other => other !== event)
        now = Math.max(now, event.at)
      }
      expect(new Set(agenda.all())).toEqual(new Set(twin))
    }
  }), { numRuns: 300 })
})
