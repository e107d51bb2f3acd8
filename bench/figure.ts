/** One measured figure. `reached` is undefined where there is nothing to reach. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What the project wants, as `>= 5` or `<= 2`. */
  readonly target?: string
  /** What was measured, so that the figure can be judged: operations, rounds, spread. */
  readonly note?: string
}

export interface Section {
  readonly name: string
  readonly title: string
  run(progress: (text: string) => void): Promise<readonly Figure[]>
}

/** Whether a figure keeps its target; null without one. */
export function reached({ value, target }: Figure): boolean | null {
  const match = /^(>=|<=) ([\d.]+)$/.exec(target ?? '')
  if (match === null) return null
  return match[1] === '>=' ? value >= Number(match[2]) : value <= Number(match[2])
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!

/** The real clock, taken before the simulator puts its traps on it. */
export const nowNs = process.hrtime.bigint

/** Seconds of processor that `body` takes, in all threads: what else runs on the machine counts for less. */
export async function cpuSecondsOf(body: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage()
  await body()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

export async function secondsOf(body: () => Promise<unknown> | unknown): Promise<number> {
  const start = nowNs()
  await body()
  return Number(nowNs() - start) / 1e9
}
