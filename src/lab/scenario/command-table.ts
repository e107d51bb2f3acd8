import type { Command } from './command.ts'
import { check } from './commands/check.ts'
import { crash } from './commands/crash.ts'
import { held, oneWay, partition } from './commands/cut-off.ts'
import { grep } from './commands/grep.ts'
import { guardOff } from './commands/guard-off.ts'
import { heal } from './commands/heal.ts'
import { lockExpiry } from './commands/lock-expiry.ts'
import { doubled, lostReply } from './commands/lost-and-doubled.ts'
import { mysql } from './commands/mysql.ts'
import { mysqlctlDown, mysqlctlUp } from './commands/mysqlctl.ts'
import { outage } from './commands/outage.ts'
import { replicationLag } from './commands/replication-lag.ts'
import { restart } from './commands/restart.ts'
import { runFor } from './commands/run-for.ts'
import { skip } from './commands/skip.ts'
import { sleep } from './commands/sleep.ts'
import { slowCommit } from './commands/slow-commit.ts'
import { source } from './commands/source.ts'
import { stall } from './commands/stall.ts'
import { tail } from './commands/tail.ts'
import { topoUnreachable } from './commands/topo-unreachable.ts'
import { until } from './commands/until.ts'
import { untilEvent } from './commands/until-event.ts'
import { vtctlclient } from './commands/vtctlclient.ts'
import { vttabletDown, vttabletUp } from './commands/vttablet.ts'
import { vtworker } from './commands/vtworker.ts'
import { wait } from './commands/wait.ts'
import { lateWatch, lostWatch } from './commands/watch.ts'
import { workload } from './commands/workload.ts'

/** Everything that can stand after a `$ `. */
export const commandTable: ReadonlyMap<string, Command> = new Map([
  source, mysqlctlUp, vttabletUp, vttabletDown, mysqlctlDown, vtctlclient, vtworker, mysql, sleep, tail, grep, wait,
  until, untilEvent, runFor, crash, restart, stall, partition, oneWay, held, lateWatch, lostWatch, topoUnreachable,
  replicationLag, slowCommit, lockExpiry, lostReply, doubled, heal, skip, guardOff, check, outage, workload,
].map(command => [command.name, command]))
