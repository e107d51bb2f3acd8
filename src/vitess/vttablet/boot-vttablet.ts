import { type Ctx, Failure } from '../../sim/index.ts'
import { tabletDbName, TopoClient } from '../topo/index.ts'
import { mysqldAddress, type Tablet } from '../wire/index.ts'
import { UpdateStreamServer } from './binlog/update-stream-server.ts'
import { type VttabletConfig, type VttabletSpec, vttabletConfig } from './spec.ts'
import { makeWritable } from './tabletmanager/health-check.ts'
import { initTablet } from './tabletmanager/init-tablet.ts'
import { MysqlDaemon } from './tabletmanager/mysql-daemon.ts'
import { ShardSync } from './tabletmanager/shard-sync.ts'
import { TabletAgent } from './tabletmanager/tablet-agent.ts'
import { serveTabletManager } from './tabletmanager/tablet-manager-service.ts'
import { ConnectionPool } from './tabletserver/connection-pool.ts'
import { serveQueries } from './tabletserver/query-service.ts'
import { TabletServer } from './tabletserver/tablet-server.ts'
import { VReplicationEngine } from './vreplication/engine.ts'

const mysqldPollMs = 100
const initRetryMs = 1_000

/**
 * What a vttablet does when its process starts: find its mysqld, find its place in topology, become what it
 * is there. It answers when that is done. Source: go/cmd/vttablet/vttablet.go, tabletmanager/action_agent.go
 * NewActionAgent.
 */
export function bootVttablet(spec: VttabletSpec): (ctx: Ctx) => Promise<void> {
  const config = vttabletConfig(spec)
  return async ctx => {
    const { process } = ctx
    const topo = new TopoClient({ cell: config.alias.cell })
    const dbaPool = new ConnectionPool({
      name: 'dba pool', address: mysqldAddress(config.alias), user: 'dba', database: '',
      capacity: config.dbaPoolSize, timeoutMs: null, exhausted: 'pool wait timed out',
    })
    const mysql = new MysqlDaemon(dbaPool, config.masterConnectRetryS)
    const place = (inner: Ctx): PromiseLike<Tablet> =>
      inner.timeout(config.initTimeoutMs, timed => initTablet(timed, topo, config))
    const tablet = await until(ctx, initRetryMs, place, error => `InitTablet failed, will retry: ${error}`)
    const dbName = tabletDbName(tablet)
    await until(ctx, mysqldPollMs, inner => createDatabase(inner, mysql, dbName), null)

    const server = new TabletServer(config, dbName)
    const updateStream = new UpdateStreamServer(config, topo, server.schema, dbName)
    const vreplication = new VReplicationEngine(config, topo, server.schema, dbName)
    const agent = new TabletAgent(
      { config, process, topo, server, mysql, updateStream, vreplication, tablet },
    )
    serveQueries(process, server, config.alias)
    serveTabletManager(process, agent, dbaPool)
    updateStream.serve(process)

    await start(ctx, agent, tablet)
    if (config.knowsTables && !server.schema.loaded) await server.schema.tryReload(ctx)
    new ShardSync(agent).start(ctx)
    agent.notifyShardSync(ctx)
    agent.health.start(ctx)
    reloadSchemaNowAndThen(ctx, server, config)
  }
}

async function start(ctx: Ctx, agent: TabletAgent, tablet: Tablet): Promise<void> {
  await agent.withLock(ctx, async () => {
    if (tablet.type === 'MASTER') await makeWritable(ctx, agent)
    await agent.updateState(ctx, tablet, 'Start')
  })
}

/** Not binlogged: it must not count as a transaction of this server. */
async function createDatabase(ctx: Ctx, mysql: MysqlDaemon, dbName: string): Promise<void> {
  await mysql.queries(ctx,
    ['SET sql_log_bin = OFF', `CREATE DATABASE IF NOT EXISTS \`${dbName}\``, 'SET sql_log_bin = ON'])
}

/** Tries until it succeeds. */
async function until<T>(
  ctx: Ctx, retryMs: number, body: (ctx: Ctx) => PromiseLike<T>, text: ((error: string) => string) | null,
): Promise<T> {
  for (;;) {
    try {
      return await body(ctx)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (text !== null) ctx.log('W', 'init_tablet.go:60', text(error.message))
    }
    await ctx.sleep(retryMs)
  }
}

function reloadSchemaNowAndThen(ctx: Ctx, server: TabletServer, config: VttabletConfig): void {
  ctx.spawn('schema-reload', async inner => {
    for (;;) {
      await inner.sleep(config.schemaReloadTimeMs)
      if (server.state.isServing) await server.schema.tryReload(inner)
    }
  }, { daemon: true })
}
