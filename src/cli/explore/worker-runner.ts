import { Worker } from 'node:worker_threads'
import { planRun, type Explored, type Reconnaissance } from '../../lab/explore/index.ts'
import type { Known, Runner, RunnerTask } from './runner.ts'

/** What a worker is told when it begins: it reads the scenario itself. */
export interface WorkerBeginning extends RunnerTask {
  readonly vtsim: 'explore'
  readonly cwd: string
  readonly scenario: string
}

/** What a worker answers to the number of a run. */
export type WorkerAnswer = { readonly explored: Explored } | { readonly error: string }

/** A run that takes longer, in real time, will not end: most take a tenth of a second. */
export const hangMs = 120_000
const youngGenerationMb = 64

/**
 * In a thread of its own, which begins at once. A watchdog ends a run that hangs in synchronous code: then the thread is
 * given up, the run counts as found, and the next one gets a new thread.
 */
export class WorkerRunner implements Runner {
  private worker: Worker | null
  private died: Error | null = null
  /** Its quiet run went well. */
  private hasAnswered = false
  private isStopped = false
  private release: ((answer: null) => void) | null = null

  /** `known` is asked where a run hangs or fails. The thread makes a quiet run of its own, by which its engine warms up. */
  constructor(
    private readonly program: string, private readonly beginning: WorkerBeginning,
    private readonly known: Known, private readonly patienceMs = hangMs,
  ) {
    this.worker = this.begin()
  }

  async run(index: number): Promise<Explored | null> {
    if (this.isStopped) return null
    const answer = await this.ask(this.worker ??= this.begin(), index)
    if (answer === null) return null
    if (answer === 'hangs') {
      this.end()
      // The quiet run would hang here too, where nobody watches.
      if (!this.hasAnswered) throw new Error('the scenario itself does not come back')
      return hung(this.beginning, await this.known(), index)
    }
    if ('error' in answer) {
      // Only a text crosses threads: a scenario that is wrong says so better here.
      await this.known()
      throw new Error(answer.error)
    }
    return answer.explored
  }

  stop(): void {
    this.isStopped = true
    this.end()
    this.release?.(null)
  }

  private ask(worker: Worker, index: number): Promise<WorkerAnswer | 'hangs' | null> {
    if (this.died !== null) return Promise.reject(this.died)
    return new Promise((resolve, reject) => {
      // The first answer takes the quiet run, too.
      const patienceMs = this.hasAnswered ? this.patienceMs : 2 * this.patienceMs
      const watchdog = setTimeout(() => settle(() => resolve('hangs')), patienceMs)
      const settle = (how: () => void): void => {
        clearTimeout(watchdog)
        this.release = null
        worker.off('message', told).off('error', failed).off('exit', ended)
        how()
      }
      const told = (answer: WorkerAnswer): void => {
        this.hasAnswered ||= 'explored' in answer
        settle(() => resolve(answer))
      }
      const failed = (error: Error): void => settle(() => reject(error))
      const ended = (code: number): void => settle(() => reject(new Error(`a worker ended with ${code}`)))
      this.release = () => settle(() => resolve(null))
      worker.on('message', told).on('error', failed).on('exit', ended)
      worker.postMessage(index)
    })
  }

  private begin(): Worker {
    const worker = new Worker(new URL(this.program), {
      workerData: this.beginning, resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
    })
    return worker.on('error', (error: Error) => { this.died = error })
  }

  private end(): void {
    void this.worker?.terminate()
    this.worker = null
  }
}

function hung({ plan, skip, from }: RunnerTask, known: Reconnaissance, index: number): Explored {
  return {
    plan: planRun(plan, known, index), outcome: 'livelock', checks: [], hash: '', skip, from, log: null, marks: '',
    failure: { check: 'run-hangs', anomaly: 'the program was busy and did not come back' },
    measures: { events: 0, virtualMs: 0, decisions: 0, order: '', fired: [], givenUp: 0 },
  }
}
