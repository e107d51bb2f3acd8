/** What a terminal showed from some moment on: its rows, with their escape sequences. */
export interface CastFrame {
  /** Since the beginning of the recording. */
  readonly atMs: number
  readonly lines: readonly string[]
  /** A chapter that begins here; '' for none. */
  readonly marker: string
}

export interface CastOptions {
  readonly columns: number
  readonly rows: number
  readonly title: string
  /** 3 is what asciinema writes today; 2 is what older players open. */
  readonly version: 2 | 3
}

const ESC = '\u001b['

/**
 * Frames as an asciicast: only the rows that changed are written. Source: "asciicast file format", versions 2
 * and 3 (in 3, times are since the event before).
 */
export function asciicast(frames: Iterable<CastFrame>, { columns, rows, title, version }: CastOptions): string {
  const header = version === 2
    ? { version, width: columns, height: rows, title }
    : { version, term: { cols: columns, rows, type: 'xterm-256color' }, title }
  const lines = [JSON.stringify(header)]
  let before = 0
  const add = (atMs: number, code: 'o' | 'm', data: string): void => {
    const at = version === 2 ? atMs : atMs - before
    before = atMs
    lines.push(JSON.stringify([Number((at / 1000).toFixed(3)), code, data]))
  }
  let shown: readonly string[] = []
  for (const { atMs, lines: next, marker } of frames) {
    if (marker !== '') add(atMs, 'm', marker)
    const written = changes(shown, next.slice(0, rows), shown.length === 0)
    if (written !== '') add(atMs, 'o', written)
    shown = next.slice(0, rows)
  }
  return `${lines.join('\n')}\n`
}

function changes(before: readonly string[], after: readonly string[], isFirst: boolean): string {
  let text = isFirst ? `${ESC}?25l${ESC}2J` : ''
  for (let row = 0; row < Math.max(before.length, after.length); row++) {
    if (before[row] !== after[row]) text += `${ESC}${row + 1};1H${ESC}0m${ESC}2K${after[row] ?? ''}`
  }
  return text
}
