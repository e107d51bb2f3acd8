import { Failure } from '../../sim/index.ts'
import type { VSchema } from '../keys/index.ts'
import type { PlanContext } from './planner/index.ts'
import { parseTarget, type SessionTarget } from './target.ts'

/** What is said when a keyspace is needed and none is known. */
export const noKeyspace = () =>
  new Failure('FAILED_PRECONDITION', 'no keyspace in database name specified. Supported database name '
  + 'format (items in <> are optional): keyspace<:shard><@type> or keyspace<[range]><@type>',
    { definite: true })

/**
 * What the planner can know of a session: its target, and the VSchema. Source: vcursor_impl.go
 * FindTablesOrVindex and others.
 */
export function sessionPlanContext(vschema: VSchema, target: SessionTarget): PlanContext {
  const keyspaceNamed = (name: string) => {
    const schema = vschema.keyspaces.get(name)
    if (schema === undefined) {
      throw new Failure('NOT_FOUND', `keyspace ${name} not found in vschema`, { definite: true })
    }
    return schema.keyspace
  }
  const defaultKeyspace = () => {
    if (target.keyspace === '') throw noKeyspace()
    return keyspaceNamed(target.keyspace)
  }
  return {
    destination: target.destination,
    tabletType: target.tabletType,
    defaultKeyspace,
    anyKeyspace() {
      if (target.keyspace !== '') return defaultKeyspace()
      const [first] = [...vschema.keyspaces.keys()].sort()
      if (first === undefined) {
        throw new Failure('FAILED_PRECONDITION', 'no keyspaces available', { definite: true })
      }
      return keyspaceNamed(first)
    },
    findTablesOrVindex(qualifier, name) {
      const named = qualifier === '' ? target : parseTarget(qualifier, target.tabletType)
      const found = vschema.findTablesOrVindex(
        named.keyspace === '' ? target.keyspace : named.keyspace, name, target.tabletType)
      return {
        tables: 'tables' in found ? found.tables : [], vindex: 'vindex' in found ? found.vindex : null,
        tabletType: named.tabletType, destination: qualifier === '' ? null : named.destination,
      }
    },
  }
}
