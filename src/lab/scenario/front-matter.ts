import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import { UserError, type TextPosition } from '../../base/index.ts'
import {
  ClusterSpecError, localExample, localExampleWithNewShards, validateCluster, type ClusterSpec,
} from '../cluster/index.ts'
import { guards, type GuardName, type Profile } from '../../sim/index.ts'
import { invariantNames } from '../check/index.ts'
import { dullWorkload, type WorkloadSpec } from '../workload/index.ts'
import { clusterSchema } from './front-matter-cluster.ts'
import { didYouMean } from './did-you-mean.ts'
import { readProfile } from './front-matter-latencies.ts'
import { issueHint, issueText, kindNames } from './schema-mistake.ts'
import type { SourceText } from './source-text.ts'

/** What stands between the two `---` lines at the top of a scenario. */
export interface FrontMatter {
  readonly version: 1
  readonly title: string
  readonly question: string
  /** The lesson's number in the course; null for what is no lesson. */
  readonly lesson: number | null
  /** How long a reader needs. */
  readonly minutes: number | null
  /** What a lesson teaches, in one sentence; '' for what is no lesson. */
  readonly rule: string
  readonly cluster: ClusterSpec
  /** null: no clients. */
  readonly workload: WorkloadSpec | null
  /** Latencies of the world: one of the named profiles, with what the scenario overrides. */
  readonly profile: Profile
  readonly checks: readonly string[]
  /** The invariants of which a violation is expected; empty: all must hold. */
  readonly expectViolationOf: readonly string[]
  /** Guards that are off from the beginning, to show what they are there for. */
  readonly guardsOff: readonly GuardName[]
}

const whole = z.string().regex(/^\d+$/, 'a whole number').transform(Number)

const workloadSchema = z.strictObject({
  clients: whole.default(dullWorkload.clients),
  ratePerS: z.string().regex(/^\d+(\.\d+)?$/, 'a number').transform(Number).default(dullWorkload.ratePerS),
  customers: whole.default(dullWorkload.customers),
  lists: whole.default(dullWorkload.lists),
})

/** Clusters that have a name. */
const examples = { 'local-example': localExample, 'local-example-302': localExampleWithNewShards }

const exampleSchema = z.enum(Object.keys(examples) as (keyof typeof examples)[], {
  error: `write \`${Object.keys(examples).join('`, `')}\`, or the cells and keyspaces of a cluster`,
}).transform(name => examples[name])

const schema = z.strictObject({
  vtsim: z.literal('1', { error: 'this vtsim reads scenarios of format version 1' }),
  title: z.string().min(1),
  question: z.string().default(''),
  lesson: whole.optional(),
  minutes: whole.optional(),
  rule: z.string().default(''),
  cluster: z.union([exampleSchema, clusterSchema]).default(localExample),
  workload: z.union([z.literal('none'), z.literal('default'), workloadSchema]).default('default'),
  profile: z.enum(['lan', 'wan', 'laptop']).default('lan'),
  latencies: z.record(z.string(), z.tuple([whole, whole])).default({}),
  checks: z.union([z.literal('all'), z.array(z.string())]).default('all'),
  expect: z.string().default('all checks hold'),
  'guards-off': z.array(z.string()).default([]),
})

/**
 * Reads the front matter of a scenario. Every scalar is a string first, so that the shards `-80` and `0` stay
 * names. Fails with a UserError at the place of the first mistake.
 */
export function parseFrontMatter(source: SourceText): { frontMatter: FrontMatter; bodyLine: number } {
  if (source.line(1).trimEnd() !== '---') {
    throw new UserError('a scenario begins with front matter', {
      position: source.at(1, 1), hint: 'write `---`, `vtsim: 1`, `title: …`, `---` at the top',
    })
  }
  let last = 2
  while (last <= source.lineCount && source.line(last).trimEnd() !== '---') last++
  if (last > source.lineCount) throw new UserError(
    'the front matter does not end', { position: source.at(1, 1), hint: 'close it with a line `---`' },
  )
  const { document, positionOf } = readDocument(source, last)
  const parsed = schema.safeParse(document.toJS() ?? {})
  if (!parsed.success) throw asUserError(parsed.error, positionOf)
  return { frontMatter: build(parsed.data, positionOf), bodyLine: last + 1 }
}

/** The YAML between the first line and line `last`. Fails with a UserError for what is none. */
function readDocument(source: SourceText, last: number): { document: Document; positionOf: PositionOf } {
  // An empty first line keeps the line numbers of the file.
  const text = '\n' + Array.from({ length: last - 2 }, (_, index) => source.line(index + 2)).join('\n') + '\n'
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', lineCounter })
  const positionOf: PositionOf = (path, what) => locate(document, path, what ?? 'value', lineCounter, source)
  const problem = document.errors[0]
  if (problem !== undefined) {
    const { line, col } = lineCounter.linePos(problem.pos[0])
    throw new UserError(problem.message.replace(/ at line [\s\S]*$/, ''), {
      position: source.at(line, col), hint: 'front matter is YAML',
    })
  }
  return { document, positionOf }
}

/** The same mistake with its place in the front matter. */
export function locateClusterMistake(source: SourceText, error: ClusterSpecError): UserError {
  let last = 2
  while (source.line(last).trimEnd() !== '---') last++
  return clusterMistake(error, readDocument(source, last).positionOf)
}

function clusterMistake(error: ClusterSpecError, positionOf: PositionOf): UserError {
  return new UserError(error.message, { hint: error.hint, position: positionOf(['cluster', ...error.path]) })
}

function build(data: z.output<typeof schema>, positionOf: PositionOf): FrontMatter {
  const { cluster } = data
  try {
    validateCluster(cluster)
  } catch (error) {
    if (!(error instanceof ClusterSpecError)) throw error
    throw clusterMistake(error, positionOf)
  }
  const workload =
    data.workload === 'none' ? null : data.workload === 'default' ? dullWorkload : data.workload
  const checks = data.checks === 'all' ? invariantNames : data.checks
  checks.forEach((name, index) => requireInvariant(name, positionOf(['checks', index])))
  const expectViolationOf = readExpect(data.expect, positionOf(['expect']))
  for (const name of expectViolationOf) {
    if (checks.includes(name)) continue
    throw new UserError(`a violation of ${name} is expected, but it is not checked`, {
      position: positionOf(['expect']), hint: `add it to \`checks\``,
    })
  }
  data['guards-off'].forEach((name, index) => requireGuard(name, positionOf(['guards-off', index])))
  if (data.lesson !== undefined && data.rule === '') {
    throw new UserError('a lesson has no rule', {
      position: positionOf(['lesson'], 'key'), hint: 'say what it teaches in one sentence: `rule: …`',
    })
  }
  return {
    version: 1, title: data.title, question: data.question, rule: data.rule,
    lesson: data.lesson ?? null, minutes: data.minutes ?? null,
    cluster, workload, checks, expectViolationOf, guardsOff: data['guards-off'],
    profile: readProfile(data.profile, data.latencies, (key, what) => positionOf(['latencies', key], what)),
  }
}

function readExpect(text: string, position: TextPosition): readonly string[] {
  if (text === 'all checks hold') return []
  const match = /^violation of (.+)$/.exec(text)
  if (match === null) {
    throw new UserError(
      `cannot read \`${text}\``, { hint: 'write `all checks hold` or `violation of <check>`', position },
    )
  }
  const names = match[1]!.split(/,\s*/)
  for (const name of names) requireInvariant(name, position)
  return names
}

function requireInvariant(name: string, position: TextPosition): void {
  requireKnown('check', name, invariantNames, position)
}

function requireGuard(name: string, position: TextPosition): void {
  requireKnown('guard', name, guards().map(guard => guard.name), position)
}

function requireKnown(what: string, name: string, known: readonly string[], position: TextPosition): void {
  if (known.includes(name)) return
  const near = didYouMean(name, known)
  throw new UserError(`there is no ${what} \`${name}\``, {
    hint: near === undefined ? `${what}s are: ${known.join(', ')}` : `did you mean \`${near}\`?`, position,
  })
}

function asUserError(error: z.ZodError, positionOf: PositionOf): UserError {
  const issue = deepest(error.issues[0]!)
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!
    const near = issue.path.length === 0 ? didYouMean(key, Object.keys(schema.shape)) : undefined
    return new UserError(`unknown key \`${key}\``, {
      position: positionOf(
        [...issue.path, key], 'key',
      ), hint: near === undefined ? issue.path.length === 0 ? `keys are: ${Object.keys(schema.shape).join(', ')}` : issueHint(issue.path)
        : `did you mean \`${near}\`?`,
    })
  }
  const name = issue.path.map(String).join('.')
  const allowed = allowedAt(error.issues[0]!)
  if (allowed !== null) {
    return new UserError(`${name}: expected ${allowed}`, { position: positionOf(issue.path), hint: issueHint(issue.path) })
  }
  return new UserError(
    name === '' ? issueText(issue) : `${name}: ${issueText(issue)}`, { position: positionOf(issue.path), hint: issueHint(issue.path) },
  )
}

type Issue = z.core.$ZodIssue

/** Of the branches of a union, the one that got furthest says what is wrong. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue
  const inner = issue.errors.flat().map(
    found => ({ ...deepest(found), path: [...issue.path, ...found.path] })
  )
  return inner.sort((a, b) => rank(b) - rank(a))[0] ?? issue
}

/** All that a choice allows, where the value fits none of it from the start; null if it is no such choice. */
function allowedAt(issue: Issue): string | null {
  if (issue.code !== 'invalid_union' || deepest(issue).path.length > issue.path.length) return null
  const all = issue.errors.flat().flatMap(found => found.code === 'invalid_value' ? found.values.map(value => `\`${String(value)}\``)
    : found.code === 'invalid_type' ? [kindNames.get(found.expected) ?? found.expected] : [])
  return all.length < 2 ? null : `${all.slice(0, -1).join(', ')} or ${all.at(-1)!}`
}

function rank(issue: Issue): number {
  return issue.path.length * 2 + (issue.code === 'invalid_type' || issue.code === 'invalid_value' ? 0 : 1)
}

/** The place of a key, or of its value; of the last one on the way that exists. */
function locate(
  document: Document, path: readonly PropertyKey[], what: 'key' | 'value', lines: LineCounter,
  source: SourceText,
): TextPosition {
  let node: unknown = document.contents
  let offset = 0
  path.forEach((key, depth) => {
    const pair = isMap(node) ? node.items.find(
      item => isScalar(item.key) && item.key.value === String(key)
    ) : undefined
    node = pair?.value ?? document.getIn(path.slice(0, depth + 1), true)
    const place = pair !== undefined && what === 'key' && depth === path.length - 1 ? pair.key : node
    offset = (place as { range?: readonly number[] } | null | undefined)?.range?.[0] ?? offset
  })
  if (offset === 0) return source.at(1, 1)
  const { line, col } = lines.linePos(offset)
  return source.at(line, col)
}

type PositionOf = (path: readonly PropertyKey[], what?: 'key' | 'value') => TextPosition
