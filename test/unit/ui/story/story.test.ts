import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Story, rowsUpTo, sentence, toldKinds } from '../../../../src/ui/story/index.ts'
import { find, toldSplit } from '../../../support/told-run.ts'

const split = await toldSplit()

describe('a whole split', () => {
  test('has words of their own for every kind of event', () => {
    const kinds = new Set([...split.trace].map(event => event.kind))
    expect([...kinds].filter(kind => !toldKinds.has(kind))).toEqual([])
  })

  test('is told in single lines, in which aliases are short and nothing is undefined', () => {
    const bad = /[\n\r]|-0000\d|undefined|\[object|\bNaN\b/
    const alone = [...split.trace].map(event => ({ kind: event.kind, ...sentence(event) }))
    const wrong = [...alone, ...split.story.told].filter(({ text, actor }) => bad.test(text) || actor.length > 12)
    expect(wrong.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([])
  })

  test('is a story of some hundred lines', () => {
    const rows = rowsUpTo(split.story, split.trace.length, Infinity, null)
    expect(rows.length).toBeGreaterThan(150)
    expect(rows.length).toBeLessThan(400)
  })

  test('tells the cutover in the order in which it is safe', () => {
    const { story } = split
    const order = [
      find(story, 'vtctld', /^locks customer: MigrateServedTypes\(MASTER\)/),
      find(story, 'topo', /MASTER of 0 shall not serve/),
      find(story, 'zone1-200', /^stops serving customer\/0 as MASTER: the topology tells it not to/),
      find(story, 'zone1-300', /^customer\/-80 has caught up/),
      find(story, 'vtctld', /^freeze: /),
      find(story, 'topo', /^customer\/0 is frozen/),
      find(story, 'zone1-300', /^begins to serve customer\/-80 as MASTER/),
      find(story, 'topo', /MASTER goes to -80, 80- instead of 0/),
      find(story, 'vtgate-1', /^hears that MASTER goes to -80, 80- instead of 0/),
    ]
    expect(order.map(({ seq }) => seq)).toEqual(order.map(({ seq }) => seq).toSorted((a, b) => a - b))
  })

  test('says how many rows were copied and compared', () => {
    const texts = split.story.told.map(({ text }) => text)
    expect(texts).toContainEqual(expect.stringMatching(/^customer, online round: \d+ rows copied/))
    expect(texts).toContainEqual(expect.stringMatching(/^corder is equal on both sides: \d+ rows/))
  })
})

describe.each([undefined, 3, 11])('under seed %s', seed => {
  test('writes are refused only between the stop of the old master and the first that a new one takes', async () => {
    const { story, trace } = await toldSplit(seed)
    const refused = story.told.filter(({ topic }) => topic === 'refused')
    const stopped = find(story, 'zone1-200', /^stops serving/)
    expect(refused.length).toBeGreaterThan(0)
    for (const { seq } of refused.filter(({ text }) => text.includes('master of customer/0'))) expect(seq).toBeGreaterThan(stopped.seq)
    for (const again of story.told.filter(({ text }) => text.startsWith('may write again'))) {
      const gate = again.text.split(' by ')[1]!
      const before = refused.filter(({ seq, text }) => seq < again.seq && !text.includes('a read')
        && (trace.get(seq).data as { error: string }).error.includes(`host-${gate}:`))
      expect(again.text).toContain(`${before.length} refusals by ${gate}`.replace(/^1 refusals/, 'one refusal'))
    }
  })

  test('a shard has caught up when it has the last transaction of the source, not before', async () => {
    const { story, trace } = await toldSplit(seed)
    for (const shard of ['customer/-80', 'customer/80-']) {
      const told = story.told.find(({ text }) => text.startsWith(`${shard} has caught up`))!
      const { gtid } = trace.get(told.seq).data as { gtid: string }
      const commits = [...trace.events(1, told.seq)].filter(event => event.kind === 'mysql/commit' && event.process === 'mysqld zone1-200')
      expect(gtid).toBe(`MySQL56/${(commits.at(-1)!.data as { gtid: string }).gtid}`)
      expect(told.text).toMatch(new RegExp(`transaction ${gtid.split(':')[1]!}$`))
    }
  })
})

test('a story is the same whether it is told at once or as the run grows', async () => {
  const { trace, scenario, story } = await toldSplit()
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 6000 }), { minLength: 1, maxLength: 12 }), pieces => {
    const grown = new Story(trace, scenario.frontMatter.cluster)
    for (const piece of pieces) {
      const before = grown.told.at(-1)
      grown.extend(piece)
      if (before !== undefined) expect(grown.at(before.seq)).toBe(before)
    }
    expect(JSON.stringify(grown.told)).toBe(JSON.stringify(story.told.slice(0, grown.told.length)))
  }), { numRuns: 8 })
})

test('what was never told before still has words', () => {
  const event = { seq: 1, timeUs: 0, process: 'vttablet zone1-300', task: '', cause: 0, kind: 'new/kind', note: 'x', data: undefined }
  expect(sentence(event)).toMatchObject({ actor: 'zone1-300', text: 'new/kind x', weight: 'detail' })
})
