/** A moment of the calendar, without a time zone: the server's zone is UTC. */
export interface Moment {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly micros: number
}

const DELIMITED =
  /^\s*(\d{4}|\d{2})[-/.:](\d{1,2})[-/.:](\d{1,2})(?:[T ]+(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{0,6})\d*)?)?)?)?\s*$/
const COMPACT = /^\s*(\d{4}|\d{2})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)(?:\.(\d{0,6})\d*)?)?\s*$/

/** Reads a date, with or without a time, in the forms that MySQL takes; null if it is none. */
export function parseMoment(text: string): Moment | null {
  const match = DELIMITED.exec(text) ?? COMPACT.exec(text)
  if (match === null) return null
  const [, yearText, monthText, dayText, hour = '0', minute = '0', second = '0', fraction = ''] = match
  let year = Number(yearText)
  if (yearText!.length === 2) year += year < 70 ? 2000 : 1900
  const moment = {
    year, month: Number(monthText), day: Number(dayText),
    hour: Number(hour), minute: Number(minute), second: Number(second), micros: Number(fraction.padEnd(6, '0')),
  }
  const inCalendar = moment.month >= 1 && moment.month <= 12
    && moment.day >= 1 && moment.day <= daysInMonth(year, moment.month)
  return inCalendar && moment.hour < 24 && moment.minute < 60 && moment.second < 60 ? moment : null
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}

export function formatDate(moment: Moment): string {
  return `${pad(moment.year, 4)}-${pad(moment.month, 2)}-${pad(moment.day, 2)}`
}

/** `2020-04-28 12:00:00`, with `fractionDigits` digits of the second, rounded down. */
export function formatMoment(moment: Moment, fractionDigits = 0): string {
  const time = `${pad(moment.hour, 2)}:${pad(moment.minute, 2)}:${pad(moment.second, 2)}`
  const fraction = fractionDigits === 0 ? '' : `.${pad(moment.micros, 6).slice(0, fractionDigits)}`
  return `${formatDate(moment)} ${time}${fraction}`
}

/** Days since 1970-01-01, by the civil calendar (Howard Hinnant's days_from_civil). */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** Seconds since 1970, and the micros of the second are left out. */
export function secondsOf(moment: Moment): number {
  const days = dayNumber(moment.year, moment.month, moment.day)
  return days * 86_400 + moment.hour * 3600 + moment.minute * 60 + moment.second
}

/** The inverse of {@link secondsOf}. */
export function momentOfSeconds(seconds: number, micros = 0): Moment {
  const days = Math.floor(seconds / 86_400)
  const rest = seconds - days * 86_400
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
    micros,
  }
}

const TIME = /^\s*(-?)(?:(\d+) )?(\d{1,3}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{0,6})\d*)?)?\s*$/

/** Reads a TIME (`-12:30:00`, `1 02:00:00`) as signed microseconds; null if it is none. */
export function parseTime(text: string): number | null {
  const match = TIME.exec(text)
  if (match === null) {
    const moment = parseMoment(text)
    if (moment === null) return null
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1e6 + moment.micros
  }
  const [, sign, days = '0', hours, minutes, seconds = '0', fraction = ''] = match
  if (Number(minutes) > 59 || Number(seconds) > 59) return null
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  const micros = total * 1e6 + Number(fraction.padEnd(6, '0'))
  return sign === '-' ? -micros : micros
}

export function formatTime(micros: number, fractionDigits = 0): string {
  const positive = Math.abs(micros)
  const seconds = Math.floor(positive / 1e6)
  const clock = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`
  const fraction = fractionDigits === 0 ? '' : `.${pad(positive % 1e6, 6).slice(0, fractionDigits)}`
  return `${micros < 0 ? '-' : ''}${clock}${fraction}`
}

const UNIT_SECONDS = new Map([
  ['second', 1], ['minute', 60], ['hour', 3600], ['day', 86_400], ['week', 604_800],
])
const UNIT_MONTHS = new Map([['month', 1], ['quarter', 3], ['year', 12]])

/** A moment some units later; null if the unit is unknown or the year is out of range. */
export function addToMoment(moment: Moment, count: number, unit: string): Moment | null {
  const months = UNIT_MONTHS.get(unit)
  const result = months === undefined ? addSeconds(moment, count, unit) : addMonths(moment, Math.round(count) * months)
  return result !== null && result.year >= 0 && result.year <= 9999 ? result : null
}

function addSeconds(moment: Moment, count: number, unit: string): Moment | null {
  const factor = unit === 'microsecond' ? 1 : (UNIT_SECONDS.get(unit) ?? NaN) * 1e6
  if (Number.isNaN(factor)) return null
  const micros = moment.micros + Math.round(count * factor)
  const carry = Math.floor(micros / 1e6)
  return momentOfSeconds(secondsOf(moment) + carry, micros - carry * 1e6)
}

function addMonths(moment: Moment, months: number): Moment {
  const total = moment.year * 12 + moment.month - 1 + months
  const year = Math.floor(total / 12)
  const month = total - year * 12 + 1
  return { ...moment, year, month, day: Math.min(moment.day, daysInMonth(year, month)) }
}

/** Whole units from one moment to another (TIMESTAMPDIFF); null if the unit is unknown. */
export function momentDifference(from: Moment, to: Moment, unit: string): number | null {
  const micros = (secondsOf(to) - secondsOf(from)) * 1e6 + to.micros - from.micros
  if (unit === 'microsecond') return micros
  const seconds = UNIT_SECONDS.get(unit)
  if (seconds !== undefined) return Math.trunc(micros / (seconds * 1e6)) || 0
  const months = UNIT_MONTHS.get(unit)
  if (months === undefined) return null
  let whole = (to.year - from.year) * 12 + to.month - from.month
  const anchor = addMonths(from, whole)
  const past = (secondsOf(to) - secondsOf(anchor)) * 1e6 + to.micros - anchor.micros
  if (whole > 0 && past < 0) whole--
  else if (whole < 0 && past > 0) whole++
  return Math.trunc(whole / months) || 0
}
