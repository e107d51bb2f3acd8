import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { nowNs, type Figure, type Section } from './figure.ts'
import { parseScenario, runScenario, type Scenario } from '../src/lab/scenario/index.ts'

const SIZES = [10_000, 100_000, 1_000_000] as const
export const CLONE_CHILD = '--clone-of'

interface Measured { readonly rows: number; readonly seconds: number; readonly peakMb: number; readonly copied: number }

/** SplitClone of one large table, each size in a process of its own, so that its peak of memory is its own. */
export const splitClone: Section = {
  name: 'clone',
  title: 'SplitClone of one table (both phases: every row is read twice, compared, and written once)',
  run: async progress => {
    const figures: Figure[] = []
    const measured: Measured[] = []
    for (const rows of SIZES) {
      progress(`${rows} rows`)
      const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), CLONE_CHILD, String(rows)], { encoding: 'utf8', maxBuffer: 1 << 24 })
      if (child.status !== 0) throw new Error(child.stderr)
      const result = JSON.parse(child.stdout) as Measured
      measured.push(result)
      const last = rows === SIZES[2]
      figures.push(
        { name: `${rows} rows`, value: result.seconds, unit: 's', note: `${result.copied} rows arrived`, ...last ? { target: '<= 30' } : {} },
        { name: `${rows} rows, rate`, value: rows / result.seconds, unit: 'rows/s' },
        { name: `${rows} rows, peak memory`, value: result.peakMb, unit: 'MB', ...last ? { target: '<= 2048' } : {} },
      )
    }
    const perRow = ({ seconds, rows }: Measured): number => seconds / rows
    figures.push({ name: 'cost per row, 1 M against 10 k', value: perRow(measured[2]!) / perRow(measured[0]!), unit: 'x', target: '<= 2' })
    return figures
  },
}

/** The child: makes the cluster, clones, prints what it took. */
export async function cloneChild(rows: number): Promise<void> {
  const scenario = withRows(parseScenario('clone.md', markdown), rows)
  let startedNs = 0n, endedNs = 0n
  const result = await runScenario(scenario, {
    trace: false,
    tell: news => {
      if (news.kind !== 'command') return
      if (news.entry.text.includes('SplitClone')) startedNs = nowNs()
      else if (startedNs > 0n && endedNs === 0n) endedNs = nowNs()
    },
  })
  if (result.run.outcome !== 'done') throw new Error(`the run ended as ${result.run.outcome}: ${String(result.run.error)}`)
  const counts = [...result.outputs].filter(([entry]) => entry.text.includes('count(*)')).flatMap(([, lines]) => lines)
    .flatMap(line => /^\|\s*(\d+) \|$/.exec(line)?.[1] ?? []).map(Number)
  const measured: Measured = {
    rows, seconds: Number(endedNs - startedNs) / 1e9, peakMb: process.resourceUsage().maxRSS / 1024, copied: counts.reduce((a, b) => a + b, 0),
  }
  if (measured.copied !== rows) throw new Error(`${measured.copied} of ${rows} rows arrived`)
  process.stdout.write(JSON.stringify(measured))
}

/** The rows are handed in as data: reading them as YAML would cost more than cloning them. */
function withRows(scenario: Scenario, count: number): Scenario {
  const rows = [{ table: 'customer', rows: Array.from({ length: count }, (_, i) => [i + 1, `customer-${i + 1}@domain.com`]) }]
  const { cluster } = scenario.frontMatter
  const keyspaces = cluster.keyspaces.map(keyspace => ({ ...keyspace, rows }))
  return { ...scenario, frontMatter: { ...scenario.frontMatter, cluster: { ...cluster, keyspaces } } }
}

const markdown = `---
vtsim: 1
title: the clone of a large table
workload: none
checks: []
cluster:
  cells: [zone1]
  tablet-refresh-interval: 1s
  keyspaces:
    customer:
      shards: {"0": {master: zone1-200, replica: [zone1-201], rdonly: [zone1-202]}}
      schema: create table customer(customer_id bigint not null, email varbinary(128), primary key(customer_id));
      vschema:
        sharded: true
        vindexes: {hash: {type: hash}}
        tables: {customer: {column_vindexes: [{column: customer_id, name: hash}]}}
---

\`\`\`console
$ for i in 300 301 302; do
>   CELL=zone1 TABLET_UID=$i ./scripts/mysqlctl-up.sh
>   SHARD=-80 CELL=zone1 KEYSPACE=customer TABLET_UID=$i ./scripts/vttablet-up.sh
> done
$ for i in 400 401 402; do
>   CELL=zone1 TABLET_UID=$i ./scripts/mysqlctl-up.sh
>   SHARD=80- CELL=zone1 KEYSPACE=customer TABLET_UID=$i ./scripts/vttablet-up.sh
> done
$ vtctlclient -server localhost:15999 InitShardMaster -force customer/-80 zone1-300
$ vtctlclient -server localhost:15999 InitShardMaster -force customer/80- zone1-400
$ vtctlclient -server localhost:15999 CopySchemaShard customer/0 customer/-80
$ vtctlclient -server localhost:15999 CopySchemaShard customer/0 customer/80-
$ sleep 10
$ vtworker -cell zone1 SplitClone -min_healthy_rdonly_tablets=1 customer/0
$ mysql -h 127.0.0.1 -P 15306
mysql> use customer/-80@replica
mysql> select count(*) from customer;
mysql> use customer/80-@replica
mysql> select count(*) from customer;
\`\`\`
`
