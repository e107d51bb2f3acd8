import { boolFlag, failure, ignoringFailure, stringFlag, wrapping } from '../../command/index.ts'
import {
  createKeyspace as create, ensureVSchema, getKeyspace, getVSchema, isNodeExists, newKeyspace,
  rebuildSrvVSchema, saveVSchema,
} from '../../topo/index.ts'
import type { Ctx } from '../../../sim/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { parseServedType } from '../parse-arguments.ts'
import type { Wrangler } from '../wrangler.ts'

/** Source: go/vt/vtctl/vtctl.go commandCreateKeyspace. */
export const createKeyspace = defineCommand({
  name: 'CreateKeyspace', group: 'Keyspaces',
  params: '[-sharding_column_name=name] [-sharding_column_type=type]'
    + ' [-served_from=tablettype1:ks1,tablettype2:ks2,...] [-force]'
    + ' [-keyspace_type=type] [-base_keyspace=base_keyspace] [-snapshot_time=time] <keyspace name>',
  help: 'Creates the specified keyspace. keyspace_type can be NORMAL or SNAPSHOT. For a SNAPSHOT keyspace'
    + ' you must specify the name of a base_keyspace,'
    + ' and a snapshot_time in UTC, in RFC3339 time format, e.g. 2006-01-02T15:04:05+00:00',
  flags: {
    sharding_column_name: stringFlag('', 'Specifies the column to use for sharding operations'),
    sharding_column_type: stringFlag('', 'Specifies the type of the column to use for sharding operations'),
    force: boolFlag(false, 'Proceeds even if the keyspace already exists'),
    allow_empty_vschema: boolFlag(false, 'If set this will allow a new keyspace to have no vschema'),
    served_from: stringFlag('', 'Specifies a comma-separated list of dbtype:keyspace'
      + ' pairs used to serve traffic'),
    keyspace_type: stringFlag('', 'Specifies the type of the keyspace'),
    base_keyspace: stringFlag('', 'Specifies the base keyspace for a snapshot keyspace'),
    snapshot_time: stringFlag('', 'Specifies the snapshot time for this keyspace'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace name> argument is required for the CreateKeyspace command')
    const keyspace = args[0]!
    const columnType = flags.sharding_column_type.toUpperCase()
    if (!['', 'BYTES', 'UINT64'].includes(columnType)) throw failure(
      `unknown KeyspaceIdType ${flags.sharding_column_type}`)
    let type = flags.keyspace_type.toUpperCase()
    if (!['', 'NORMAL', 'SNAPSHOT'].includes(type)) {
      wr.logger.info(ctx, 'vtctl.go:1789', `error parsing keyspace type`
        + ` ${flags.keyspace_type}, defaulting to NORMAL`)
      type = 'NORMAL'
    }
    const snapshot = type === 'SNAPSHOT'
    const snapshotTimeMs = snapshot ? await snapshotTime(ctx, wr, flags.base_keyspace, flags.snapshot_time)
      : null
    const record = newKeyspace({
      shardingColumnName: flags.sharding_column_name, shardingColumnType: columnType, keyspaceType: snapshot
        ? 'SNAPSHOT' : 'NORMAL',
      baseKeyspace: flags.base_keyspace, snapshotTimeMs,
      servedFroms: splitList(flags.served_from).map(pair => {
        const [name, from] = pair.split(':')
        return { tabletType: parseServedType(name!), cells: [], keyspace: from ?? '' }
      }),
    })
    let failed: { readonly error: unknown } | null = null
    try {
      await create(ctx, wr.topo, keyspace, record)
    } catch (error) {
      failed = { error }
      if (flags.force && isNodeExists(error)) {
        wr.logger.info(ctx, 'vtctl.go:1838', `keyspace ${keyspace} already exists`
          + ` (ignoring error with -force)`)
        failed = null
      }
    }
    // As in Vitess, a VSchema that could be made hides the error: to create a keyspace twice succeeds.
    if (!flags.allow_empty_vschema) {
      await ensureVSchema(ctx, wr.topo, keyspace)
      failed = null
    }
    if (failed !== null) throw failed.error
    if (!snapshot) return
    const base = await ignoringFailure(ctx, () => getVSchema(ctx, wr.topo, flags.base_keyspace))
    await saveVSchema(ctx, wr.topo, keyspace, { ...base, require_explicit_routing: true })
    await rebuildSrvVSchema(ctx, wr.topo, [])
  },
})

async function snapshotTime(ctx: Ctx, wr: Wrangler, base: string, text: string): Promise<number> {
  if (base === '') throw failure('base_keyspace must be specified while creating a snapshot keyspace',
    'INVALID_ARGUMENT')
  await wrapping(`Cannot find base_keyspace: ${base}`, () => getKeyspace(ctx, wr.topo, base))
  if (text === '') throw failure('snapshot_time must be specified when creating a snapshot keyspace',
    'INVALID_ARGUMENT')
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([-+])(\d\d):(\d\d))$/.exec(text)
  if (match === null) throw failure(`parsing time ${JSON.stringify(text)} as`
    + ` "2006-01-02T15:04:05Z07:00": cannot parse`)
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number,
    number, number, number]
  const offset = match[7] === undefined ? 0 : (match[7] === '-' ? -1 : 1) * (Number(match[8]) * 60
    + Number(match[9]))
  return Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000
}
