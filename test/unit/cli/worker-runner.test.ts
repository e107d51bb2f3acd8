/** Goal: a run that never comes back does not take the campaign with it. Method: threads that hang, or fail. */
import { expect, test } from 'vitest'
import { WorkerRunner, type WorkerBeginning } from '../../../src/cli/explore/worker-runner.ts'
import { defaultCampaign, type Reconnaissance } from '../../../src/lab/explore/index.ts'

const beginning: WorkerBeginning = {
  vtsim: 'explore', cwd: '/', scenario: 's.md', plan: defaultCampaign, skip: [], from: null,
}
const quiet = async (): Promise<Reconnaissance> => ({ decisions: 1, points: [], steps: [], servers: 1 })
const thread = (code: string, patienceMs: number, known = quiet): WorkerRunner =>
  new WorkerRunner(`data:text/javascript,${encodeURIComponent(code)}`, beginning, known, patienceMs)
const hangs = 'for (;;) {}'
const answers = (body: string): string => `import { parentPort } from 'node:worker_threads'; parentPort.on('message', index => { ${body} })`

test('the watchdog ends a run that hangs, and it counts as found', async () => {
  const runner = thread(answers(`if (index < 7) parentPort.postMessage({ explored: { index } }); else ${hangs}`), 1000)
  expect(await runner.run(1)).toEqual({ index: 1 })
  expect(await runner.run(7)).toMatchObject({ plan: { index: 7 }, failure: { check: 'run-hangs' }, log: null })
  expect(await runner.run(8)).toMatchObject({ plan: { index: 8 } })
  runner.stop()
})

test('a scenario of which nobody has seen the end is an error, and is not tried again without a watchdog', async () => {
  await expect(thread(hangs, 200, () => new Promise(() => {})).run(1)).rejects.toThrow('the scenario itself does not come back')
})

test('a mistake in the scenario is told with its place, which a thread cannot', async () => {
  const fails = answers("parentPort.postMessage({ error: 'it says so' })")
  const runners = [thread(fails, 60_000, () => Promise.reject(new Error('line 7'))), thread(fails, 60_000)]
  await expect(runners[0]!.run(1)).rejects.toThrow('line 7')
  await expect(runners[1]!.run(1)).rejects.toThrow('it says so')
  for (const runner of runners) runner.stop()
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
