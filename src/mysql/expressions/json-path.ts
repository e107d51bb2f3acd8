import { mysqlError } from '../mysql-error.ts'

/** The member of a JSON document at a path such as `$.a[0]."b c"`; null if there is none. */
export function jsonAt(document: string, path: string, unquote: boolean): string | null {
  let here: unknown = parseJson(document)
  for (const step of splitPath(path)) {
    if (typeof here !== 'object' || here === null) return null
    if (Array.isArray(here)) here = typeof step === 'number' ? here[step] : undefined
    else here = typeof step === 'string' && Object.hasOwn(here, step) ? (here as Record<string, unknown>)[step] : undefined
    if (here === undefined) return null
  }
  return unquote && typeof here === 'string' ? here : jsonText(here)
}

/** JSON as MySQL prints it: a space after each colon and comma. */
export function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${jsonText(member)}`)
  return `{${members.join(', ')}}`
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw mysqlError(3141, 'Invalid JSON text in argument 1 to function json_extract: "Invalid value." at position 0.')
  }
}

const STEP = /^(?:\.("(?:[^"\\]|\\.)*"|[A-Za-z_$][\w$]*)|\[(\d+)\])/

function splitPath(path: string): (string | number)[] {
  const steps: (string | number)[] = []
  let rest = path.trim()
  if (!rest.startsWith('$')) throw invalidPath()
  rest = rest.slice(1)
  while (rest !== '') {
    const match = STEP.exec(rest)
    if (match === null) throw invalidPath()
    const name = match[1]
    if (name === undefined) steps.push(Number(match[2]))
    else steps.push(name.startsWith('"') ? JSON.parse(name) as string : name)
    rest = rest.slice(match[0].length)
  }
  return steps
}

function invalidPath(): Error {
  return mysqlError(3143, 'Invalid JSON path expression. The error is around character position 1.')
}
