import { Failure } from '../../sim/index.ts'
import { GtidError, Position } from '../../sql/index.ts'

/** What the text stands for, or a failure that says what is wrong with it. Source: mysql.DecodePosition. */
export function decodePosition(position: string): Position {
  try {
    return Position.decode(position)
  } catch (error) {
    if (error instanceof GtidError) throw new Failure('UNKNOWN', error.message, { definite: true })
    throw error
  }
}
