import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  parse, print, rewrite, type BindVariable, type BindVariables, type Expression, type TypeName,
} from '../../../../src/sql/index.ts'
import { parseShardingSpec } from '../../../../src/vitess/keys/index.ts'
import { FakeTopology, rows, talk, type Answer } from './fake-shards.ts'

/**
 * What the shards are told for a statement, as Vitess's own vtexplain says. Without what tablets add to it.
 */
interface Case {
  readonly id: string
  readonly mode: string
  readonly sql?: string
  readonly transaction?: readonly { readonly sql: string; readonly actions: readonly Action[] }[]
  readonly options: { readonly target?: string }
  readonly actions?: readonly Action[]
  readonly error?: string
}
type Action = readonly [time: number, shard: string, sql: string]

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../vectors/${name}`, import.meta.url), 'utf8'))
const cases: readonly Case[] = read('vtexplain2020.json')
const vschema = { keyspaces: read('vtexplain2020-vschema.json') }

const topology = () => {
  const fake = new FakeTopology()
  const ranges = parseShardingSpec('-40-80-c0-').map(({ start, end }) => `${start}-${end}`)
  fake.shards = { ks_sharded: ranges, ks_unsharded: ['-'] }
  return fake
}

const numbers = new Set(['id', 'user_id', 'intval', 'count(*)', 'music_id'])
const allColumns = new Map([['user', ['id', 'name', 'email', 'nickname', 'pet']]])

/** One row: numbers count the columns, texts name them. */
function fakeRow(sql: string): ReturnType<typeof rows> | undefined {
  const statement = parse(sql)
  if (statement.kind !== 'select') return undefined
  const from = statement.from[0]
  const table = from?.kind === 'table' ? from.table.name : ''
  const names = statement.items.flatMap((item) => (item.kind === 'item'
    ? [item.alias ?? (item.expression.kind === 'column' ? item.expression.name : print(item.expression))]
      : allColumns.get(table) ?? ['id']))
  const types = Object.fromEntries(
    names.map((name): [string, TypeName] => [name, numbers.has(name) ? 'INT64' : 'VARCHAR']))
  return rows(types, names.map((name, i) => (numbers.has(name) ? i + 1 : `${name}_val_${i + 1}`)))
}

function literal({ type, value }: BindVariable): Expression {
  if (value === null || value === undefined) return { kind: 'null' }
  if (typeof value === 'object') {
    return { kind: 'literal', type: 'decimal', value: String(Number(value.decimal) / 10 ** value.scale) }
  }
  return { kind: 'literal', type: /INT/.test(type) ? 'int' : /FLOAT/.test(type) ? 'float'
    : 'string', value: String(value) }
}

/** The statement with its values in it. */
function filled(sql: string, binds: BindVariables): string {
  if (/^(commit|rollback)/.test(sql)) return sql.split(' ')[0]!
  const [, text, comment] = /^(.*?)( \/\*.*)?$/s.exec(sql)!
  const statement = rewrite(parse(text!), (node) => {
    if (node.kind !== 'argument') return null
    const bind = binds[node.name]!
    return bind.values === undefined ? literal(bind) : { kind: 'tuple', items: bind.values.map(literal) }
  })
  return print(statement) + (comment ?? '')
}

const wanted = (actions: readonly Action[]) => actions
  .filter(([, , sql]) => sql !== 'begin').map(
    ([, shard, sql]) => `${shard}: ${canonical(sql.replace(' limit 10001', ''))}`)

function canonical(sql: string): string {
  return /^(commit|rollback)/.test(sql) ? sql : filled(sql, {})
}

describe('what vtexplain of April 2020 says', () => {
  for (const example of cases.filter(({ mode }) => mode === 'multi')) {
    const statements = example.transaction?.map(({ sql }) => sql) ?? [example.sql!]
    test(`${example.id} ${statements.join('; ').slice(0, 100)}`, async () => {
      const told: string[] = []
      const answer: Answer = (shard, sql, binds) => {
        told.push(`${shard}: ${filled(sql, binds)}`)
        return /^(commit|rollback)/.test(sql) ? undefined : fakeRow(sql.replace(/\/\*.*/s, ''))
      }
      const { log, said } = await talk(statements, answer,
        { topology: topology(), vschema, session: { targetString: example.options.target ?? '' } })
      const all = log.flatMap((line, i) =>
        (line.includes(' alone: ') ? [told[i]!, `${line.split(' ')[0]!}: commit`] : [told[i]!]))
      if (example.error === undefined) {
        expect(all).toEqual(wanted(example.actions ?? example.transaction!.flatMap(({ actions }) => actions)))
      } else {
        expect(said).toContain(example.error.replace(/^vtexplain execute error in '.*?': /, ''))
      }
    })
  }
})
