import { describe, expect, test } from 'vitest'
import { Failure } from '../../../../src/sim/index.ts'
import { codeOfErrno, statementFailure } from '../../../../src/vitess/vttablet/tabletserver/error-conversion.ts'

describe('MySQL errors', () => {
  test.each([
    [1062, '', 'ALREADY_EXISTS'], [1146, '', 'NOT_FOUND'], [1213, '', 'ABORTED'], [1205, '', 'DEADLINE_EXCEEDED'], [2013, '', 'DEADLINE_EXCEEDED'],
    [2006, '', 'UNAVAILABLE'], [1064, '', 'INVALID_ARGUMENT'], [1290, 'with the --read-only option', 'FAILED_PRECONDITION'],
    [1290, 'with the --skip-grant-tables option', 'UNKNOWN'], [1235, '', 'UNIMPLEMENTED'], [1040, '', 'RESOURCE_EXHAUSTED'],
    [1045, '', 'PERMISSION_DENIED'], [1227, 'failover in progress', 'FAILED_PRECONDITION'], [1227, '', 'PERMISSION_DENIED'], [9999, '', 'UNKNOWN'],
  ])('%d %s is %s', (errno, message, code) => {
    expect(codeOfErrno(errno, message)).toBe(code)
  })

  test('say number, state, caller, statement and variables', () => {
    const cause = new Failure('UNKNOWN', "Duplicate entry '1' for key 'PRIMARY'", { definite: true, errno: 1062, sqlState: '23000' })
    const failure = statementFailure(cause, 'user', 'insert into t values (:b, :a)', {
      b: { type: 'INT64', value: 1 }, a: { type: 'VARCHAR', value: 'x"y' },
    })
    expect(failure).toMatchObject({ code: 'ALREADY_EXISTS', definite: true, errno: 1062, sqlState: '23000' })
    expect(failure.message).toBe('Duplicate entry \'1\' for key \'PRIMARY\' (errno 1062) (sqlstate 23000) (CallerID: user): '
      + 'Sql: "insert into t values (:b, :a)", BindVars: {a: "type:VARCHAR value:\\"x\\\\\\"y\\" "b: "type:INT64 value:\\"1\\" "}')
  })

  test('others say the caller only', () => {
    expect(statementFailure(new Failure('ABORTED', 'transaction 1: not found'), 'user', 'commit', {}).message)
      .toBe('transaction 1: not found (CallerID: user)')
  })

  test('a mysqld that is lost during a statement leaves in doubt what became of it', () => {
    expect(statementFailure(new Failure('UNAVAILABLE', 'reset'), 'user', 'commit', {})).toMatchObject({ errno: 2013, definite: false })
    expect(statementFailure(new Failure('UNAVAILABLE', 'refused', { definite: true }), 'user', 'commit', {})).toMatchObject({ errno: 2002, definite: true })
  })
})
