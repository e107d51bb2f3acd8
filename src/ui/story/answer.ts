/** A line of a log, which a command in the background may print at any time. */
const logLine = /^[IWEF]\d{4} /

export const isLogLine = (line: string): boolean => logLine.test(line)

/** How many rows of a table one sentence names. */
const rowsNamed = 3

/**
 * What a command has printed, in one sentence; '' if that is nothing, or only lines of a log, which the steps of its
 * procedure tell. Of a table the rows, of several tables each: `1 row: 4 | dan@domain.com`.
 */
export function answerText(printed: readonly string[]): string {
  const lines = printed.filter(line => line.trim() !== '' && !isLogLine(line))
  const error = lines.find(isErrorLine)
  if (error !== undefined) return error
  const tables = tablesOf(lines)
  if (tables.length > 0) return tables.map(tableText).join('; ')
  return lines.join(' ').replace(/\s+/g, ' ').replace(/ \(\d+\.\d\d sec\)$/, '').trim()
}

export const isErrorLine = (line: string): boolean => /^ERROR \d+ |\bError: rpc error/.test(line)

/** Without the frames that a client draws around a table, which say nothing. */
export function withoutFrames(lines: readonly string[]): readonly string[] {
  return lines.filter(line => !isFrame(line))
}

const isFrame = (line: string): boolean => /^\+[-+]+\+$/.test(line)

/** The rows of each table without its head: a frame stands over the head, under it, and at the end. */
function tablesOf(lines: readonly string[]): string[][] {
  const tables: string[][] = []
  let frames = 0
  for (const line of lines) {
    if (isFrame(line)) {
      frames++
      if (frames % 3 === 2) tables.push([])
    } else if (frames % 3 === 2) tables.at(-1)!.push(cellsOf(line))
  }
  return tables
}

const cellsOf = (line: string): string => line.split('|').slice(1, -1).map(cell => cell.trim()).join(' | ')

function tableText(rows: readonly string[]): string {
  const more = rows.length > rowsNamed ? ' · …' : ''
  return `${rows.length === 1 ? '1 row' : `${rows.length} rows`}: ${rows.slice(0, rowsNamed).join(' · ')}${more}`
}
