import type { VSchemaKeyspaceJson, VSchemaTableJson } from '../keys/index.ts'
import { type ProtoJson, protoJsonText } from './json-output.ts'

/**
 * A VSchema as Go prints it: what is not set is left out, names are in camel case. Source:
 * go/json2/marshal.go MarshalIndentPB.
 */
export function vschemaText(vschema: VSchemaKeyspaceJson): string {
  return protoJsonText(set({
    sharded: vschema.sharded,
    vindexes: map(vschema.vindexes,
      vindex => set({ type: vindex.type, params: map(vindex.params, value => value), owner: vindex.owner })),
    tables: map(vschema.tables, tableJson),
    requireExplicitRouting: vschema.require_explicit_routing,
  }))
}

function tableJson(table: VSchemaTableJson): ProtoJson {
  return set({
    type: table.type,
    columnVindexes: table.column_vindexes?.map(({ column, name, columns }) => set({ column, name, columns })),
    autoIncrement: table.auto_increment === undefined ? undefined : set({ ...table.auto_increment }),
    columns: table.columns?.map(({ name, type }) => set({ name, type })),
    pinned: table.pinned, columnListAuthoritative: table.column_list_authoritative,
  })
}

function set(
  fields: { readonly [name: string]: ProtoJson | undefined },
): { readonly [name: string]: ProtoJson } {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]): [string, ProtoJson][] =>
    value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0)
      || (value instanceof Map && value.size === 0) ? [] : [[name, value]]))
}

function map<T>(
  record: { readonly [name: string]: T } | undefined, json: (value: T) => ProtoJson,
): ReadonlyMap<string, ProtoJson> | undefined {
  return record === undefined ? undefined
    : new Map(Object.entries(record).map(([name, value]) => [name, json(value)]))
}
