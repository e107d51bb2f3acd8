import { UserError } from '../../base/index.ts'
import { guards, lan, type Profile } from '../../sim/index.ts'
import { invariantNames } from '../check/index.ts'
import { localExample, validateCluster, type ClusterSpec } from '../cluster/index.ts'
import { dullWorkload, type WorkloadSpec } from '../workload/index.ts'
import { checkScenario } from './check-scenario.ts'
import { parseConsoleBlock } from './console-block.ts'
import type { Scenario } from './parse-scenario.ts'
import { SourceText } from './source-text.ts'

/** A scenario as data, for tests that make many of them: what front matter says, and the commands of an operator. */
export interface ScenarioSpec {
  readonly name: string
  /** As typed after `$ ` and `mysql> ` in a console block, one after the other. */
  readonly commands: readonly string[]
  /** Default: the local example. */
  readonly cluster?: ClusterSpec
  /** null: no clients. Default: the four that scenarios have. */
  readonly workload?: WorkloadSpec | null
  /** Default `lan`. */
  readonly profile?: Profile
  /** Names of invariants; default all. */
  readonly checks?: readonly string[]
  /** Names of guards that are off. */
  readonly guardsOff?: readonly string[]
}

/** Fails with a UserError for a command, a check, a guard or a cluster that cannot be right. */
export function defineScenario({
  name, commands, cluster = localExample, workload = dullWorkload, profile = lan, checks = invariantNames, guardsOff = [],
}: ScenarioSpec): Scenario {
  validateCluster(cluster)
  requireKnown('check', checks, invariantNames)
  const known = guards().map(guard => guard.name)
  requireKnown('guard', guardsOff, known)
  const source = new SourceText(name, ['$ source ./env.sh', ...commands.map(typed)].join('\n'))
  const scenario: Scenario = {
    name, source,
    frontMatter: {
      version: 1, title: name, question: '', lesson: null, minutes: null, rule: '', cluster, workload, profile, checks,
      expectViolationOf: [], guardsOff: known.filter(guard => guardsOff.includes(guard)),
    },
    blocks: [{
      kind: 'console', entries: parseConsoleBlock(source, 1, source.lineCount), isQuiet: false, firstLine: 1,
      lastLine: source.lineCount,
    }],
  }
  checkScenario(scenario)
  return scenario
}

/** What has a prompt keeps it; everything else is for the shell. */
function typed(command: string): string {
  return /^(\$|mysql>) /.test(command) ? command : `$ ${command}`
}

function requireKnown(what: string, names: readonly string[], known: readonly string[]): void {
  for (const name of names) {
    if (!known.includes(name)) throw new UserError(`there is no ${what} \`${name}\``, { hint: `${what}s are: ${known.join(', ')}` })
  }
}
