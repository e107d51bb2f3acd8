import { Window } from 'happy-dom'
import { beforeAll, describe, expect, test } from 'vitest'
import { mermaid as mermaidText } from '../../src/ui/export/index.ts'
import { toldSplit } from '../support/told-run.ts'

interface Mermaid { parse(text: string): Promise<{ diagramType: string }> }

describe('Mermaid itself', () => {
  let parser: Mermaid
  beforeAll(async () => {
    const window = new Window()
    for (const name of ['window', 'document', 'navigator', 'Element', 'HTMLElement', 'DOMParser'] as const) {
      Object.defineProperty(globalThis, name, { value: name === 'window' ? window : window[name], configurable: true })
    }
    // From the folder's own installation: mermaid and all that it brings are no dependency of the project.
    const path = './node_modules/mermaid/dist/mermaid.core.mjs'
    parser = (await import(/* @vite-ignore */ path) as { default: Mermaid }).default
  })

  test.each([2000, 9000, 12_000, 15_000])('takes the diagram of the split at event %i', async until => {
    const { result: { run } } = await toldSplit(3)
    const text = mermaidText(run.trace, { title: 'customer/0 becomes customer/-80 and customer/80-', until })
    expect((await parser.parse(text)).diagramType).toBe('sequence')
  })

  test('takes whatever stands in a title or a statement', async () => {
    const { result: { run } } = await toldSplit(3)
    const text = mermaidText(run.trace, { title: 'a; b # c %% d <e> "f" end', until: 9000 })
    expect((await parser.parse(text)).diagramType).toBe('sequence')
  })

  test('refuses what is no diagram: so the test above means something', async () => {
    await expect(parser.parse('sequenceDiagram\n  a-->>>b c')).rejects.toThrow()
  })
})
