import { describe, expect, test } from 'vitest'
import { UserError } from '../../../../src/base/index.ts'
import {
  buildKeyspaceSchema, buildVSchema, createKeyResolver, parseVSchema, type VSchemaKeyspaceJson,
} from '../../../../src/vitess/keys/index.ts'

const hash = { hash: { type: 'hash' } }
const byId = { column_vindexes: [{ column: 'id', name: 'hash' }] }

describe('a VSchema that is wrong', () => {
  const cases: readonly [string, VSchemaKeyspaceJson][] = [
    ['vindexType "nope" not found', { sharded: true, vindexes: { v: { type: 'nope' } } }],
    ['missing primary col vindex for table: t', { sharded: true, tables: { t: {} } }],
    ['sequence table has to be in an unsharded keyspace or must be pinned: s',
      { sharded: true, tables: { s: { type: 'sequence' } } }],
    ['unidentified table type odd', { tables: { t: { type: 'odd' as never } } }],
    ["duplicate column name 'A' for table: t",
      { tables: { t: { columns: [{ name: 'a' }, { name: 'A' }] } } }],
    ['vindex x not found for table t',
      { sharded: true, tables: { t: { column_vindexes: [{ column: 'id', name: 'x' }] } } }],
    ["can't use column and columns at the same time in vindex (hash) and table (t)",
      { sharded: true, vindexes: hash,
        tables: { t: { column_vindexes: [{ column: 'a', columns: ['b'], name: 'hash' }] } } }],
    ['must specify at least one column for vindex (hash) and table (t)',
      { sharded: true, vindexes: hash, tables: { t: { column_vindexes: [{ name: 'hash' }] } } }],
    ['primary vindex l is not Unique for table t',
      { sharded: true, vindexes: { l: { type: 'lookup' } },
        tables: { t: { column_vindexes: [{ column: 'a', name: 'l' }] } } }],
    ['primary vindex l cannot be owned for table t',
      { sharded: true, vindexes: { l: { type: 'lookup_unique', owner: 't' } },
        tables: { t: { column_vindexes: [{ column: 'a', name: 'l' }] } } }],
    ['could not decode the keyspace id for pin: encoding/hex: odd length hex string',
      { sharded: true, tables: { t: { pinned: '123' } } }],
    ["autocommit value must be 'true' or 'false': 'maybe'",
      { vindexes: { l: { type: 'lookup', params: { autocommit: 'maybe' } } } }],
  ]
  test.each(cases)('%s', (message, json) => {
    expect(() => buildKeyspaceSchema(json, 'ks')).toThrow(message)
  })

  test('keeps what was read before the mistake, and harms no other keyspace', () => {
    const vschema = buildVSchema({ keyspaces: {
      bad: { sharded: true, vindexes: hash, tables: { good: byId, wrong: {} } }, fine: { tables: { t: {} } },
    } })
    expect(vschema.keyspaces.get('bad')!.error).toBe('missing primary col vindex for table: wrong')
    expect([...vschema.keyspaces.get('bad')!.tables.keys()]).toEqual(['good', 'dual'])
    expect(vschema.keyspaces.get('fine')!.error).toBeNull()
  })

  test('drops a table whose sequence is not there', () => {
    const vschema = buildVSchema({ keyspaces: { ks: { sharded: true, vindexes: hash,
      tables: { t: { ...byId, auto_increment: { column: 'id', sequence: 's' } } } } } })
    expect(vschema.keyspaces.get('ks')!.error).toBe('cannot resolve sequence s: table s not found')
    expect(vschema.keyspaces.get('ks')!.tables.has('t')).toBe(false)
  })
})

describe('finding a table', () => {
  const vschema = buildVSchema({
    keyspaces: { a: { tables: { both: {}, only: {} } },
      b: { sharded: true, vindexes: hash, tables: { both: byId } } },
    routing_rules: { rules: [
      { from_table: 'moved', to_tables: ['b.both'] }, { from_table: 'off', to_tables: [] },
        { from_table: 'bare', to_tables: ['only'] },
      { from_table: 'twice', to_tables: ['a.only'] }, { from_table: 'twice', to_tables: ['a.only'] },
      { from_table: 'only@replica', to_tables: ['b.both'] },
    ] },
  })
  const found = (keyspace: string, name: string, type = 'MASTER') => {
    const table = vschema.findRoutedTable(keyspace, name, type)
    return `${table.keyspace.name}.${table.name}`
  }
  test('by its bare name', () => expect(found('', 'only')).toBe('a.only'))
  test('through a rule', () => expect(found('', 'moved')).toBe('b.both'))
  test('through a rule for one type', () => expect(found('', 'only', 'REPLICA')).toBe('b.both'))
  test('in an unsharded keyspace, unknown or not', () => expect(found('a', 'anything')).toBe('a.anything'))
  test.each([
    ['', 'both', 'ambiguous table reference: both'], ['', 'nope', 'table nope not found'],
      ['b', 'nope', 'table nope not found'],
    ['c', 't', 'keyspace c not found in vschema'], ['', 'off', 'table off has been disabled'],
      ['', 'bare', 'table only must be qualified'],
    ['', 'twice', 'duplicate rule for entry twice'],
  ])('%s.%s: %s%s', (keyspace, name, message) => expect(() => found(keyspace, name)).toThrow(message))
  test('dual is that of the first keyspace', () => expect(found('', 'dual')).toBe('a.dual'))
})

describe('VSchema text', () => {
  const problem = (text: string): string => {
    try {
      parseVSchema(text, 'v.json')
    } catch (error) {
      return String(error)
    }
    return 'fine'
  }
  test('of the article is fine', () => {
    expect(problem('{"sharded": true, "vindexes": {"hash": {"type": "hash"}}, "tables": {"customer": {"column_vindexes": '
      + '[{"column": "customer_id", "name": "hash"}], "auto_increment": {"column": "customer_id", "sequence": "customer_seq"}}}}')).toBe('fine')
  })
  test.each([
    ['{\n  "shraded": true\n}', 'v.json:2:14: unknown field "shraded" in vschema.Keyspace '
      + '(it may have: sharded, vindexes, tables, require_explicit_routing)'],
    ['{"tables": {"t": {"pined": "80"}}}', 'v.json:1:28: unknown field "pined" in vschema.Table at tables.t '
      + '(it may have: type, column_vindexes, auto_increment, columns, pinned, column_list_authoritative)'],
    ['{"sharded": "yes"}', 'v.json:1:13: sharded must be true or false'],
    ['{"sharded": true,\n}', 'v.json:2:1: unexpected "}", expected a name in quotes'],
    ['{"sharded": true', 'v.json:1:17: unexpected end of JSON, expected , or }'],
    ['{"sharded": tru}', 'v.json:1:13: unexpected word tru'],
    ['{"a": 1, "a": 2}', 'v.json:1:10: duplicate name "a"'],
    ['', 'v.json:1:1: unexpected end of JSON'],
  ])('%j', (text, message) => expect(problem(text)).toBe(message))
  test('a mistake is the user\'s', () => expect(() => parseVSchema('[]')).toThrow(UserError))
})

describe('the key resolver of a clone', () => {
  const schema = buildKeyspaceSchema({ sharded: true, vindexes: hash, tables: {
    customer: { column_vindexes: [{ column: 'customer_id', name: 'hash' }] } } }, 'customer')
  const table = { name: 'customer', columns: ['email', 'Customer_Id'],
    types: ['VARBINARY', 'INT64'] } as const
  test('takes the id from the vindex column', () => {
    expect(createKeyResolver(schema, table)(['a@b', 1])).toBe('166b40b44aba4bd6')
  })
  test('refuses a table that the VSchema does not have', () => {
    expect(() => createKeyResolver(schema, { ...table, name: 'x' })).toThrow(
      'no vschema definition for table x')
  })
})
