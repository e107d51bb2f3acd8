/** Where in a text that the user wrote something is wrong. Lines and columns count from 1. */
export interface TextPosition {
  readonly file?: string
  readonly line: number
  readonly column: number
}

/** A mistake of the user: shown as one line with its position and a hint, never with a stack. */
export class UserError extends Error {
  override name = 'UserError'
  readonly hint: string | undefined
  readonly position: TextPosition | undefined

  constructor(message: string, more: { hint?: string; position?: TextPosition } = {}) {
    super(message)
    this.hint = more.hint
    this.position = more.position
  }

  /** `file:line:column: message (hint)`, leaving out what is not known. */
  override toString(): string {
    const { position: at, hint } = this
    const file = at?.file === undefined ? 'line ' : `${at.file}:`
    const where = at === undefined ? '' : `${file}${at.line}:${at.column}: `
    return `${where}${this.message}${hint === undefined ? '' : ` (${hint})`}`
  }
}
