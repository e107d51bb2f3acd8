import { describe, expect, test } from 'vitest'
import { checkScenario, parseScenario, runScenario, type News, type ScenarioOptions } from '../../../../src/lab/scenario/index.ts'

const ping = 'vtctlclient -server localhost:15999 Ping zone1-777'
const noTablet = 'Ping Error: rpc error: code = NotFound desc = node does not exist: tablets/zone1-777'

/** A scenario of these lines of a file, and what a run of it told. */
async function play(lines: readonly string[], options: ScenarioOptions = {}) {
  const scenario = parseScenario('t.md', ['---', 'vtsim: 1', 'title: t', 'workload: none', '---', ...lines].join('\n'))
  const told: News[] = []
  const result = await runScenario(scenario, { ...options, trace: true, tell: news => { told.push(news) } })
  expect(result.run.error).toBeUndefined()
  const events = [...result.run.trace.events()]
  const ended = events.filter(({ kind }) => kind === 'scenario/command-ended').map(({ data }) => data as { failure?: string })
  return { ...result, told, ended, events }
}
const block = (...lines: readonly string[]): string[] => ['```console', ...lines, '```']

describe('a command of the story that fails', () => {
  test('is known as such, and the prose after it is doubted, once', async () => {
    const { commandsFailed, ended, told, events } = await play([
      'Before.', '', ...block('$ vtsim run-for 1s', `$ ${ping}`), '', '## Then', '', 'It answers.', '', 'And on.',
    ])
    expect(commandsFailed).toEqual([{
      command: 'vtctlclient Ping zone1-777', line: 10, says: expect.stringMatching(/^Ping Error: rpc error/) as string,
    }])
    expect(ended.map(({ failure }) => failure)).toEqual([undefined, commandsFailed[0]!.says])
    expect(told.flatMap(({ kind }) => kind === 'prose' || kind === 'doubt' ? [kind] : []))
      .toEqual(['prose', 'prose', 'doubt', 'prose', 'prose'])
    expect(told.find(({ kind }) => kind === 'doubt')).toMatchObject({
      text: expect.stringContaining('since `vtctlclient Ping zone1-777` failed') as string,
    })
    expect(events.filter(({ kind }) => kind === 'scenario/doubt')).toHaveLength(1)
  })

  test.each([
    ['a command', [`$ ${ping}`, noTablet]],
    ['a statement', ['$ mysql customer', 'mysql> select 1 from nowhere;', 'ERROR 1105 (HY000): whatever it said']],
  ])('is part of the story if the recorded output has the failure (%s)', async (_, lines) => {
    const { commandsFailed, ended, told } = await play([...block(...lines), '', 'It fails.'])
    expect(commandsFailed).toEqual([])
    expect(ended.every(({ failure }) => failure === undefined)).toBe(true)
    expect(told.some(({ kind }) => kind === 'doubt')).toBe(false)
  })

  test('with another error than the recorded one is not', async () => {
    const { commandsFailed } = await play(block('$ mysql customer', 'mysql> select 1 from nowhere;', 'ERROR 1062 (23000): twice'))
    expect(commandsFailed.map(({ command, line }) => [command, line])).toEqual([['select 1 from nowhere;', 8]])
  })

  test('may run in the background: then its recorded failure may stand anywhere', async () => {
    const recorded = await play(block(`$ ${ping} &`, '$ vtsim run-for 1s', noTablet, '$ wait'))
    expect(recorded.commandsFailed).toEqual([])
    const other = await play(block(`$ ${ping} &`, '$ vtsim run-for 1s', '$ wait'))
    expect(other.commandsFailed).toHaveLength(1)
    expect((await play(block('$ vtsim run-for 1s', `$ ${ping} &`))).commandsFailed).toHaveLength(1)
  })
})

describe('something that is waited for and never comes', () => {
  const until = '$ vtsim until split-clone/after-chunk'
  test.each([
    [until, 'nothing came to split-clone/after-chunk'],
    ['$ vtsim until-event topo/put nobody', 'no topo/put nobody came'],
  ])('%s: the command has failed, unless the recorded output says so', async (line, says) => {
    expect((await play(block(line))).commandsFailed).toEqual([{ command: line.slice(2), line: 7, says }])
    expect((await play(block(line, says))).commandsFailed).toEqual([])
  })
})

describe('a command in the background that fails', () => {
  test('is blamed itself, wherever its failure is seen', async () => {
    const { commandsFailed, ended } = await play(block(`$ ${ping} &`, '$ vtsim run-for 1s', '$ wait'))
    expect(commandsFailed).toEqual([{ command: 'vtctlclient Ping zone1-777 &', line: 7, says: expect.stringContaining('Ping Error') as string }])
    expect(ended.map(({ failure }) => failure)).toEqual([undefined, undefined, undefined])
  })

  test('is blamed at the end of the story too', async () => {
    const { commandsFailed } = await play(block(`$ ${ping} &`))
    expect(commandsFailed.map(({ line }) => line)).toEqual([7])
  })
})

describe('a line of the reader', () => {
  test.each([
    [`${ping}`, false],
    ['vtctlclient -server localhost:15999 GetKeyspaces', true],
    ['mysql customer -e "select 1 from nowhere"', false],
  ])('%s: ends well only if nothing of it failed', async (text, isWell) => {
    const { events, commandsFailed } = await play(
      block('$ vtsim run-for 1s'), { interventions: [{ kind: 'line', after: 300, text }] })
    expect(events.find(({ kind }) => kind === 'reader/ended')!.data).toMatchObject({ isWell })
    expect(commandsFailed).toEqual([])
  })

  test.each([
    ['select 1 from nowhere', false], ['select email from customer where customer_id = 4', true],
  ])('%s: so does a statement', async (text, isWell) => {
    const lines = block('$ vtsim run-for 1s', '$ vtsim run-for 1s')
    const after = (await play(lines)).events.find(({ kind }) => kind === 'scenario/command-ended')!.seq
    const { events } = await play(lines, { interventions: [{ kind: 'sql', after, target: 'customer', text }] })
    expect(events.find(({ kind }) => kind === 'reader/ended')!.data).toMatchObject({ isWell })
  })
})

describe('a command that Vitess does not know', () => {
  test.each([
    ['vtctlclient -server localhost:15999 Nonsense', 7, 39, 'unknown command `Nonsense`', 'commands are: '],
    ['vtctlclient -server localhost:15999 GetShards x', 7, 39, 'unknown command `GetShards`', 'did you mean `GetShard`?'],
    ['vtworker SplitClonee customer/0', 7, 12, 'unknown command `SplitClonee`', 'did you mean `SplitClone`?'],
  ])('%s is a mistake, at its place', (text, line, column, message, hint) => {
    const scenario = parseScenario('t.md', ['---', 'vtsim: 1', 'title: t', '---', '', ...block(`$ ${text}`)].join('\n'))
    expect(() => checkScenario(scenario)).toThrow(expect.objectContaining({
      message: expect.stringContaining(message) as string, hint: expect.stringContaining(hint) as string,
      position: expect.objectContaining({ line, column }) as object,
    }))
  })

  test('vtctld does not mind the case of a name', () => {
    const text = ['---', 'vtsim: 1', 'title: t', '---', ...block('$ vtctlclient -server x getkeyspaces')].join('\n')
    expect(() => checkScenario(parseScenario('t.md', text))).not.toThrow()
  })
})
