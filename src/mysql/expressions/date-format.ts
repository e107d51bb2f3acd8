import { dayNumber, type Moment } from '../values/index.ts'

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
  'December',
]

/** DATE_FORMAT: `%Y-%m-%d %H:%i:%s`. A letter that means nothing stands for itself. */
export function formatByPattern(moment: Moment, pattern: string): string {
  return pattern.replace(/%(.)/gs, (_, letter: string) => formatLetter(moment, letter))
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function formatLetter(moment: Moment, letter: string): string {
  const { year, month, day, hour, minute, second } = moment
  const hour12 = hour % 12 === 0 ? 12 : hour % 12
  const weekday = (((dayNumber(year, month, day) + 4) % 7) + 7) % 7
  switch (letter) {
    case 'Y': return String(year).padStart(4, '0')
    case 'y': return two(year % 100)
    case 'm': return two(month)
    case 'c': return String(month)
    case 'd': return two(day)
    case 'e': return String(day)
    case 'H': return two(hour)
    case 'k': return String(hour)
    case 'h': case 'I': return two(hour12)
    case 'l': return String(hour12)
    case 'i': return two(minute)
    case 's': case 'S': return two(second)
    case 'f': return String(moment.micros).padStart(6, '0')
    case 'p': return hour < 12 ? 'AM' : 'PM'
    case 'T': return `${two(hour)}:${two(minute)}:${two(second)}`
    case 'r': return `${two(hour12)}:${two(minute)}:${two(second)} ${hour < 12 ? 'AM' : 'PM'}`
    case 'W': return DAYS[weekday]!
    case 'a': return DAYS[weekday]!.slice(0, 3)
    case 'w': return String(weekday)
    case 'M': return MONTHS[month - 1]!
    case 'b': return MONTHS[month - 1]!.slice(0, 3)
    case 'j': return String(dayNumber(year, month, day) - dayNumber(year, 1, 1) + 1).padStart(3, '0')
    default: return letter
  }
}
