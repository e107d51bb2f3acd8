import { Failure } from '../../../sim/index.ts'
import type { BindVariable, BindVariables, Field, Row } from '../../../sql/index.ts'
import type { TypedValue } from '../../keys/index.ts'
import type { PlanValue } from './primitive.ts'

export const nullBind: BindVariable = Object.freeze({ type: 'NULL_TYPE', value: null })

/** One value, now that the bind variables are known. Source: PlanValue.ResolveValue. */
export function resolveValue(value: PlanValue, binds: BindVariables): TypedValue {
  switch (value.kind) {
    case 'value': return value.value
    case 'argument': {
      const bind = lookUp(value.name, binds)
      if (bind.type === 'TUPLE') throw invalid('TUPLE was supplied for single value bind variable')
      return bind
    }
    case 'list-argument': case 'list': throw invalid('cannot resolve a list as a single value')
  }
}

/** A list of values. Source: PlanValue.ResolveList. */
export function resolveList(value: PlanValue, binds: BindVariables): readonly TypedValue[] {
  switch (value.kind) {
    case 'list-argument': {
      const bind = lookUp(value.name, binds)
      if (bind.type !== 'TUPLE') throw invalid('single value was supplied for TUPLE bind variable')
      return (bind.values ?? [])
    }
    case 'list': return value.values.map((item) => resolveValue(item, binds))
    case 'value': case 'argument': throw invalid('cannot resolve a single value as a list')
  }
}

function lookUp(name: string, binds: BindVariables): BindVariable {
  if (Object.hasOwn(binds, name)) return binds[name]!
  throw invalid(`missing bind var ${name}`)
}

const invalid = (message: string) => new Failure('INVALID_ARGUMENT', message, { definite: true })

/** A value of a row with the type of its column. */
export function cell(fields: readonly Field[], row: Row, at: number): BindVariable {
  const value = row[at] ?? null
  return value === null ? nullBind : { type: fields[at]?.type ?? 'VARBINARY', value }
}

/** A count, as LIMIT needs it. Source: engine/limit.go fetchCount. */
export function resolveCount(value: PlanValue, binds: BindVariables): number {
  const { value: content } = resolveValue(value, binds)
  const count = typeof content === 'number' || typeof content === 'bigint' ? Number(content)
    : Number(String(content))
  if (!Number.isSafeInteger(count) || count < 0) {
    throw invalid(`requested limit is out of range: ${String(content)}`)
  }
  return count
}
