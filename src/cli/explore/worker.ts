import { parentPort, workerData } from 'node:worker_threads'
import { loadScenario } from '../load-scenario.ts'
import { knownOf, localRunner } from './runner.ts'
import type { WorkerAnswer, WorkerBeginning } from './worker-runner.ts'

/** The other side of a `WorkerRunner`: makes the runs whose numbers it is told, until it is ended. */
export async function work(): Promise<void> {
  const port = parentPort!
  const beginning = workerData as WorkerBeginning
  const { scenario } = await loadScenario(beginning.cwd, beginning.scenario)
  const runner = localRunner(scenario, beginning, knownOf(scenario, beginning.from))
  port.on('message', (index: number) => void answer(() => runner.run(index)).then(told => port.postMessage(told)))
}

async function answer(body: () => ReturnType<ReturnType<typeof localRunner>['run']>): Promise<WorkerAnswer> {
  try {
    return { explored: (await body())! }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
