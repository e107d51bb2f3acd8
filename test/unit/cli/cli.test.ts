import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { commandsOf } from '../../../src/cli/lone-option.ts'
import { wantsColor, type Terminal } from '../../../src/cli/terminal.ts'
import { runCli } from '../../../src/cli/run-cli.ts'
import { commandLineIn } from '../../support/command-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const vtsim = commandLineIn(folder)

function file(name: string, ...lines: string[]): string {
  writeFileSync(join(folder, name), lines.join('\n'))
  return name
}

describe('the command line', () => {
  test('without a command: help on standard error, exit 2', async () => {
    const { code, out, err } = await vtsim()
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('vtsim [command]')
  })

  test('--help names every command and the exit codes', async () => {
    const { code, out } = await vtsim('--help')
    expect(code).toBe(0)
    for (const word of ['run <scenario>', 'replay <file>', 'list', 'test [scenarios..]', 'check <scenario>', 'completion', 'Exit codes']) {
      expect(out).toContain(word)
    }
  })

  test('--version', async () => {
    expect(await vtsim('--version')).toEqual({ code: 0, out: '0.1.0\n', err: '' })
  })

  test('run asks, shows, and then answers', async () => {
    const name = file('asking.md', '---', 'vtsim: 1', 'title: t', 'workload: none', '---', '```ask', 'Who?', '', '- [ ] he', '- [x] she', '- [x] they', '', 'So it is.', '```', '```console', '$ vtsim outage', '```')
    const { out } = await vtsim('run', name)
    const lines = out.split('\n').map(line => line.replace(/^ +[\d.]+  /, ''))
    expect(lines.slice(0, 7)).toEqual([
      '? Who?', '  a  he', '  b  she', '  c  they', '$ vtsim outage', 'writes were never stopped', '! b, c: So it is.',
    ])
  })

  test.each([
    [['rnu', 'x'], 'there is no command `rnu`\nhint: did you mean `run`?'],
    [['walk-the-dog'], 'there is no command `walk-the-dog`\nhint: commands are: learn, play, '],
    [['run', 'customer-splt'], 'there is no scenario customer-splt\nhint: did you mean customer-split?'],
    [['run', 'explore/cutovr'], 'hint: did you mean explore/cutover?'], [['run', 'cutovr'], 'hint: did you mean explore/cutover?'],
    [['run', 'a'], 'there is no scenario a\nhint: `vtsim list` shows those that there are'],
    [['diff', 'explore/cutover@x', 'explore/cutover'], '`x` is no seed\nhint: as in explore/cutover@7'],
    [['diff', 'explore/cutover', 'explore/cutover@3', '--at', 'noon'], '--at noon is no moment\nhint: write seconds, 28.565, or an event, #12830'],
    [['export', 'explore/cutover', '--to', 'pdf'], '--to takes no `pdf`\nhint: there are: perfetto, mermaid, asciicast, html'],
    [['--seed', '3'], '--seed stands without a command\nhint: it belongs after a command: `vtsim run … --seed`, also play'],
    [['--sede', '3'], 'there is no option --sede\nhint: did you mean --seed? it belongs after a command'],
    [['--plain'], '`vtsim learn … --plain`\n'],
    [['run'], 'something is missing after the command'],
    [['run', 'x', '--seed'], '--seed needs a value'],
    [['run', 'x', '--skip'], '--skip needs a value'],
    [['run', 'x', '--sed', '7'], 'Unknown argument'],
    [['run', 'no-such-scenario'], 'there is no scenario no-such-scenario'],
    [['run', 'x', '--seed', 'seven'], '--seed seven is no whole number from 0 to 9007199254740991'],
    [['run', 'x', '--seed', '9007199254740992'], 'no whole number from 0 to 9007199254740991'],
    [['run', 'customer-split', '--from', 'split-clon'], 'did you mean `split-clone`? there are: mysql, source, mysqlctl-up, '],
    [['replay', 'nothing.json'], 'cannot read'],
  ])('%j is a mistake in the command line: exit 2 and no stack', async (args, message) => {
    const { code, err } = await vtsim(...args)
    expect(err).toContain(message)
    expect(err).not.toMatch(/^\s+at /m)
    expect(code).toBe(2)
  })

  test('a mistake in a scenario: exit 3, with file, line, column, caret and hint', async () => {
    const name = file('wrong.md', '---', 'vtsim: 1', 'title: t', '---', '```console', '$ vtctlclint X', '```')
    expect(await vtsim('check', name)).toEqual({
      code: 3, out: '',
      err: 'wrong.md:6:3: unknown command `vtctlclint`\n  6 | $ vtctlclint X\n    |   ^\nhint: did you mean `vtctlclient`?\n',
    })
  })

  test('a scenario that can be read: exit 0', async () => {
    const name = file('right.md', '---', 'vtsim: 1', 'title: t', '---', '```console', '$ sleep 1', '```')
    expect(await vtsim('check', name)).toEqual({ code: 0, out: 'right.md: ok, 1 command\n', err: '' })
  })

  test('a mistake in a scenario to be played: told with its hint before any screen is entered', async () => {
    const name = file('bad.md', '---', 'vtsim: 1', 'title: t', '---', '```console', '$ vtctlclint X', '```')
    let err = ''
    const terminal: Terminal = {
      cwd: folder, env: { TERM: 'xterm' }, isTty: true, isInputTty: true, columns: 100, out: () => {}, err: text => { err += text },
    }
    expect(await runCli(['play', name], terminal)).toBe(3)
    expect(err).toMatch(/^bad\.md:6:3: unknown command[^]*hint: did you mean `vtctlclient`\?\n$/)
  })

  test('a choice that there is not: exit 3, with all there are', async () => {
    const name = file('choice.md', '---', 'vtsim: 1', 'title: t', 'workload: zzz', '---')
    const { code, err } = await vtsim('check', name)
    expect(err).toContain('workload: expected `none`, `default` or keys of its own')
    expect(err).toContain('hint: `none`: no clients;')
    expect(code).toBe(3)
  })

  test.each([...commandsOf].flatMap(([option, commands]) => commands.map(command => [command, option])))(
    '%s has the option --%s', async (command, option) => {
      expect((await vtsim(command, '--help')).out).toMatch(new RegExp(`--${option}\\b`))
    })

  test.each(['hello', '', 'null', '{}', '{"vtsim":1}'])('%j is no run file: exit 3', async text => {
    const { code, err } = await vtsim('replay', file('x.json', text))
    expect(err).toMatch(/x\.json:1:1: .*run file/)
    expect(code).toBe(3)
  })

  test('a trace that cannot be written is told before the run', async () => {
    const name = file('short.md', '---', 'vtsim: 1', 'title: t', '---', '```console', '$ sleep 1', '```')
    const { code, out, err } = await vtsim('run', name, '--trace', 'no/such/folder/x.json')
    expect({ code, out }).toEqual({ code: 74, out: '' })
    expect(err).toContain('cannot write')
  })

  test.each([
    ['schema: "create tabel t(id int)"', '12:15: MySQL of k does not take statement 1 of its schema'],
    ['rows: {t: [["1"]]}', '12:17: the schema of k has no table t'],
    ['vschema: {sharded: true, vindexes: {h: {type: hahs}}}', '12:53: there is no type `hahs` of vindexes'],
    ['vschema: {sharded: true, tables: {t: {}}}', '12:16: the VSchema of k cannot be used'],
  ])('a cluster with the mistake %s: exit 3 with its place', async (line, message) => {
    const name = file(
      'cluster.md', '---', 'vtsim: 1', 'title: t', 'cluster:', '  cells: [zone1]', '  keyspaces:', '    k:',
      '      shards:', '        "0": {master: zone1-200}', '', '', `      ${line}`, '---',
    )
    const { code, err } = await vtsim('check', name)
    expect(err).toContain(`cluster.md:${message}`)
    expect(code).toBe(3)
  })

  test('a step that does not exist: exit 2, with the one that is near', async () => {
    const name = file('steps.md', '---', 'vtsim: 1', 'title: t', 'checks: []', 'workload: none', '---', '```console',
      '$ vtctlclient InitShardMaster -force customer/0 zone1-200', '```')
    const { code, out, err } = await vtsim('run', name, '--skip', 'init-mastr')
    expect(err).toContain('hint: did you mean `init-master`?')
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })
})

describe('colour', () => {
  const terminal = (isTty: boolean, env: Terminal['env']): Terminal => ({ cwd: '', env, isTty, isInputTty: isTty, columns: 80, out: () => {}, err: () => {} })
  test.each<[boolean, Terminal['env'], boolean]>([
    [true, {}, true], [false, {}, false], [true, { NO_COLOR: '1' }, false], [true, { NO_COLOR: '' }, true],
    [false, { FORCE_COLOR: '1' }, true], [true, { TERM: 'dumb' }, false],
  ])('tty %s, %j: %s', (isTty, env, expected) => {
    expect(wantsColor(terminal(isTty, env))).toBe(expected)
  })
})
