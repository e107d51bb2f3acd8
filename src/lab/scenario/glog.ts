import type { CommandOutput } from '../../vitess/wire/index.ts'
import type { LogLine } from './server-logs.ts'

/** What a command's log lines carry besides the line itself. */
export interface GlogStamp { readonly pid: number }

/**
 * `I0328 20:43:24.178913   39992 split_clone.go:862] text`: level, month and day, time in UTC, process id,
 * source. Console output stays as it is. Source: github.com/golang/glog formatHeader.
 */
export function commandOutputLines(output: CommandOutput, stamp: GlogStamp): string[] {
  const text = output.text.replace(/\n$/, '')
  if (output.level === 'CONSOLE') return text.split('\n')
  return `${output.level}${glogTime(output.timeUs)} ${stamp.pid} ${output.source}] ${text}`.split('\n')
}

/** A line of a server's own log. */
export function logLine({ level, timeUs, source, text }: LogLine, pid: number): string {
  return `${level}${glogTime(timeUs)} ${pid} ${source}] ${text}`
}

/** `0328 20:43:24.178913` of a Unix time in microseconds. */
export function glogTime(unixUs: number): string {
  const us = unixUs % 1_000_000
  const totalS = (unixUs - us) / 1_000_000
  const dayS = totalS % 86_400
  const { month, day } = civilDate((totalS - dayS) / 86_400)
  const hours = Math.floor(dayS / 3600)
  const minutes = Math.floor((dayS % 3600) / 60)
  return `${pad(month)}${pad(day)}`
    + ` ${pad(hours)}:${pad(minutes)}:${pad(dayS % 60)}.${String(us).padStart(6, '0')}`
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}

/** The date of a day counted from 1970-01-01, by Howard Hinnant's `civil_from_days`. */
function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor((
    dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)
  ) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}
