import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { localExampleWithNewShards, type ClusterSpec } from '../../../../src/lab/cluster/index.ts'
import { parseScenario, runScenario, type ScenarioRun } from '../../../../src/lab/scenario/index.ts'
import { dullWorkload } from '../../../../src/lab/workload/index.ts'

const canary = join(fileURLToPath(import.meta.url), '..', '..', '..', '..', '..', 'scenarios', 'canaries', 'no-catch-up.md')

/** The tutorial's cluster with six lists beside its tables. */
const cluster: ClusterSpec = {
  ...localExampleWithNewShards,
  keyspaces: localExampleWithNewShards.keyspaces.map(keyspace => keyspace.name !== 'customer' ? keyspace : {
    ...keyspace,
    schema: [...keyspace.schema, 'create table lists(list_id bigint, elements text, primary key(list_id))'],
    vschema: { ...keyspace.vschema, tables: { ...keyspace.vschema.tables, lists: { column_vindexes: [{ column: 'list_id', name: 'hash' }] } } },
    rows: [...keyspace.rows, { table: 'lists', rows: [1, 2, 3, 4, 5, 6].map(id => [id, '']) }],
  }),
}

/** The split of that canary, with transactions on lists; without the step that it leaves out, or with it. */
function split(isWhole: boolean): Promise<ScenarioRun> {
  const text = readFileSync(canary, 'utf8')
  const whole = text.replace('$ vtsim skip wait-for-catch-up\n', '').replace(/\$ vtsim partition .*\n/, '')
  const scenario = parseScenario('lists.md', isWhole ? whole : text)
  return runScenario({
    ...scenario, frontMatter: { ...scenario.frontMatter, cluster, workload: { ...dullWorkload, lists: 6, ratePerS: 20 }, checks: ['transactions-are-isolated'] },
  })
}

describe('transactions on lists', () => {
  test('read what others appended, and nothing is lost in a split', async () => {
    const { run, record, checks, clients } = await split(true)
    expect(run.error).toBeUndefined()
    expect(clients.acked).toBeGreaterThan(200)
    const read = record.history.flatMap(({ lists }) => lists.flatMap(list => (list.kind === 'read' ? [list.found?.length ?? 0] : [])))
    expect(Math.max(...read)).toBeGreaterThan(20)
    expect(checks.map(({ verdict }) => verdict)).toEqual([{ verdict: 'ok' }])
  })

  test('lose appends in a cutover that does not wait', async () => {
    const { run, checks } = await split(false)
    expect(run.error).toBeUndefined()
    expect(checks[0]!.verdict).toMatchObject({ verdict: 'violated', evidence: expect.arrayContaining([expect.objectContaining({ says: expect.stringContaining('lost-append') })]) })
  })
})
