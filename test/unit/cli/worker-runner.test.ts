/** Goal: a run that never comes back does not take the campaign with it. Method: threads that hang, or fail. */
import { expect, test } from 'vitest'
import { WorkerRunner, type WorkerBeginning } from '../../../src/cli/explore/worker-runner.ts'
import { defaultCampaign, type Reconnaissance } from '../../../src/lab/explore/index.ts'

const beginning: WorkerBeginning = {
  vtsim: 'explore', cwd: '/', scenario: 's.md', plan: defaultCampaign, skip: [], from: null,
}
const known = async (): Promise<Reconnaissance> => ({ decisions: 1, points: [], steps: [], servers: 1 })
const thread = (code: string, patienceMs: number): WorkerRunner =>
  new WorkerRunner(`data:text/javascript,${encodeURIComponent(code)}`, beginning, known, patienceMs)
const hangs = 'for (;;) {}'

test('the watchdog ends a run that hangs, and it counts as found', async () => {
  const runner = thread(hangs, 300)
  expect(await runner.run(7)).toMatchObject({ plan: { index: 7 }, failure: { check: 'run-hangs' }, log: null })
  expect(await runner.run(8)).toMatchObject({ plan: { index: 8 } })
  runner.stop()
})

test('whoever stops it does not wait for the run', async () => {
  const runner = thread(hangs, 60_000)
  const run = runner.run(1)
  runner.stop()
  expect(await run).toBeNull()
  expect(await runner.run(2)).toBeNull()
})

test('a thread that dies is an error, not a run', async () => {
  await expect(thread('throw new Error("no room")', 60_000).run(1)).rejects.toThrow('no room')
})

test('nor is one that died before anybody asked it', async () => {
  const runner = thread('throw new Error("no room")', 60_000)
  await new Promise(resolve => { setTimeout(resolve, 300) })
  await expect(runner.run(1)).rejects.toThrow('no room')
})
