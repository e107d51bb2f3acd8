import { describe, expect, test } from 'vitest'
import {
  boolFlag, diffSchemas, durationFlag, filterTables, flagDefaults, intFlag, parseFlags, parseGoDuration, stringFlag,
} from '../../../../src/vitess/command/index.ts'
import type { TableDefinition } from '../../../../src/vitess/wire/index.ts'

const specs = {
  force: boolFlag(false, 'proceeds'), views: boolFlag(true, 'with views'), cells: stringFlag('', 'cells'),
    count: intFlag(10, 'how many'),
  wait: durationFlag(30_000, 'how long'),
}
const parse = (line: string) => parseFlags(specs, line === '' ? [] : line.split(' '))

describe('flags are read as Go reads them', () => {
  test.each([
    ['', {}, []],
    ['-force customer/-80 zone1-300', { force: true }, ['customer/-80', 'zone1-300']],
    ['--force=false -views=0 x', { force: false, views: false }, ['x']],
    ['-cells zone1,zone2 -count=3 -wait 1m30s', { cells: 'zone1,zone2', count: 3, wait: 90_000 }, []],
    ['-cells= x', { cells: '' }, ['x']],
    ['x -force', {}, ['x', '-force']],
    ['-force -- -count', { force: true }, ['-count']],
    ['-', {}, ['-']],
  ])('%s', (line, flags, args) => {
    expect(parse(line)).toEqual({ flags: { force: false, views: true, cells: '', count: 10, wait: 30_000, ...flags }, args })
  })

  test.each([
    ['-nonsense', 'flag provided but not defined: -nonsense'],
    ['-cells', 'flag needs an argument: -cells'],
    ['-force=maybe', 'invalid boolean value "maybe" for -force: parse error'],
    ['-count=many', 'invalid value "many" for flag -count: parse error'],
    ['-wait=5', 'invalid value "5" for flag -wait: parse error'],
    ['---force', 'bad flag syntax: ---force'],
    ['-=x', 'bad flag syntax: -=x'],
    ['-help', 'flag: help requested'],
    ['-toString', 'flag provided but not defined: -toString'],
  ])('%s is a mistake: %s', (line, message) => {
    expect(() => parse(line)).toThrow(message)
  })

  test('their defaults are printed in the order of their names', () => {
    expect(flagDefaults(specs)).toBe('  -cells string\n    \tcells\n  -count int\n    \thow many (default'
      + ' 10)\n  -force\n    \tproceeds\n'
      + '  -views\n    \twith views (default true)\n  -wait duration\n    \thow long (default 30s)\n')
  })

  test.each([['300ms', 300], ['1h45m', 6_300_000], ['1.5s', 1500], ['0', 0], ['-1m', -60_000], ['5', undefined],
    ['s', undefined], ['', undefined]])(
    'the duration %s is %s', (text, ms) => { expect(parseGoDuration(text)).toBe(ms) })
})

describe('schemas', () => {
  const table = (name: string, schema = `create table ${name}`, type: TableDefinition['type'] = 'BASE TABLE'): TableDefinition =>
    ({ name, schema, columns: [], columnTypes: [], primaryKeyColumns: [], type, dataLengthBytes: 0, rowCount: 0 })
  const schema = (...tables: TableDefinition[]) => ({ databaseSchema: 'create database', tableDefinitions: tables })

  test.each([
    [[table('a')], [table('a')], []],
    [[table('a'), table('b')], [table('b')], ['left has an extra table named a']],
    [[table('a')], [table('a'), table('v', '', 'VIEW')], ['right has an extra view named v']],
    [[table('a', 'x')], [table('a', 'y')], ['schemas differ on table a:\nleft: x\n differs from:\nright: y']],
  ])('that differ are told apart (%#)', (left, right, expected) => {
    expect(diffSchemas('left', schema(...left), 'right', schema(...right))).toEqual(expected)
  })

  test.each([
    [[], [], true, ['moving1', 'moving2', 'other', 'view1']],
    [[], [], false, ['moving1', 'moving2', 'other']],
    [['/moving/', 'view1'], [], true, ['moving1', 'moving2', 'view1']],
    [[], ['/^moving/'], false, ['other']],
  ])('tables %j without %j', (tables, exclude, views, expected) => {
    const all = schema(table('moving1'), table('moving2'), table('other'), table('view1', '', 'VIEW'))
    expect(filterTables(all, tables, exclude, views).tableDefinitions.map(({ name }) => name)).toEqual(expected)
  })
})
