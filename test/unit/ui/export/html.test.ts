import { Window } from 'happy-dom'
import { describe, expect, test } from 'vitest'
import { html, type PageFacts } from '../../../../src/ui/export/index.ts'
import { parseScenario, runScenario } from '../../../../src/lab/scenario/index.ts'
import { storyOf } from '../../../../src/ui/story/index.ts'
import { toldSplit } from '../../../support/told-run.ts'

const facts: PageFacts = {
  title: 'A <split> & more', question: 'Why?', facts: [['seed', '3']], replay: 'vtsim run x --seed 3', opensAt: null,
  verdicts: [
    { name: 'one-writer', verdict: 'ok', evidence: [] },
    { name: 'acked-writes-survive', verdict: 'violated', evidence: ['customer/4 is gone'] },
  ],
}

async function open(opensAt: number | null = null): Promise<Window> {
  const { result: { run } } = await toldSplit(3)
  const window = new Window({ settings: { enableJavaScriptEvaluation: true } })
  window.document.write(html(run.trace, { ...facts, opensAt }, event => `${event.kind} #${event.seq} of ${event.process}`))
  await window.happyDOM.waitUntilComplete()
  return window
}

describe('a run as one HTML page', () => {
  test('shows title, verdicts and evidence as text, whatever they contain', async () => {
    const { document } = await open()
    expect(document.querySelector('h1')!.textContent).toBe('A <split> & more')
    expect([...document.querySelectorAll('.verdicts li')].map(item => item.textContent))
      .toEqual(['✔ one-writer', '✘ acked-writes-survive: violatedcustomer/4 is gone'])
  })

  test('draws the steps of all procedures, and lanes around the chosen event', async () => {
    const { document } = await open()
    expect(document.querySelectorAll('#timeline .bar').length).toBeGreaterThan(50)
    expect(document.querySelectorAll('#lanes .dot').length).toBe(36)
    expect(document.querySelectorAll('#lanes .dot.chosen').length).toBe(1)
  })

  test('opens at the event that it is told', async () => {
    const { result: { run } } = await toldSplit(3)
    const acked = [...run.trace.events()].filter(({ kind }) => kind === 'client/acked').at(-3)!
    const { document } = await open(acked.seq)
    expect(document.getElementById('when')!.textContent).toMatch(new RegExp(`event ${acked.seq}$`))
  })

  test('steps on and back, and tells the causes', async () => {
    const { document } = await open()
    const chosen = (): string => document.querySelector('#near li.chosen')!.textContent
    const click = (id: string): void => { (document.getElementById(id) as unknown as { click(): void }).click() }
    click('next')
    const before = chosen()
    click('next')
    expect(chosen()).not.toBe(before)
    expect(document.querySelectorAll('#causes li').length).toBeGreaterThan(0)
    click('previous')
    expect(chosen()).toBe(before)
  })

  test('fetches nothing', async () => {
    const { result: { run } } = await toldSplit(3)
    expect(html(run.trace, facts, () => '')).not.toMatch(/\b(src|href)=|https?:(?!\/\/www\.w3\.org)|\bfetch\(|import\(/)
  })

  test('stays below a megabyte for a run of 3,000 operations', async () => {
    const text = `---\nvtsim: 1\ntitle: many\nworkload: {clients: 8, ratePerS: 60}\nchecks: []\n---\n\n\`\`\`console\n$ vtsim run-for 55s\n\`\`\`\n`
    const scenario = parseScenario('many.md', text)
    const { run, clients } = await runScenario(scenario, { seed: 1, trace: true })
    expect(clients.sent).toBeGreaterThan(3000)
    const story = storyOf(run.trace, scenario.frontMatter.cluster)
    const page = html(run.trace, facts, event => story.at(event.seq).text)
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000)
    expect(page).toMatch(/\d+ of health checks, acknowledgements and the like are left out/)
  })
})
