import { UserError } from '../../base/index.ts'
import { Failure, guards, Mutex, random, type Ctx } from '../../sim/index.ts'
import { mysqldAddress } from '../../vitess/wire/index.ts'
import { operator, type Bench } from './bench.ts'
import { environment } from './commands/source.ts'
import { didYouMean } from './did-you-mean.ts'
import { describeIntervention, type Intervention } from './intervention.ts'
import { MysqlClient } from './mysql-client.ts'
import { parseShell } from './shell/parse-shell.ts'
import { ShellSession, type PrintLine } from './shell-session.ts'
import type { Steering } from './steering.ts'

interface Connection { readonly client: MysqlClient; readonly lock: Mutex }

/**
 * Who does to a run what its plan says. Each intervention is made when no task runs, as soon as the event has
 * happened after which it was decided; lines and SQL take their time, in a task of the operator's process that
 * comes before all else that is ready.
 *
 * Emits `reader/decided` {nth, kind, text}, `reader/output` {nth, line} and `reader/ended` {nth, isWell}; `nth`
 * is the number of the intervention in the plan, from 0; `isWell` says whether nothing of it failed.
 */
export class Reader {
  /** Interventions that were not made: the run was over before, or a pick found no such event. */
  readonly notMade: Set<Intervention>
  private readonly due: readonly { readonly nth: number; readonly intervention: Intervention }[]
  private next = 0
  private readonly connections = new Map<string, Connection>()

  constructor(
    private readonly bench: Bench, private readonly steering: Steering, interventions: readonly Intervention[],
  ) {
    this.notMade = new Set(interventions)
    this.due = interventions.map((intervention, nth) => ({ nth, intervention }))
      .sort((a, b) => a.intervention.after - b.intervention.after || a.nth - b.nth)
  }

  /** From here on the reader follows the run. Called before it begins. */
  begin(): void {
    const { simulation } = this.bench
    if (this.due.length === 0) return
    let isSoon = false
    const act = (): void => {
      isSoon = false
      while (this.isDue(simulation.trace.length)) this.make(this.due[this.next++]!)
      if (this.next === this.due.length) stop()
    }
    const stop = simulation.subscribe('all', ({ seq }) => {
      if (isSoon || !this.isDue(seq)) return
      isSoon = true
      simulation.afterEvent(act)
    })
    if (this.isDue(simulation.trace.length)) simulation.afterEvent(act)
  }

  private isDue(length: number): boolean {
    return this.next < this.due.length && this.due[this.next]!.intervention.after <= length
  }

  private make({ nth, intervention }: { nth: number; intervention: Intervention }): void {
    const { simulation, skip } = this.bench
    const emit = (kind: string, data: object): void => void simulation.emit(kind, operator, { nth, ...data })
    emit('reader/decided', { kind: intervention.kind, text: describeIntervention(intervention) })
    switch (intervention.kind) {
      case 'pick': {
        const found = (): void => void this.notMade.delete(intervention)
        return this.steering.pick(intervention.event, intervention.nth, found)
      }
      case 'seed': {
        this.steering.handOver(random(intervention.seed))
        emit('reader/ended', { isWell: true })
        break
      }
      case 'skip': {
        skip.add(intervention.step)
        emit('reader/ended', { isWell: true })
        break
      }
      case 'guard-off': {
        const mistake = guardMistake(intervention.guard)
        if (mistake === null) this.bench.guardsOff.add(intervention.guard)
        else mistake.forEach(line => emit('reader/output', { line }))
        emit('reader/ended', { isWell: mistake === null })
        break
      }
      case 'line': case 'sql': this.start(nth, intervention)
    }
    this.notMade.delete(intervention)
  }

  private start(nth: number, intervention: Extract<Intervention, { text: string }>): void {
    const name = `reader-${nth}`
    this.steering.putFirst(`${operator}/${name}`)
    this.bench.simulation.spawn(operator, name, async ctx => {
      const print: PrintLine = line => void ctx.emit('reader/output', { nth, line })
      let isWell = true
      const fail: PrintLine = line => {
        isWell = false
        print(line)
      }
      await telling(fail, async () => {
        if (intervention.kind === 'sql') await this.sql(ctx, intervention.target, intervention.text, print, fail)
        else if (!await this.line(ctx, intervention.text, print)) isWell = false
      })
      ctx.emit('reader/ended', { nth, isWell })
    })
  }

  /** Answers whether no command of it has failed. */
  private async line(ctx: Ctx, text: string, print: PrintLine): Promise<boolean> {
    const nodes = parseShell(text, offset => ({ line: 1, column: offset + 1 }))
    if (nodes === 'incomplete') throw new UserError('the command does not end')
    const session = new ShellSession(this.bench)
    for (const [name, value] of environment) session.variables.set(name, value)
    session.print = print
    await session.run(ctx, nodes)
    await session.waitForBackground(ctx)
    return session.failures.length === 0
  }

  /**
   * Statements for one target of vtgate share a session, and so a transaction; they run one after the other.
   * A tablet's own MySQL has a new connection for each.
   */
  private async sql(
    ctx: Ctx, target: string, text: string, print: PrintLine, fail: PrintLine,
  ): Promise<void> {
    const { cluster } = this.bench
    const [, cell, uid] = /^([a-z]\w*)-0*(\d+)$/.exec(target) ?? []
    if (cell !== undefined) {
      const address = mysqldAddress({ cell, uid: Number(uid) })
      const client = new MysqlClient({ kind: 'mysqld', open: (inner, database) =>
        cluster.openMysql(inner, address, database) })
      await client.open(ctx, cluster.shardOf(address)?.replace(/^(.*)\/.*$/, 'vt_$1') ?? '', fail)
      return client.run(ctx, text, print, fail)
    }
    let connection = this.connections.get(target)
    if (connection === undefined) {
      const client = new MysqlClient({ kind: 'vtgate', address: cluster.vtgates[0]! })
      this.connections.set(target, connection = { client, lock: new Mutex(`reader at ${target}`) })
      await client.open(ctx, target, fail)
    }
    const { client, lock } = connection
    await lock.with(ctx, () => client.run(ctx, text, print, fail))
  }
}

/** Why no guard of this name can be switched off, in lines; null if it can. */
function guardMistake(name: string): readonly string[] | null {
  const names = guards().map(guard => guard.name)
  if (names.includes(name)) return null
  const near = didYouMean(name, names)
  const hint = near === undefined ? `guards are: ${names.join(', ')}` : `did you mean \`${near}\`?`
  return [`there is no guard \`${name}\``, `hint: ${hint}`]
}

/** A mistake of the reader is told where its answer would stand, and does not end the run. */
async function telling(fail: PrintLine, body: () => Promise<void>): Promise<void> {
  try {
    await body()
  } catch (error) {
    if (error instanceof UserError) {
      fail(error.message)
      if (error.hint !== undefined) fail(`hint: ${error.hint}`)
    } else if (error instanceof Failure) fail(error.message)
    else throw error
  }
}
