import { describe, expect, test } from 'vitest'
import { causesOf, effectsOf } from '../../../../src/ui/story/index.ts'
import { find, toldSplit } from '../../../support/told-run.ts'

const split = await toldSplit()

const chain = (seq: number): string[] => causesOf(split.story, seq).map(({ how, told }) => `${how}: ${told.actor} ${told.text}`)

describe('causes', () => {
  test('of a refused write lead over the tablet, the call and the record to the command', () => {
    const refused = split.story.told.find(({ topic }) => topic === 'refused')!
    expect(chain(refused.seq)).toEqual([
      'step: $ vtctlclient MigrateServedTypes customer/0 master',
      'state: topo customer in zone1: MASTER of 0 shall not serve',
      expect.stringMatching(/^call: vtctld stop-source-writes: /),
      'state: zone1-200 stops serving customer/0 as MASTER: the topology tells it not to',
      expect.stringMatching(/^itself: client-\d is refused /),
    ])
  })

  test('of the first write that a new master takes is the first refusal', () => {
    const again = split.story.told.find(({ text }) => text.startsWith('may write again'))!
    expect(chain(again.seq).at(-2)).toMatch(/^state: client-\d is refused /)
  })

  test('of an applied transaction are its commit and the client that sent it', () => {
    const applied = split.story.told.filter(({ text }) => /^customer\/-80 applies/.test(text))[40]!
    const causes = causesOf(split.story, applied.seq)
    expect(causes.map(({ told }) => told.kind)).toEqual(['client/sent', 'mysql/commit', 'vreplication/position'])
  })

  test('of a step are the step before it and the command', () => {
    const freeze = find(split.story, 'vtctld', /^freeze: /)
    expect(causesOf(split.story, freeze.seq).map(({ told }) => told.text.split(':')[0]))
      .toEqual(['vtctlclient MigrateServedTypes customer/0 master', 'wait-for-catch-up', 'freeze'])
  })

  test('of the steps of a second command are its own, not those of the first', () => {
    const [, second] = split.story.told.filter(({ text }) => text.startsWith('disable-from-shards'))
    expect(chain(second!.seq)[0]).toBe('state: $ vtctlclient MigrateServedTypes customer/0 replica')
  })

  test('come before their effect, whatever is asked for', () => {
    for (let seq = 7; seq < split.trace.length; seq += 397) {
      const seqs = causesOf(split.story, seq).map(({ told }) => told.seq)
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
      expect(seqs.at(-1)).toBe(seq)
    }
  })
})

describe('effects', () => {
  test('of the stop of the old master are refusals, catching up, and the next step', () => {
    const stopped = find(split.story, 'zone1-200', /^stops serving customer\/0 as MASTER/)
    const texts = effectsOf(split.story, stopped.seq, 40).map(({ told }) => told.text)
    expect(texts).toContainEqual(expect.stringMatching(/^is refused /))
    expect(texts).toContainEqual(expect.stringMatching(/^customer\/80- has caught up/))
    expect(texts).toContainEqual(expect.stringMatching(/^gather-positions: /))
  })

  test('of new routing are the vtgates that hear of it, and then where they send', () => {
    const moved = find(split.story, 'topo', /MASTER goes to -80/)
    const heard = effectsOf(split.story, moved.seq, 10).filter(({ told }) => told.kind === 'srvtopo/keyspace')
    expect(heard.map(({ told }) => told.actor)).toEqual(['vtgate-1', 'vtgate-2'])
    const sends = effectsOf(split.story, heard[1]!.told.seq, 10).map(({ told }) => `${told.actor} ${told.text}`)
    expect(sends).toContainEqual('vtgate-2 sends MASTER queries to 80- of customer for the first time')
  })

  test('come after their cause, and never more than asked for', () => {
    for (let seq = 5; seq < split.trace.length; seq += 613) {
      const effects = effectsOf(split.story, seq, 5)
      expect(effects.length).toBeLessThanOrEqual(5)
      expect(effects.every(({ told }) => told.seq > seq)).toBe(true)
    }
  })
})
