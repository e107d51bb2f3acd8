/**
 * Recorded output against what a run printed. What depends on the schedule, the clock or a process is not
 * compared: dates and times of log lines, process ids, UUIDs, GTID numbers, Unix times, durations.
 */
export interface OutputDifference {
  /** Index of the first line that differs. */
  readonly index: number
  /** undefined: the record, or the output, ends here. */
  readonly recorded: string | undefined
  readonly actual: string | undefined
}

/** null if the two say the same. Blank lines at the end do not count. */
export function compareOutput(
  recorded: readonly string[], actual: readonly string[],
): OutputDifference | null {
  const expected = withoutTrailingBlanks(recorded)
  const found = withoutTrailingBlanks(actual)
  for (let index = 0; index < Math.max(expected.length, found.length); index++) {
    const [before, now] = [expected[index], found[index]]
    if (before === undefined || now === undefined || maskLine(before) !== maskLine(now)) return {
      index, recorded: before, actual: now,
    }
  }
  return null
}

const masks: readonly (readonly [RegExp, string])[] = [
  // Which rows a violation shows depends on who wrote what, and when.
  [/^ {12}\S.*$/, '            <evidence>'],
  [/^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ /, '$1<date> <time> <pid> '],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(:\d+(-\d+)?)*/g, '<gtids>'],
  [/\b\d+\.\d\d sec\b/g, '<duration> sec'],
  [/\b1[5-9]\d{8}\b/g, '<unix time>'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\b/g, '<date and time>'],
  [/\bafter \d+(\.\d+)?(ms|s|m)\b/g, 'after <duration>'],
  [/\b\d+(\.\d+)? qps\b/g, '<rate> qps'],
  [/\bstopped for \d+(\.\d+)? ms\b/g, 'stopped for <duration> ms'],
  [/\brefused \d+ times?\b/g, 'refused <count> times'],
  // How many rows there are depends on how much the clients have done.
  [/\b(\d+) rows processed\b/g, '<count> rows processed'],
  [/\bonly \d+ rows\b/g, 'only <count> rows'],
  [/\bw\d{7}@domain\.com\b/g, '<mark>@domain.com'],
  [/\bnanoseconds:\d+\b/g, 'nanoseconds:<number>'],
  [/\b\d+(\.\d+)? more seconds\b/g, '<number> more seconds'],
]

/** A line with `<…>` in place of what varies. */
export function maskLine(line: string): string {
  let text = line.trimEnd()
  for (const [pattern, replacement] of masks) text = text.replace(pattern, replacement)
  return text
}

export function withoutTrailingBlanks(lines: readonly string[]): readonly string[] {
  let end = lines.length
  while (end > 0 && lines[end - 1]!.trim() === '') end--
  return lines.slice(0, end)
}
