import { type Ctx, declareSteps, Failure, runProcedure, type Step } from '../../sim/index.ts'
import { type CommandLogger, failure, tabletManager } from '../command/index.ts'
import { getTablet, type TopoClient, updateTabletFields } from '../topo/index.ts'
import { type TabletAlias, tabletAliasString, type TabletType } from '../wire/index.ts'

/** All of the cleaning up together. Source: go/vt/wrangler/cleaner.go. */
const cleanUpTimeoutMs = 5 * 60_000

const name = 'vtworker-clean-up'

/** Which of them are run depends on what a job did. */
const cleanUpSteps = ['restore-type', 'remove-tag-worker', 'remove-tag-drain_reason', 'start-replication', 'start-stream'] as const
declareSteps(name, cleanUpSteps)

interface CleanUpAction {
  /** As Vitess names it in the log. */
  readonly name: string
  /** As the step is named here. */
  readonly step: (typeof cleanUpSteps)[number]
  /** What it does, in one sentence for a reader. */
  readonly says: string
  readonly because: string
  readonly ifSkipped: string
  readonly target: string
  run(ctx: Ctx): Promise<void>
}

/**
 * Remembers how to undo what a job did to tablets, and does it when the job is over, however it ended: in
 * reverse order, out of reach of the job's cancellation. After a failed action on a tablet the rest for that
 * tablet is left. A vtworker that dies takes this memory with it: its source stays DRAINED and stopped.
 * Source: go/vt/wrangler/cleaner.go.
 */
export class Cleaner {
  private readonly actions: CleanUpAction[] = []

  constructor(private readonly topo: TopoClient, private readonly logger: CommandLogger) {}

  recordChangeSlaveType(alias: TabletAlias, from: TabletType, to: TabletType): void {
    this.actions.push({
      name: 'ChangeSlaveTypeAction', step: 'restore-type', target: tabletAliasString(alias),
      says: `Make ${tabletAliasString(alias)} ${to} again.`,
      because: 'queries of its type need the tablet again',
      ifSkipped: 'the tablet stays DRAINED until somebody runs ChangeSlaveType',
      run: async ctx => {
        const { record } = await getTablet(ctx, this.topo, alias)
        if (record.type !== from) {
          throw failure(`tablet ${tabletAliasString(alias)} is not of the right type`
            + ` (got ${record.type} expected ${from}),`
            + ` not changing it to ${to}`)
        }
        await tabletManager(alias).changeType(ctx, { type: to })
      },
    })
  }

  recordTabletTag(alias: TabletAlias, tag: 'worker' | 'drain_reason'): void {
    this.actions.push({
      name: 'TabletTagAction', step: `remove-tag-${tag}`, target: tabletAliasString(alias),
      says: `Take the tag ${tag} off ${tabletAliasString(alias)}.`,
      because: 'the tablet is no longer in use by this vtworker',
      ifSkipped: 'the tablet record goes on saying that a vtworker uses it',
      run: async ctx => {
        await updateTabletFields(ctx, this.topo, alias, tablet => {
          const tags = Object.fromEntries(Object.entries(tablet.tags).filter(([name]) => name !== tag))
          return { ...tablet, tags }
        })
      },
    })
  }

  recordStartSlave(alias: TabletAlias): void {
    this.actions.push({
      name: 'StartSlaveAction', step: 'start-replication', target: tabletAliasString(alias),
      says: `Let ${tabletAliasString(alias)} replicate again.`,
      because: 'replication of the source was stopped to have a picture that stands still',
      ifSkipped: 'the tablet falls further and further behind its master',
      run: async ctx => { await tabletManager(alias).startSlave(ctx, {}) },
    })
  }

  /** For anything else that has to be undone. */
  record(action: CleanUpAction): void { this.actions.push(action) }

  async cleanUp(ctx: Ctx): Promise<void> {
    const failures = new Map<string, string>()
    const texts: string[] = []
    const steps = this.actions.toReversed().map((action): Step<null> => ({
      name: action.step, because: action.because, ifSkipped: action.ifSkipped,
      says: action.says, source: 'go/vt/wrangler/cleaner.go CleanUp',
      run: async own => {
        if (failures.has(action.target)) {
          this.logger.warning(own, 'cleaner.go:111', `previous action failed on target ${action.target}, not`
            + ` running ${action.name}`)
          return
        }
        try {
          await action.run(own)
          this.logger.info(own, 'cleaner.go:121', `action ${action.name} successful on ${action.target}`)
        } catch (error) {
          if (!(error instanceof Failure)) throw error
          failures.set(action.target, error.message)
          texts.push(error.message)
          this.logger.error(own, 'cleaner.go:117', `action ${action.name} failed on`
            + ` ${action.target}: ${error.message}`)
        }
      },
    }))
    this.actions.length = 0
    await ctx.background().timeout(cleanUpTimeoutMs, own => runProcedure(own, { name, steps }, null))
    if (texts.length > 0) throw failure(texts.join(';'))
  }
}
