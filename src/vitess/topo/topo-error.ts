import { Failure } from '../../sim/index.ts'

// The kinds of topology errors, with the codes that carry them over the wire. Source: go/vt/topo/errors.go.

/** Nothing was read or written: there is no such record. */
export const noNode = (path: string): Failure =>
  new Failure('NOT_FOUND', `node doesn't exist: ${path}`, { definite: true })
/** Nothing was created: there is such a record. */
export const nodeExists = (path: string): Failure =>
  new Failure('ALREADY_EXISTS', `node already exists: ${path}`, { definite: true })
/** Nothing was written: somebody else did since the record was read. */
export const badVersion = (path: string): Failure =>
  new Failure('ABORTED', `bad node version: ${path}`, { definite: true })
/** Some cells did what was asked, others did not. */
export const partialResult = (what: string): Failure =>
  new Failure('UNKNOWN', `partial result: ${what}`, { definite: false })

export const isNoNode = (error: unknown): boolean => error instanceof Failure && error.code === 'NOT_FOUND'
export const isNodeExists = (error: unknown): boolean =>
  error instanceof Failure && error.code === 'ALREADY_EXISTS'
export const isBadVersion = (error: unknown): boolean => error instanceof Failure && error.code === 'ABORTED'

/**
 * A failure of the topology's own logic, decided before anything was written: code UNKNOWN, as every Go error
 * has.
 */
export const topoFailure = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
