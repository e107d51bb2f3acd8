import { describe, expect, it } from 'vitest'
import {
  argumentNames, bytesOfText, commentDirectives, encodeBindVariable, encodeValue, formatDecimal, parse, parseDecimal,
  previewKind, rewrite, splitMarginComments, textOfBytes,
} from '../../../src/sql/index.ts'

describe('previewKind', () => {
  it.each([
    ['select 1', 'select'], ['  SELECT\n1', 'select'], ['(select 1)', 'select'], ['/* c */ insert into t', 'insert'],
    ['-- c\nupdate t', 'update'], ['begin', 'begin'], ['begin junk', 'unknown'], ['START TRANSACTION /* c */', 'begin'],
    ['commit', 'commit'], ['rollback', 'rollback'], ['create table t', 'ddl'], ['flush tables', 'ddl'],
    ['explain select 1', 'other'], ['grant all', 'privilege'], ['/*! set x */', 'comment'], ['nonsense', 'unknown'], ['', 'unknown'],
  ])('%s is %s', (sql, kind) => expect(previewKind(sql)).toBe(kind))
})

describe('splitMarginComments', () => {
  it.each([
    ['select 1', '', 'select 1', ''],
    ['/* a */ /* b */ select 1 /* c */', '/* a */ /* b */ ', 'select 1', ' /* c */'],
    ['/*VT_SPAN_CONTEXT=123*/select /*vt+ X=1 */ 1', '/*VT_SPAN_CONTEXT=123*/', 'select /*vt+ X=1 */ 1', ''],
    [' select 1 ; ', '', 'select 1', ''],
  ])('%s', (sql, leading, query, trailing) =>
    expect(splitMarginComments(sql)).toEqual({ query, comments: { leading, trailing } }))
})

it('reads directives', () => {
  const directives = commentDirectives(['/* plain */', '/*vt+ SKIP_QUERY_PLAN_CACHE QUERY_TIMEOUT_MS=5 X=true Y=z */'])
  expect([...directives]).toEqual([['SKIP_QUERY_PLAN_CACHE', true], ['QUERY_TIMEOUT_MS', 5], ['X', true], ['Y', 'z']])
})

describe('decimals', () => {
  it.each(['0', '1.50', '-0.05', '123456789012345678901234567890.12'])('%s', (text) =>
    expect(formatDecimal(parseDecimal(text))).toBe(text))
})

it('encodes values as literals', () => {
  expect(encodeValue("it's", 'VARCHAR')).toBe("'it\\'s'")
  expect(encodeValue('\xff\x00', 'VARBINARY')).toBe("X'ff00'")
  expect(encodeValue(null, 'INT64')).toBe('null')
  const list = { type: 'TUPLE', values: [{ type: 'INT64', value: 1 }, { type: 'VARCHAR', value: 'a' }] } as const
  expect(encodeBindVariable(list)).toBe("(1, 'a')")
})

it('turns text into bytes and back', () => {
  expect(bytesOfText('aé€')).toBe('a\xc3\xa9\xe2\x82\xac')
  expect(textOfBytes('a\xc3\xa9\xe2\x82\xac')).toBe('aé€')
  expect(textOfBytes('\xff')).toBeNull()
})

describe('rewrite', () => {
  const statement = parse('select a, b from t where a = :x and b in ::y')
  it('shares what does not change', () => {
    expect(rewrite(statement, () => null)).toBe(statement)
    const changed = rewrite(statement, (node) =>
      node.kind === 'argument' && node.name === 'x' ? { kind: 'null' } : null)
    expect(changed).toEqual(parse('select a, b from t where a = null and b in ::y'))
    if (statement.kind !== 'select' || changed.kind !== 'select') throw new Error('SELECTs are wanted')
    expect(changed.items).toBe(statement.items)
    expect(Object.isFrozen(changed)).toBe(true)
  })
  it('finds arguments', () => expect(argumentNames(statement)).toEqual(['x', 'y']))
})
