import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { commandLineIn } from '../../support/command-line.ts'
import { shortCutover } from '../../support/short-cutover.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-explore-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const cutover = shortCutover(folder)

const vtsim = commandLineIn(folder)

/** Leaves out what keeps the new masters from serving too early, and provokes that it matters. */
const broken = ['--skip', 'wait-for-catch-up', '--faults', 'one-way,held,replication-lag', '--strategy', 'random', '--schedules', '60', '--seed', '1']

describe('vtsim explore', () => {
  test('with nothing found: exit 0, how much was decided, and which faults never took effect', async () => {
    const { code, out } = await vtsim('explore', cutover, '--schedules', '4', '--faults', 'crash,lock-expiry', '--keep-going')
    expect(code).toBe(0)
    expect(out).toMatch(/4 schedules in .* virtual time/)
    expect(out).toMatch(/decided: \d{4,} times with more than one candidate; [1-4] different orders of delivery/)
    expect(out).toContain('strategies: random 1, pct 1, pos 1, crash-point 1')
    expect(out).toContain('never took effect: lock-expiry')
    expect(out).toContain('nothing found')
    expect(existsSync(join(folder, 'vtsim-found'))).toBe(false)
  })

  test('stops at the first that is found: exit 1, and a file that replays to the same violation', async () => {
    const { code, out } = await vtsim('explore', cutover, ...broken)
    expect(code).toBe(1)
    expect(out).toContain('acked-writes-survive: lost row, once')
    const [name] = readdirSync(join(folder, 'vtsim-found'))
    expect(out).toContain(`vtsim replay vtsim-found/${name}`)
    const again = await vtsim('replay', `vtsim-found/${name}`, '--quiet')
    expect(again).toMatchObject({ code: 1, err: '' })
    expect(again.out).toContain('VIOLATED  acked-writes-survive')
    const [first, ...log] = readFileSync(join(folder, 'vtsim-found', name!), 'utf8').split('\n')
    const header = JSON.parse(first!)
    writeFileSync(join(folder, 'other.run'), `${JSON.stringify({ ...header, faults: { ...header.faults, kinds: ['flood'] } })}\n# end\n`)
    expect(await vtsim('replay', 'other.run')).toMatchObject({ code: 3, err: expect.stringContaining('there is no fault `flood`') })
    writeFileSync(join(folder, 'stale.run'), [first, ...log.filter(line => !line.startsWith('=%/wave'))].join('\n'))
    expect(await vtsim('replay', 'stale.run', '--quiet')).toMatchObject({ code: 4, err: expect.stringContaining('the replay differs') })
  })

  test('the shards of a campaign make its runs, each run once', async () => {
    const parts = [1, 2].map(part => ['explore', cutover, '--schedules', '5', '--shard', `${part}/2`, '--format', 'json', '--keep-going'])
    const [one, two, all] = [
      JSON.parse((await vtsim(...parts[0]!)).out), JSON.parse((await vtsim(...parts[1]!)).out),
      JSON.parse((await vtsim('explore', cutover, '--schedules', '5', '--format', 'json', '--keep-going')).out),
    ]
    expect([one.schedules, two.schedules]).toEqual([3, 2])
    for (const sum of ['events', 'decisions', 'virtualMs'] as const) expect(one[sum] + two[sum]).toBeCloseTo(all[sum], 3)
  })

  test.each([
    [['--skip', 'wait-for-catchup'], 'there is no step `wait-for-catchup`\nhint: did you mean `wait-for-catch-up`?'],
    [['--skip', 'init-shard-master/create-database'], 'no step init-shard-master/create-database comes up in this scenario'],
    [['--strategy', 'crash-points', '--faults', 'one-way'], 'the strategy `crash-points` needs the fault `crash`'],
    [['--faults', 'one-wy'], 'there is no fault `one-wy`\nhint: did you mean `one-way`?'],
    [['--strategy', 'randm'], 'there is no strategy `randm`\nhint: did you mean `random`?'],
  ])('%j: exit 2 before the first run', async (args, message) => {
    const { code, out, err } = await vtsim('explore', cutover, ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  })

  test('a time that is over before the first run begins is no verdict: exit 5', async () => {
    const { code, out } = await vtsim('explore', cutover, '--for', '1ns')
    expect(code).toBe(5)
    expect(out).toMatch(/: no schedule was finished in [\d.]+ s: this campaign proves nothing\n$/)
  })

  test.each([
    [['--schedules', '0'], '--schedules 0 is no number from 1 on'],
    [['--for', 'long'], '--for long is no duration'],
    [['--strategy', 'randm'], 'did you mean `random`?'],
    [['--faults', 'crash,flood'], 'there is no fault `flood`'],
    [['--shard', '3/2'], '--shard 3/2 is no part of a campaign'],
    [['--format', 'xml'], 'there is no format `xml`'],
  ])('%s: exit 2', async (args, says) => {
    const { code, err } = await vtsim('explore', cutover, ...args)
    expect(code).toBe(2)
    expect(err).toContain(says)
  })

  test.each([
    ['junit', /<testsuite name="vtsim explore" tests="1" failures="1".*\n.*<testcase .* name="acked-writes-survive">/],
    ['github', /^::error file=[^:]*cutover.md,title=vtsim%3A acked-writes-survive::acked-writes-survive: lost row, once/m],
    ['json', /"check": "acked-writes-survive",\n\s*"times": 1/],
  ])('tells a finding as %s', async (format, pattern) => {
    expect((await vtsim('explore', cutover, ...broken, '--format', format)).out).toMatch(pattern)
  })
})
