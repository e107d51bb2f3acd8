import type { Line, Span, Tone } from './line.ts'

/** How meaning is shown. Never by colour alone: glyphs and words carry the same fact. */
export interface Theme {
  readonly color: boolean
  readonly ascii: boolean
}

const ESC = '\u001b['
const RESET = `${ESC}0m`

/** Only the 16 colours of ANSI, which people have fitted to their eyes. */
const codes: { readonly [tone in Tone]: string } = {
  plain: '', dim: '2', bold: '1', title: '1', key: '1;36', ok: '32', bad: '1;31', wait: '33', info: '36',
  source: '34', target: '35',
}

const asciiGlyphs: ReadonlyMap<string, string> = new Map(Object.entries({
  '╭': '+', '╮': '+', '╰': '+', '╯': '+', '─': '-', '│': '|', '├': '|', '┤': '|', '┴': '+', '┬': '+', '┼': '+',
  '┊': ':', '┆': ':', '┄': '.', '╌': '-', '▓': '#', '█': '#', '░': '.', '▒': ':', '▶': '>', '◀': '<', '❚': '|',
  '●': '*', '◐': '%', '○': 'o', '◑': '%', '◆': '*', '◇': 'o', '✔': 'y', '✘': 'x', '▮': '#', '▯': 'o', '▲': '^',
  '▼': 'v', '⑂': 'Y', '→': '>', '←': '<', '↑': '^', '↓': 'v', '…': '~', '·': '.', '×': 'x', '≠': '!', '★': '*',
  '▁': '_', '▂': '_', '▃': '.', '▄': '-', '▅': '-', '▆': '=', '▇': '=', '∥': '|', '⇢': '~', '“': '"', '”': '"',
  '’': "'", '–': '-', '—': '-', '≤': '<', '≥': '>', '└': '`', '┌': '+', '┐': '+', '┘': '+', '↯': '!', '▸': '>',
}))

/** The lines as a terminal takes them. */
export function render(lines: readonly Line[], theme: Theme): string[] {
  return lines.map(one => one.map(piece => renderSpan(piece, theme)).join(''))
}

function renderSpan({ text, tone, changed }: Span, theme: Theme): string {
  const shown = theme.ascii ? toAscii(text) : text
  if (!theme.color) return shown
  const code = [codes[tone], changed ? '7' : ''].filter(part => part !== '').join(';')
  return code === '' ? shown : `${ESC}${code}m${shown}${RESET}`
}

/** Every glyph by one of ASCII of the same width. */
function toAscii(text: string): string {
  let plain = ''
  for (const character of text) plain += character <= '~' ? character : asciiGlyphs.get(character) ?? '?'
  return plain
}
