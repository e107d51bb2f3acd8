import { UserError } from '../../base/index.ts'
import { parseJson, type JsonNode } from './json-text.ts'

/** The VSchema of a keyspace, with the field names of its JSON form. Source: proto/vschema.proto. */
export interface VSchemaKeyspaceJson {
  readonly sharded?: boolean
  readonly vindexes?: { readonly [name: string]: VSchemaVindexJson }
  readonly tables?: { readonly [name: string]: VSchemaTableJson }
  readonly require_explicit_routing?: boolean
}
export interface VSchemaVindexJson {
  readonly type: string
  readonly params?: { readonly [name: string]: string }
  readonly owner?: string
}
export interface VSchemaTableJson {
  readonly type?: '' | 'sequence' | 'reference'
  readonly column_vindexes?: readonly ColumnVindexJson[]
  readonly auto_increment?: { readonly column: string; readonly sequence: string }
  readonly columns?: readonly { readonly name: string; readonly type?: string }[]
  readonly pinned?: string
  readonly column_list_authoritative?: boolean
}
/** `column` or `columns`, not both. */
export interface ColumnVindexJson {
  readonly column?: string
  readonly columns?: readonly string[]
  readonly name: string
}
export interface SrvVSchemaJson {
  readonly keyspaces: { readonly [keyspace: string]: VSchemaKeyspaceJson }
  readonly routing_rules?: { readonly rules: readonly RoutingRuleJson[] }
}

export interface RoutingRuleJson { readonly from_table: string; readonly to_tables: readonly string[] }

/** What a place in the JSON may hold. */
type Shape =
  | { readonly kind: 'text' | 'flag' }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'map'; readonly value: Shape }
  | { readonly kind: 'record'; readonly message: string; readonly fields: ReadonlyMap<string, Shape> }

const text: Shape = { kind: 'text' }
const flag: Shape = { kind: 'flag' }
const list = (item: Shape): Shape => ({ kind: 'list', item })
const map = (value: Shape): Shape => ({ kind: 'map', value })
const record = (message: string, fields: Record<string, Shape>): Shape =>
  ({ kind: 'record', message, fields: new Map(Object.entries(fields)) })

const keyspaceShape = record('vschema.Keyspace', {
  sharded: flag,
  vindexes: map(record('vschema.Vindex', { type: text, params: map(text), owner: text })),
  tables: map(record('vschema.Table', {
    type: text,
    column_vindexes: list(record('vschema.ColumnVindex', { column: text, name: text, columns: list(text) })),
    auto_increment: record('vschema.AutoIncrement', { column: text, sequence: text }),
    columns: list(record('vschema.Column', { name: text, type: text })),
    pinned: text,
    column_list_authoritative: flag,
  })),
  require_explicit_routing: flag,
})

/**
 * Reads the VSchema of a keyspace as `ApplyVSchema` is given it. Anything that is not in Vitess's proto is an
 * error with its place. That the parts fit together is checked by {@link buildKeyspaceSchema}.
 */
export function parseVSchema(json: string, file?: string): VSchemaKeyspaceJson {
  return read(parseJson(json, file), keyspaceShape, '') as VSchemaKeyspaceJson
}

function read(node: JsonNode, shape: Shape, path: string): unknown {
  switch (shape.kind) {
    case 'text':
      if (node.kind !== 'string') throw wrong(node, `${path} must be a text`)
      return node.text
    case 'flag':
      if (node.kind !== 'boolean') throw wrong(node, `${path} must be true or false`)
      return node.value
    case 'list':
      if (node.kind !== 'array') throw wrong(node, `${path} must be a list`)
      return Object.freeze(node.items.map((item, i) => read(item, shape.item, `${path}[${i}]`)))
    case 'map':
    case 'record':
      if (node.kind !== 'object') throw wrong(node, `${path === '' ? 'the VSchema' : path} must be an object`)
      return Object.freeze(Object.fromEntries([...node.members].map(([name, member]) => {
        const inner = shape.kind === 'map' ? shape.value : shape.fields.get(name)
        if (inner === undefined) throw unknownField(member, name, shape as Shape & { kind: 'record' }, path)
        return [name, read(member, inner, path === '' ? name : `${path}.${name}`)]
      })))
  }
}

function unknownField(
  node: JsonNode, name: string, shape: Shape & { kind: 'record' }, path: string,
): UserError {
  const where = path === '' ? '' : ` at ${path}`
  return new UserError(`unknown field ${JSON.stringify(name)} in ${shape.message}${where}`,
    { position: node.at, hint: `it may have: ${[...shape.fields.keys()].join(', ')}` })
}

const wrong = (node: JsonNode, message: string) => new UserError(message, { position: node.at })
