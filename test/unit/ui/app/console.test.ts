import { beforeEach, describe, expect, test } from 'vitest'
import { readLine } from '../../../../src/ui/state/index.ts'
import { UiSession } from '../../../support/ui-session.ts'

const text = [
  '---', 'vtsim: 1', 'title: t', 'workload: default', '---', '```console', '$ vtsim run-for 4s', '```',
].join('\n')

let ui: UiSession
let middle: number

const last = () => ui.state.console.exchanges.at(-1)!
async function enter(line: string): Promise<void> {
  ui.type(line)
  ui.press('enter')
  await ui.quiet()
}

describe('the console', () => {
  beforeEach(async () => {
    ui = await UiSession.open('t.md', text)
    middle = [...ui.branch.trace].filter(({ kind }) => kind === 'client/acked')[5]!.seq
    ui.dispatch({ type: 'seek', seq: middle })
    ui.press(':')
  })

  test('a reading leaves no trace: no branch, and time stands still', async () => {
    await enter('select email from customer where customer_id = 4;')
    expect(last()).toMatchObject({ prompt: 'customer>', state: 'done', branch: null })
    expect(last().output[3]).toBe('| dan@domain.com |')
    expect(last().routing).toContain('hash(4) = d2fd8867d50d2dfe → customer/0 MASTER, 1 shard')
    expect([ui.show.takes.length, ui.show.cursor.seq]).toEqual([1, middle])
    expect(ui.lines().join('\n')).toContain('│ | dan@domain.com |')
  })

  test('an error and the help are shown to their last word, a row of a table stays a row', async () => {
    await enter('selec * form customer')
    expect(last().output[0]!.length).toBeGreaterThan(78)
    const shown = (): string => ui.lines().map(text => text.replace(/^│ *| *│$/g, '')).join(' ')
    expect(shown()).toContain(last().output[0]!.slice(-30))
    await enter('help')
    expect(shown()).toContain('verbs of vtsim')
    await enter('select customer_id, email, email, email, email, email, email from customer where customer_id = 4')
    expect(ui.lines().filter(text => /^│ \|/.test(text))).toHaveLength(2)
  })

  test('a write is a decision: it makes a branch, and the moment is that of its answer', async () => {
    await enter("update customer set email = 'mine' where customer_id = 4")
    expect(last()).toMatchObject({ state: 'done', branch: 'what-if' })
    expect(last().output[0]).toContain('Query OK, 1 row affected')
    expect(ui.branch.name).toBe('what-if')
    expect(ui.branch.trace.get(ui.show.cursor.seq).kind).toBe('reader/ended')
    await enter('select email from customer where customer_id = 4')
    expect(last().output[3]).toBe('| mine  |')
    ui.press('escape', 'z', ':')
    await enter('select email from customer where customer_id = 4')
    expect(last().output[3]).toBe('| dan@domain.com |')
  })

  test('a transaction goes on from line to line', async () => {
    await enter('begin')
    await enter('delete from customer where customer_id = 4')
    await enter('select count(*) from customer where customer_id = 4')
    expect(last().output[3]).toBe('|        0 |')
    await enter('rollback')
    await enter('select count(*) from customer where customer_id = 4')
    expect(last().output[3]).toBe('|        1 |')
  })

  test('commands work as typed, and a shortcut shows what it stands for', async () => {
    await enter('GetKeyspaces')
    expect(last()).toMatchObject({ prompt: '$', text: 'vtctlclient -server localhost:15999 GetKeyspaces', branch: null })
    expect(last().output).toEqual(['commerce', 'customer'])
    await enter('stall vtgate-1 1s')
    expect(last()).toMatchObject({ text: 'vtsim stall vtgate-1 1s', branch: 'what-if', state: 'done' })
  })

  test('a command that takes long says how much later it is', async () => {
    await enter('GetKeyspaces')
    expect(last().output.join(' ')).not.toContain('later')
    await enter('stall vtctld 3s')
    await enter('MigrateServedTypes customer/0 rdonly')
    const { parent, trace } = ui.branch
    const us = trace.get(ui.show.cursor.seq).timeUs - trace.get(parent!.after).timeUs
    expect(us).toBeGreaterThanOrEqual(2_000_000)
    expect(last().output.at(-1)).toBe(`${(us / 1_000_000).toFixed(1)} s later`)
  })

  test('another target, also the MySQL of one tablet', async () => {
    await enter('use zone1-201')
    expect(last()).toMatchObject({ prompt: 'customer>', output: ['Database changed'] })
    await enter('select @@global.read_only')
    expect(last()).toMatchObject({ prompt: 'zone1-201>', routing: '' })
    expect(last().output[3]).toContain('1 |')
  })

  test('a mistake is told at once, and decides nothing', async () => {
    await enter('crush vtgate-1')
    expect(last().output.join(' ')).toContain('syntax error')
    await enter('vtsim crush vtgate-1')
    expect(last()).toMatchObject({ state: 'failed', output: ['vtsim has no verb `crush`', 'hint: did you mean `crash`?'] })
    await enter('sleep 5')
    expect(last().output[0]).toContain('time is yours here')
    expect(ui.show.takes.length).toBe(1)
  })

  test('Tab completes, and goes on through what there is', () => {
    ui.type('select * from cust')
    ui.press('tab')
    expect(ui.state.console.input.text).toBe('select * from customer')
    expect(ui.state.console.completions.slice(0, 2)).toEqual(['customer', 'customer_seq'])
    ui.press('tab')
    expect(ui.state.console.input.text).toBe('select * from customer_seq')
    ui.press('ctrl-u')
    ui.type('MigrateServedT')
    ui.press('tab')
    expect(ui.state.console.input.text).toBe('MigrateServedTypes ')
    ui.type('customer/')
    ui.press('tab')
    expect(ui.state.console.input.text).toBe('MigrateServedTypes customer/0 ')
  })

  test('the history comes back, by what it begins with or contains', async () => {
    for (const line of ['help', 'use commerce', 'use customer']) await enter(line)
    expect(ui.effects.filter(({ type }) => type === 'remember-line')).toHaveLength(3)
    ui.press('up')
    expect(ui.state.console.input.text).toBe('use customer')
    ui.press('up', 'up')
    expect(ui.state.console.input.text).toBe('help')
    ui.press('down', 'down', 'down')
    expect(ui.state.console.input.text).toBe('')
    ui.type('comm')
    ui.press('ctrl-r')
    expect(ui.state.console.input.text).toBe('use commerce')
  })

  test('exit leaves it', async () => {
    await enter('exit')
    expect(ui.state.overlay).toBeNull()
  })
})

describe('a line of the console', () => {
  test.each([
    ['select 1', 'ask'], ['show vitess_shards;', 'ask'], ['select * from t for update', 'do'], ['select next 2 values from s', 'do'],
    ['insert into customer(email) values (\'a;b\')', 'do'], ['selct 1', 'ask'], ['begin', 'do'], ['select 1; delete from t', 'do'],
    ['vtctlclient -server localhost:15999 GetShard customer/0', 'ask'], ['ListAllTablets zone1', 'ask'], ['vtsim check', 'ask'],
    ['vtctlclient MigrateServedTypes customer/0 rdonly', 'do'], ['SplitClone customer/0', 'do'], ['crash vtctld', 'do'],
    ['mysql -e "select 1" customer', 'ask'], ['mysql -e "delete from customer" customer', 'do'],
    ['mysql customer/-80', 'target'], ['use commerce', 'target'], ['vtsim until a/b', 'answer'], ['help', 'answer'], ['quit', 'leave'],
  ])('%s: %s', (line, kind) => {
    expect(readLine(line, 'customer', 1).kind).toBe(kind)
  })
})

test('use says so where there is no such keyspace, and the target stays', () => {
  const { target } = ui.state.console
  ui.dispatch({ type: 'submit-console', text: 'use nothing' })
  expect(last()).toMatchObject({ state: 'failed', output: ['ERROR 1105 (HY000): invalid keyspace provided: nothing'] })
  expect(ui.state.console.target).toBe(target)
})
