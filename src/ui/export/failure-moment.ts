import type { Trace } from '../../sim/index.ts'
import type { CheckResult } from '../../lab/check/index.ts'

/** When a run breaks its first promise, as the evidence of the checks says; null: it keeps all, or no time is known. */
export function failureUs(checks: readonly CheckResult[]): number | null {
  const times = checks.flatMap(({ verdict }) =>
    verdict.verdict !== 'violated' ? [] : verdict.evidence.flatMap(({ timeUs }) => timeUs ?? []))
  return times.length === 0 ? null : Math.min(...times)
}

/** The event to look at: what a client was told last at that time, else the last of all. */
export function eventAt(trace: Trace, atUs: number): number {
  let last = 0
  let told = 0
  for (let seq = 1; seq <= trace.length; seq++) {
    const { timeUs, kind } = trace.get(seq)
    if (timeUs > atUs) break
    last = seq
    if (timeUs === atUs && kind.startsWith('client/')) told = seq
  }
  return told === 0 ? last : told
}
