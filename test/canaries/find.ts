import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Canary } from './canary.ts'
import { bundleMutant, scenarioOf } from './mutant.ts'

/** What a campaign of a canary came to. */
export interface Found {
  readonly name: string
  /** The check that is violated; null: nothing was found. */
  readonly check: string | null
  readonly says: string
  /** Schedules that were run until it was found. */
  readonly schedules: number
  /** From the start of the program to its end. */
  readonly wallS: number
  /** Of all threads; null where the system does not tell. */
  readonly processorS: number | null
  /** The run that shows it. */
  readonly file: string | null
  /** The mutant. */
  readonly program: string
}

/** What is left of a run that was found. */
export interface Small { readonly operations: number; readonly faults: number; readonly schedule: number; readonly wallS: number }

export interface Campaign {
  readonly root: string
  /** For what is found. */
  readonly folder: string
  readonly workers: number
  /** Such as `60s`. */
  readonly for: string
}

/** Bundles the canary and explores it until something is found, or the time is over. */
export async function find(canary: Canary, campaign: Campaign): Promise<Found> {
  const { root, folder, workers } = campaign
  const program = await bundleMutant(root, canary)
  const out = join(folder, canary.name)
  const skip = canary.skip === undefined ? [] : ['--skip', canary.skip]
  const faults = canary.faults === undefined ? [] : ['--faults', canary.faults.join(',')]
  const strategy = canary.strategy === undefined ? [] : ['--strategy', canary.strategy]
  const { text, wallS, processorS } = await vtsim(root, program, [
    'explore', scenarioOf(root, canary, out), '--workers', String(workers), '--for', campaign.for, '--format', 'json', '--out', out,
    ...skip, ...faults, ...strategy,
  ])
  const report = JSON.parse(text) as {
    schedules: number
    findings: readonly { check: string; says: string | null; file: string | null }[]
  }
  const first = report.findings.find(({ check }) => canary.finds.includes(check)) ?? report.findings[0]
  return {
    name: canary.name, check: first?.check ?? null, says: first?.says ?? '', schedules: report.schedules, wallS, processorS,
    file: first?.file ?? null, program,
  }
}

/** Makes the run that was found as small as `vtsim shrink` can in half a minute. */
export async function shrink(root: string, { program, file }: Found): Promise<Small> {
  const { text, wallS } = await vtsim(root, program, ['shrink', file!, '--for', '30s', '--json'])
  const { after } = JSON.parse(text) as { after: Omit<Small, 'wallS'> }
  return { operations: after.operations, faults: after.faults, schedule: after.schedule, wallS }
}

export interface Ran { readonly text: string; readonly code: number; readonly wallS: number; readonly processorS: number | null }

/** Runs the program as a person would. Fails with what it says if it ends in a way that is neither found nor not. */
export async function vtsim(root: string, program: string, args: readonly string[]): Promise<Ran> {
  const beforeS = childrenS()
  const startMs = performance.now()
  const ran = await new Promise<{ code: number; out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ['--max-semi-space-size=64', program, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
    child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
    child.on('error', reject).on('close', code => resolve({ code: code ?? 1, out, err }))
  })
  const wallS = (performance.now() - startMs) / 1000
  const afterS = childrenS()
  if (ran.code > 1 && ran.code !== 5) throw new Error(`vtsim ${args.join(' ')} ended with ${ran.code}: ${ran.err.trim()}`)
  return { text: ran.out, code: ran.code, wallS, processorS: beforeS === null || afterS === null ? null : afterS - beforeS }
}

/** Processor time of all children that have ended, as Linux tells it in hundredths of a second. */
function childrenS(): number | null {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /s, '').split(' ')
    return (Number(fields[13]) + Number(fields[14])) / 100
  } catch {
    return null
  }
}
