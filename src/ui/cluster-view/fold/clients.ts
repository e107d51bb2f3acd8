import type { ClientsView, ConsoleView } from '../cluster-view.ts'
import type { Facts, Folds } from '../facts.ts'

const count = (facts: Facts, changed: Partial<ClientsView>): Facts =>
  ({ ...facts, clients: { ...facts.clients, ...changed } })

const show = (facts: Facts, changed: Partial<ConsoleView>): Facts =>
  ({ ...facts, console: { ...facts.console, ...changed } })

const textOf = (data: unknown): string => (data as { text: string }).text

/** What clients were told, and how far the scenario has come. */
export const clientFolds: Folds = [
  ['client/sent', facts => count(facts, { sent: facts.clients.sent + 1 })],
  ['client/acked', facts => count(facts, { acked: facts.clients.acked + 1 })],
  ['client/refused', (facts, { seq, data }) => {
    const { outcome, error } = data as { outcome: 'fail' | 'unknown'; error: string }
    const { refused, unknown } = facts.clients
    return count(facts, {
      refused: refused + (outcome === 'fail' ? 1 : 0), unknown: unknown + (outcome === 'unknown' ? 1 : 0),
      lastError: error, lastErrorAt: seq,
    })
  }],
  ['scenario/heading', (facts, { seq, data }) =>
    show(facts, { heading: textOf(data).replace(/^#+ /, ''), prose: '', proseSeq: seq })],
  ['scenario/doubt', (facts, { data }) => show(facts, { doubt: textOf(data) })],
  ['scenario/prose', (facts, { seq, data }) => show(facts, { prose: textOf(data), proseSeq: seq })],
  ['scenario/command', (facts, { seq, data }) => {
    const { shell } = data as { shell: 'shell' | 'sql' }
    return show(facts, { command: textOf(data), shell, commandSeq: seq, isRunning: true, printed: null, endedAt: 0 })
  }],
  ['scenario/output', (facts, { data }) => show(facts, { printed: { text: textOf(data), before: facts.console.printed } })],
  ['scenario/command-ended', (facts, { seq }) => show(facts, { isRunning: false, endedAt: seq })],
]
