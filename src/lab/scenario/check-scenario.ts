import { ClusterSpecError, clusterImage } from '../cluster/index.ts'
import { environment } from './commands/source.ts'
import { locateClusterMistake } from './front-matter.ts'
import type { Scenario } from './parse-scenario.ts'
import { expandText, expandWords } from './shell/expand.ts'
import type { ShellNode } from './shell/syntax.ts'
import { resolve } from './shell-session.ts'

/**
 * Reads every command of a scenario without running it. Fails with a UserError at the first that cannot be
 * right: an unknown command or verb, a missing or malformed argument.
 */
export function checkScenario(scenario: Scenario): void {
  const variables = new Map<string, string>(environment)
  for (const block of scenario.blocks) {
    if (block.kind !== 'console') continue
    for (const entry of block.entries) if (entry.kind === 'shell') checkNodes(entry.nodes, variables)
  }
}

/** Makes the scenario's cluster. Fails with a UserError for a schema or rows that MySQL does not take. */
export async function checkCluster({ source, frontMatter }: Scenario): Promise<void> {
  try {
    await clusterImage(frontMatter.cluster)
  } catch (error) {
    throw error instanceof ClusterSpecError ? locateClusterMistake(source, error) : error
  }
}

function checkNodes(nodes: readonly ShellNode[], variables: Map<string, string>): void {
  for (const node of nodes) {
    if (node.kind === 'for') {
      for (const item of expandWords(node.items, variables)) {
        variables.set(node.name, item.text)
        checkNodes(node.body, variables)
      }
    } else if (resolve(node, variables) === null) {
      for (const { name, value } of node.assignments) variables.set(name, expandText(value, variables))
    }
  }
}
