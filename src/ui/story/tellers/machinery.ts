import type { TraceEvent } from '../../../sim/index.ts'
import { actorOf } from '../actor.ts'
import { say, type Teller } from '../sentence.ts'

/** What some calls are for; the others are called by their name. */
const purposes: ReadonlyMap<string, string> = new Map([
  ['TabletManager.refreshState', 'to read the topology again'],
  ['TabletManager.changeType', 'to change its type'],
  ['TabletManager.masterPosition', 'for its position'],
  ['TabletManager.slaveStatus', 'how its replication stands'],
  ['TabletManager.stopSlave', 'to stop replication'],
  ['TabletManager.startSlave', 'to start replication'],
  ['TabletManager.initMaster', 'to become the master'],
  ['TabletManager.initSlave', 'to follow the new master'],
  ['TabletManager.vReplicationExec', 'to change its streams'],
  ['TabletManager.vReplicationWaitForPos', 'to wait until its stream is there'],
  ['TabletManager.getSchema', 'for its schema'],
  ['QueryService.execute', 'to execute a statement'],
  ['QueryService.executeBatch', 'to execute statements'],
  ['QueryService.beginExecute', 'to begin a transaction'],
  ['QueryService.commit', 'to commit'],
  ['QueryService.rollback', 'to roll back'],
  ['QueryService.streamExecute', 'for many rows'],
  ['QueryService.streamHealth', 'to tell its health from now on'],
  ['VtgateService.execute', 'to execute a statement'],
  ['Mysqld.query', 'to execute a statement'],
  ['Mysqld.queryBatch', 'to execute statements'],
  ['Mysqld.connect', 'for a connection'],
  ['Mysqld.binlogDump', 'for its binary log'],
  ['UpdateStream.streamKeyRange', 'for the changes in a key range'],
  ['TopoServer.lock', 'for a lock'],
  ['TopoServer.unlock', 'to give a lock back'],
  ['TopoServer.keepAlive', 'to keep a lock alive'],
  ['TopoServer.listDir', 'for a directory'],
  ['Vtctl.executeVtctlCommand', 'to execute a command'],
  ['Vtworker.executeVtworkerCommand', 'to execute a command'],
])

const request: Teller = event => {
  const { path, sql } = (event.data ?? {}) as { path?: string; sql?: string }
  const method = event.note
  const what = method === 'TopoServer.get' ? `for ${path ?? 'a record'}`
    : method === 'TopoServer.update' || method === 'TopoServer.create' ? `to write ${path ?? 'a record'}`
      : method === 'TopoServer.watch' ? `to tell every change of ${path ?? 'a record'}`
        : purposes.get(method) ?? `for ${method}`
  const statement = typeof sql === 'string' ? `: ${sql}` : ''
  return say(event, 'machinery', `is asked ${what}${statement}  (${callerOf(event)})`)
}

/** Who made the call: the task's own process, or the root of its chain. */
function callerOf({ task }: TraceEvent): string {
  const served = /^([^/]+)\//.exec(task)
  return served === null ? `task ${task}` : actorOf(served[1]!)
}

const reply: Teller = event => {
  const { code, message, error } = (event.data ?? {}) as { code?: string; message?: string; error?: { message?: string } }
  const failure = error?.message ?? (code === undefined ? null : message ?? code)
  if (failure === null) return say(event, 'machinery', `has the answer of ${event.note}`)
  return say(event, 'machinery', `gets an error from ${event.note}: ${failure}`)
}

const cancel: Teller = event => say(event, 'machinery', `nobody waits for ${event.note} any more`)
const item: Teller = event => say(event, 'machinery', `gets the next piece of ${event.note}`)
const message: Teller = event => say(event, 'machinery', `hears back about ${event.note}`)
const credit: Teller = event => say(event, 'machinery', `may send more of ${event.note}`)
const keepalive: Teller = event => say(event, 'machinery', 'looks whether the other side is still there')
const start: Teller = event => say(event, 'machinery', `begins to work: ${event.task}`)
const resume: Teller = event => say(event, 'machinery', `goes on: ${event.task}`)
const sleep: Teller = event => say(event, 'machinery', `wakes up: ${event.task}`)
const spend: Teller = event => say(event, 'machinery', `has taken its time: ${event.note}`)
const point: Teller = event => say(event, 'machinery', `comes to ${event.note}`)
const deadline: Teller = event => say(event, 'machinery', `waits no longer: ${event.task}`)

export const machineryTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['rpc/request', request], ['rpc/reply', reply], ['rpc/cancel', cancel], ['stream/item', item],
  ['stream/message', message], ['stream/credit', credit], ['net/keepalive', keepalive], ['task/start', start],
  ['task/resume', resume], ['task/sleep', sleep], ['task/spend', spend], ['point', point], ['deadline', deadline],
]
