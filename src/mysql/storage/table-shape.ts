import { hiddenRowCodec, keyCodec, type KeyCodec } from './key-encoding.ts'
import type { IndexSchema, TableSchema } from './table-schema.ts'

/** How rows of a schema are kept: the codecs of its keys. Made once for each schema. */
export interface TableShape {
  readonly schema: TableSchema
  /** Of the primary key, or of the hidden row number. */
  readonly rowCodec: KeyCodec
  readonly hasHiddenRows: boolean
  /** All indexes but the primary key. */
  readonly secondary: readonly { readonly index: IndexSchema; readonly codec: KeyCodec }[]
  /** The place of the first of them in `schema.indexes`: 1 with a primary key, else 0. */
  readonly firstSecondary: number
}

const shapes = new WeakMap<TableSchema, TableShape>()

export function tableShape(schema: TableSchema): TableShape {
  let shape = shapes.get(schema)
  if (shape === undefined) {
    const { primaryKey } = schema
    const secondary = schema.indexes.filter((index) => index !== primaryKey)
    shape = {
      schema,
      rowCodec: primaryKey === null ? hiddenRowCodec : keyCodec(schema, primaryKey),
      hasHiddenRows: primaryKey === null,
      secondary: secondary.map((index) => ({ index, codec: keyCodec(schema, index) })),
      firstSecondary: primaryKey === null ? 0 : 1,
    }
    shapes.set(schema, shape)
  }
  return shape
}
