import type { Exchange, UiState } from '../../state/index.ts'
import { bold, box, dim, emptyLine, fit, key, line, span, widthOf, wrap, type Line } from '../../text/index.ts'
import { typed } from '../bottom-line.ts'
import { outputLines } from './output-lines.ts'
import type { Pane } from './pane.ts'

/** What was typed at the moments of this session, what it answered, and the line that is being typed. */
export const sqlPane: Pane = (state, { columns, rows }) => {
  const { console, show, overlay } = state
  const isOpen = overlay?.kind === 'console'
  const inside = columns - 2
  const answers = console.exchanges.flatMap(exchange => exchangeLines(exchange, inside))
  const below = isOpen ? promptLines(state, inside) : [invitation]
  const room = Math.max(0, rows - 2 - below.length)
  const end = Math.max(Math.min(answers.length, room), answers.length - console.scroll)
  const shown = answers.slice(Math.max(0, end - room), end)
  const filled = [...shown, ...below, ...Array.from({ length: Math.max(0, room - shown.length) }, () => emptyLine)]
  const hidden = answers.length - end
  return box(filled, {
    columns, rows, focused: isOpen || show?.focus === 'sql',
    title: line(bold('4 SQL'), dim(`  ${console.target === '' ? 'no target' : console.target}`)),
    aside: hidden > 0 ? `${hidden} lines below · PgDn` : '',
  })
}

const invitation = line(' ', key(':'), dim(' SQL, vtctlclient, vtworker or vtsim lines at this moment'))

/** The line being typed, as many rows as it takes, and under it what Tab offers. */
function promptLines({ console }: UiState, columns: number): Line[] {
  const { input, completions, completion, exchanges } = console
  if (exchanges.at(-1)?.state === 'running') return [line(dim(' … waiting for the answer'))]
  const prompt = ` ${console.target}> `
  const room = Math.max(8, columns - widthOf(prompt) - 1)
  const from = Math.max(0, input.at - room + 1)
  const before = line(span(prompt, 'info'))
  const spans = typed(input.text.slice(from, from + room), input.at - from)
  const list = completions.length === 0 ? [] : [offered(completions, completion, columns)]
  return [line(...before, ...spans), ...list]
}

function offered(completions: readonly string[], chosen: number, columns: number): Line {
  const from = Math.max(0, chosen - 3)
  return fit(line('   ', ...completions.slice(from).flatMap((one, index) =>
    [from + index === chosen ? span(one, 'plain', true) : dim(one), '  '])), columns)
}

function exchangeLines({ prompt, text, output, routing, state, branch }: Exchange, columns: number): Line[] {
  const typedLines = wrap(line(span(`${prompt} `, 'info'), bold(text)), columns - 1, '   ')
  const answer = output.flatMap(one => outputLines(one, columns - 1, state === 'failed'))
  const way = routing === '' ? [] : wrap(line(dim(`route: ${routing}`)), columns - 1, '  ')
  const where = branch === null || state === 'running' ? [] : [line(' ', span(`⑂ ${branch}`, 'info'))]
  return [...[...typedLines, ...answer, ...way].map(one => line(' ', ...one)), ...where]
}
