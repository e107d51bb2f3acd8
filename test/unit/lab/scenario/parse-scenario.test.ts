import { describe, expect, test } from 'vitest'
import { UserError } from '../../../../src/base/index.ts'
import { checkScenario, formatUserError, parseScenario, recordOutputs, SourceText } from '../../../../src/lab/scenario/index.ts'

const front = ['---', 'vtsim: 1', 'title: A test', '---']

function scenario(...lines: string[]): string {
  return [...front, ...lines].join('\n')
}

function parse(text: string) {
  const parsed = parseScenario('scenarios/a-test.md', text)
  checkScenario(parsed)
  return parsed
}

/** `line:column: message` of the mistake in a text. */
function mistake(text: string): string {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof UserError) return `${error.position?.line}:${error.position?.column}: ${error.message}`
    throw error
  }
  return 'none'
}

describe('a scenario is read', () => {
  test('prose, console and questions in their order, with the lines that they stand on', () => {
    const { name, blocks } = parse(scenario('# Title', '', 'Some', 'prose.', '', '```console', '$ sleep 1', 'out 1', 'out 2', '$ for i in 1; do', '>   sleep $i',
      '> done', 'mysql> select 1;', '+---+', '```', '', '```ask', 'Why?', '- [ ] so', '- [x] not so', '', 'Because.', '```', ''))
    expect(name).toBe('a-test')
    expect(blocks.map(block => block.kind)).toEqual(['prose', 'prose', 'console', 'ask'])
    const [, prose, console, ask] = blocks
    expect(prose).toMatchObject({ text: 'Some\nprose.', line: 7 })
    expect(ask).toMatchObject({ question: 'Why?', options: [{ isRight: false }, { isRight: true }], answer: 'Because.' })
    expect(console!.kind === 'console' && console!.entries).toMatchObject([
      { kind: 'shell', text: 'sleep 1', firstLine: 11, lastLine: 11, output: ['out 1', 'out 2'] },
      { kind: 'shell', text: 'for i in 1; do\n  sleep $i\ndone', firstLine: 14, lastLine: 16, output: [] },
      { kind: 'sql', text: 'select 1;', firstLine: 17, lastLine: 17, output: ['+---+'] },
    ])
  })

  test('shards stay names, whatever YAML would make of them', () => {
    const text = ['---', 'vtsim: 1', 'title: t', 'cluster:', '  cells: [zone1]', '  keyspaces:', '    customer:', '      shards:',
      '        -80: {master: zone1-300}', '        80-: {master: zone1-0400, rdonly: [zone1-402]}', '---', ''].join('\n')
    const { cluster } = parse(text).frontMatter
    expect(cluster.keyspaces[0]!.shards).toEqual([
      { name: '-80', tablets: [{ alias: { cell: 'zone1', uid: 300 }, type: 'MASTER' }] },
      { name: '80-', tablets: [{ alias: { cell: 'zone1', uid: 400 }, type: 'MASTER' }, { alias: { cell: 'zone1', uid: 402 }, type: 'RDONLY' }] },
    ])
  })

  test('latencies override the profile, by message or by name', () => {
    const { profile } = parse(['---', 'vtsim: 1', 'title: t', 'profile: wan', 'latencies:', '  QueryService.execute/reply: [10, 20]', '  mysql.commit: [1, 2]', '---', ''].join('\n')).frontMatter
    expect(profile.windows).toMatchObject({ 'QueryService.execute/reply': [10, 20], 'mysql.commit': [1, 2], 'rpc': [20_000, 40_000] })
  })

  test('a question with its options and its answer', () => {
    const { blocks } = parse(scenario('```ask', 'Which shard', 'answers?', '', '- [ ] `-80`', '- [x] `80-`, the upper', '  half', '- [X] both', '', 'Its hash.', '', 'And so on.', '```'))
    expect(blocks).toEqual([{
      kind: 'ask', line: 5, question: 'Which shard\nanswers?',
      options: [{ text: '`-80`', isRight: false }, { text: '`80-`, the upper half', isRight: true }, { text: 'both', isRight: true }],
      answer: 'Its hash.\n\nAnd so on.',
    }])
  })

  test('what makes a lesson, and the guards that are off', () => {
    const read = (...lines: string[]) => parse(['---', 'vtsim: 1', 'title: t', ...lines, '---', ''].join('\n')).frontMatter
    expect(read()).toMatchObject({ lesson: null, minutes: null, rule: '', guardsOff: [] })
    expect(read('lesson: 3', 'minutes: 5', 'rule: A copy may lag.', 'guards-off: [tablet-drained-once]'))
      .toMatchObject({ lesson: 3, minutes: 5, rule: 'A copy may lag.', guardsOff: ['tablet-drained-once'] })
  })

  test('what is expected', () => {
    const read = (line: string) => parse(['---', 'vtsim: 1', 'title: t', line, '---', ''].join('\n')).frontMatter.expectViolationOf
    expect(read('expect: all checks hold')).toEqual([])
    expect(read('expect: violation of acked-writes-survive')).toEqual(['acked-writes-survive'])
    expect(read('expect: violation of acked-writes-survive, one-writer')).toEqual(['acked-writes-survive', 'one-writer'])
  })
})

describe('a mistake is told with its place', () => {
  test.each([
    ['hello', '1:1: a scenario begins with front matter'],
    ['---\nvtsim: 1', '1:1: the front matter does not end'],
    ['---\nvtsim: 2\ntitle: t\n---', '2:8: vtsim: this vtsim reads scenarios of format version 1'],
    ['---\nvtsim: 1\ntitle: t\ncheks: all\n---', '4:1: unknown key `cheks`'],
    ['---\nvtsim: 1\ntitle: t\nexpect: violation of x\n---', '4:9: there is no check `x`'],
    ['---\nvtsim: 1\ntitle: t\nchecks: [one-writer]\nexpect: violation of acked-writes-survive\n---',
      '5:9: a violation of acked-writes-survive is expected, but it is not checked'],
    ['---\nvtsim: 1\ntitle: t\nlatencies:\n  Mysqld.qery: [1, 2]\n---', '5:3: there is no latency `Mysqld.qery`'],
    ['---\nvtsim: 1\ntitle: t\nlatencies:\n  mysql.commit: [20, 2]\n---', '5:17: latencies.mysql.commit: 20 is more than 2'],
    ['---\nvtsim: 1\ntitle: t\nlatencies:\n  mysql.commit: [20, two]\n---', '5:22: latencies.mysql.commit.1: a whole number'],
    ['---\nvtsim: 1\ntitle: t\nchecks: [one-writer, one-writr]\n---', '4:22: there is no check `one-writr`'],
    ['---\nvtsim: 1\ntitle: "t\n---', '4:1: Missing closing "quote'],
    ['---\nvtsim: 1\ntitle: t\nlesson: 3\n---', '4:1: a lesson has no rule'],
    ['---\nvtsim: 1\ntitle: t\nguards-off: [tablet-drained-onc]\n---', '4:14: there is no guard `tablet-drained-onc`'],
    [scenario('```ask', 'Why?'), '5:1: the ask block does not end'],
    [scenario('```ask', '- [x] a', '- [ ] b', '', 'c', '```'), '6:1: the ask block has no question'],
    [scenario('```ask', 'Why?', '- so', '- not so', '```'), '6:1: the ask block has no options'],
    [scenario('```ask', 'q', '- [x] a', '', 'c', '```'), '6:1: one option is no choice'],
    [scenario('```ask', 'q', '- [ ] a', '- [ ] b', '', 'c', '```'), '6:1: none of the options is right'],
    [scenario('```ask', 'q', '- [x] a', '- [ ] b', '```'), '6:1: the question has no answer'],
    [scenario('```ask', 'q', '- [x] a', '- [ ] b', '', 'c', '- [ ] d', '```'), '11:1: an option stands after the answer'],
    [scenario('```console quit', '```'), '5:12: unknown word `quit`'],
    [scenario('```console', 'output', '```'), '6:1: output without a command above it'],
    [scenario('```console', '$ vtctlclint X', '```'), '6:3: unknown command `vtctlclint`'],
    [scenario('```console', '$ a "b', '```'), '6:3: the command does not end'],
    [scenario('```console', '$ vtsim untill x/y', '```'), '6:9: vtsim has no verb `untill`'],
    [scenario('```console', '$ vtsim until nowhere', '```'), '6:15: vtsim until: there is no pause point `nowhere`'],
    [scenario('```console', '$ vtsim until split-clone/after-chunks', '```'), '6:15: vtsim until: there is no pause point `split-clone/after-chunks`'],
    [scenario('```console', '$ vtsim skip wait-for-catchup', '```'), '6:14: vtsim skip: there is no step `wait-for-catchup`'],
    [scenario('```console', '$ for i in 1; do', '>   sleep x$i', '> done', '```'), '7:11: sleep: `x1` is no number of seconds'],
    [scenario('```console', '$ grep chunk', '```'), '6:3: grep: there is no such log'],
    [scenario('```console', '$ grep "(x" /tmp/vtworker.INFO', '```'), '6:8: grep: `(x` is no pattern'],
    [scenario('```console', '$ vtsim guard-off tablet-drained-onc', '```'), '6:19: vtsim guard-off: there is no guard `tablet-drained-onc`'],
    [scenario('```console', '$ vtsim outage now', '```'), '6:16: vtsim outage: unexpected `now`'],
    [scenario('```console', 'mysql> select 1', '```'), '6:8: the SQL statement does not end'],
    [scenario('```console', '$ sleep 1'), '5:1: the console block does not end'],
    ['---\nvtsim: 1\ntitle: t\ncluster:\n  cells: [zone1]\n  keyspaces:\n    k:\n      shards:\n        "0": {replica: [zone1-1]}\n---', '9:14: cluster.keyspaces.k.shards.0.master: is missing: a text'],
  ])('%j', (text, expected) => {
    expect(mistake(text).startsWith(expected) ? expected : mistake(text)).toBe(expected)
  })

  test.each([
    ['cluster: {cells: [zone1], keyspaces: {customer: {shards: ["-80", "80-"]}}}', 'cluster.keyspaces.customer.shards: expected names, each with what belongs to it'],
    ['cluster: {cells: [zone1], keyspaces: {customer: {shards: {"0": zone1-1}}}}', 'cluster.keyspaces.customer.shards.0: expected keys of its own'],
    ['cluster: {cells: zone1, keyspaces: {}}', 'cluster.cells: expected a list'],
    ['cluster: {cells: [zone1]}', 'cluster.keyspaces: is missing: names, each with what belongs to it'],
    ['cluster: {cells: [zone1], keyspaces: {}, semi-sync: maybe}', 'cluster.semi-sync: expected `true` or `false`'],
    ['cluster: {cells: [zone1], keyspaces: {}, celss: []}', 'unknown key `celss`'],
    ['latencies: {mysql.commit: ["1"]}', 'latencies.mysql.commit: expected a list of 2'],
    ['profile: fast', 'profile: expected `lan` or `wan` or `laptop`'],
    ['guards-off: x', 'guards-off: expected a list'], ['expect: [a]', 'expect: expected a text'],
    ['workload: {clients: x}', 'workload.clients: a whole number'], ['colour: red', 'unknown key `colour`'],
  ])('a mistake in front matter is told in our words, with a hint: %s', (line, message) => {
    let found: unknown
    try {
      parse(`---\nvtsim: 1\ntitle: t\n${line}\n---\n`)
    } catch (error) {
      found = error
    }
    expect(found).toMatchObject({ message, hint: expect.stringMatching(/./) as string })
  })

  test('with the line, a caret and a hint', () => {
    const source = new SourceText('a.md', 'x\n$ vtctlclint\n')
    const error = new UserError('unknown command `vtctlclint`', { position: { file: 'a.md', line: 2, column: 3 }, hint: 'did you mean `vtctlclient`?' })
    expect(formatUserError(error, source)).toBe([
      'a.md:2:3: unknown command `vtctlclint`', '  2 | $ vtctlclint', '    |   ^', 'hint: did you mean `vtctlclient`?',
    ].join('\n'))
  })
})

describe('recording', () => {
  const text = scenario('```console', '$ sleep 1', 'old', '$ sleep 2', 'I0328 20:43:24.178913 39992 a.go:1] same', '```', 'end')

  test('replaces what differs and keeps what matches', () => {
    const parsed = parse(text)
    const [first, second] = parsed.blocks[0]!.kind === 'console' ? parsed.blocks[0]!.entries : []
    const outputs = new Map([[first!, ['new 1', 'new 2', '']], [second!, ['I0401 00:00:00.000000 1 a.go:1] same']]])
    expect(recordOutputs(parsed, outputs)).toBe(
      scenario('```console', '$ sleep 1', 'new 1', 'new 2', '', '$ sleep 2', 'I0328 20:43:24.178913 39992 a.go:1] same', '```', 'end'))
  })

  test('leaves alone what the run did not reach', () => {
    expect(recordOutputs(parse(text), new Map())).toBe(text)
  })
})
