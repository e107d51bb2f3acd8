import { describe, expect, it } from 'vitest'
import { defineTable } from '../../../../src/mysql/catalog/define-table.ts'
import { DOUBLE_TYPE, HEX_TYPE, INT_TYPE, storeFor, TEXT_TYPE, type ValueType } from '../../../../src/mysql/values/index.ts'
import { parse, type Value, valueText } from '../../../../src/sql/index.ts'

function typeOf(value: Value): ValueType {
  return typeof value === 'string' ? TEXT_TYPE : Number.isInteger(value) || typeof value === 'bigint' ? INT_TYPE : DOUBLE_TYPE
}

function store(columnType: string, value: Value, type = typeOf(value)): Value {
  const statement = parse(`create table t (c ${columnType})`)
  if (statement.kind !== 'create-table') throw new Error('CREATE TABLE is wanted')
  const { columns } = defineTable(statement, 'test', { charset: 'utf8', collation: 'utf8_general_ci' })
  return storeFor(columns[0]!)(value, type)
}

describe('what a column holds of a value', () => {
  it.each<[string, Value, string | null]>([
    ['int', '42', '42'], ['int', ' 42 ', '42'], ['int', 1.5, '2'], ['int', '1.5', '2'], ['int', -2.5, '-3'], ['int', null, null],
    ['tinyint', 127, '127'], ['bigint', 9223372036854775807n, '9223372036854775807'],
    ['bigint unsigned', '18446744073709551615', '18446744073709551615'], ['tinyint unsigned', '255', '255'],
    ['decimal(5,2)', '1.555', '1.56'], ['decimal(5,2)', 3, '3.00'], ['decimal(5,2)', -0.005, '-0.01'], ['decimal(5,2)', '1e2', '100.00'],
    ['double', '1.5e3', '1500'], ['float', 0.1, '0.1'], ['float', 16777217, '16777200'],
    ['varchar(3)', 'abc', 'abc'], ['varchar(3)', 'abc   ', 'abc'], ['varchar(3)', 'äöü', 'äöü'], ['varchar(5)', 12, '12'],
    ['char(5)', 'ab  ', 'ab'], ['varbinary(4)', 'é', '\xc3\xa9'], ['binary(3)', 'a', 'a\0\0'],
    ['datetime', '2020-4-8 1:2:3', '2020-04-08 01:02:03'], ['datetime(3)', '2020-04-28 12:00:00.123456', '2020-04-28 12:00:00.123'],
    ['datetime', '20200428123456', '2020-04-28 12:34:56'], ['date', '2020-04-28 12:00:00', '2020-04-28'], ['date', 20200428, '2020-04-28'],
    ['time', '1 02:03:04', '26:03:04'], ['time', 10203, '01:02:03'],
    ["enum('a','B')", 'b', 'B'], ["enum('a','b')", 2, 'b'], ["set('x','y','z')", 'z,x', 'x,z'],
    ['json', '{"a": 1}', '{"a":1}'], ['bool', 1, '1'],
  ])('%s: %s', (type, value, expected) => expect(valueText(store(type, value))).toBe(expected))

  it('reads a hex literal as a number or as bytes, as the column asks', () => {
    expect(store('int', '\x01\x00', HEX_TYPE)).toBe(256)
    expect(store('varbinary(2)', '\x01\x00', HEX_TYPE)).toBe('\x01\x00')
  })
})

describe('what a column does not take', () => {
  it.each<[string, Value, number, string]>([
    ['int not null', null, 1048, "Column 'c' cannot be null"],
    ['tinyint', 128, 1264, "Out of range value for column 'c' at row 1"],
    ['int unsigned', -1, 1264, "Out of range value for column 'c' at row 1"],
    ['bigint', 9223372036854775808n, 1264, "Out of range value for column 'c' at row 1"],
    ['decimal(3,1)', '100', 1264, "Out of range value for column 'c' at row 1"],
    ['int', 'abc', 1366, "Incorrect integer value: 'abc' for column 'c' at row 1"],
    ['int', '', 1366, "Incorrect integer value: '' for column 'c' at row 1"],
    ['int', '12x', 1265, "Data truncated for column 'c' at row 1"],
    ['decimal(5,2)', 'x', 1366, "Incorrect decimal value: 'x' for column 'c' at row 1"],
    ['varchar(3)', 'abcd', 1406, "Data too long for column 'c' at row 1"],
    ['varbinary(3)', 'abcd', 1406, "Data too long for column 'c' at row 1"],
    ['varbinary(1)', 'é', 1406, "Data too long for column 'c' at row 1"],
    ['datetime', '2020-02-30', 1292, "Incorrect datetime value: '2020-02-30' for column 'c' at row 1"],
    ['date', 'x', 1292, "Incorrect date value: 'x' for column 'c' at row 1"],
    ["enum('a')", 'b', 1265, "Data truncated for column 'c' at row 1"],
  ])('%s: %s', (type, value, errno, message) => {
    expect(() => store(type, value)).toThrow(expect.objectContaining({ errno, message }))
  })
})
