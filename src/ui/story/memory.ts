import type { SrvKeyspace, TopoContents } from '../../vitess/wire/index.ts'

/** Something known, and the event that told it. */
export interface Known<T> { readonly value: T; readonly seq: number }

export interface TabletKnown {
  readonly shard: string
  readonly type: string
  readonly state: string
}

export interface StreamKnown {
  readonly workflow: string
  /** `customer/0` */
  readonly source: string
  readonly state: string
}

/** A time in which writes were refused: since when, and how often. */
export interface Outage { readonly sinceUs: number; readonly seq: number; readonly refused: number }

/**
 * What the events so far tell, as far as sentences need it: a change can only be told by who knows what was
 * before.
 */
export class Memory {
  /** Whether the scenario has begun: before, everybody just comes up. */
  hasBegun = false
  /** Topology records by cell and path. */
  readonly records = new Map<string, Known<TopoContents>>()
  /** Serving graphs by cell, keyspace and version: a vtgate hears of a version. */
  readonly srvKeyspaces = new Map<string, Known<SrvKeyspace>>()
  /** The serving graph that each vtgate goes by, by gate and keyspace. */
  readonly heard = new Map<string, Known<SrvKeyspace>>()
  /** Shards that a vtgate has sent to, by gate, keyspace and type. */
  readonly routed = new Map<string, Set<string>>()
  /** By alias as in records, `zone1-0000000300`. */
  readonly tablets = new Map<string, Known<TabletKnown>>()
  /** By tablet and number, `zone1-0000000300 1`. */
  readonly streams = new Map<string, Known<StreamKnown>>()
  /** The first commit of each transaction, by GTID. */
  readonly commits = new Map<string, number>()
  /** The GTID of the last transaction that began on a shard, by shard. */
  readonly lastCommits = new Map<string, string>()
  /** Shards that reached the end of a stopped source, and the event that stopped it. */
  readonly caughtUp = new Map<string, number>()
  /** Sequences that have set numbers aside before. */
  readonly sequences = new Set<string>()
  /** What a client is waiting for, by the number of its attempt. */
  readonly attempts = new Map<number, Known<string>>()
  /** The last step of each procedure that runs, by process, task and name. */
  readonly steps = new Map<string, number>()
  /** Who holds the lock, by path. */
  readonly locks = new Map<string, number>()
  /** The ways that were cut last, all at one time. */
  cuts: { readonly timeUs: number; readonly links: readonly { readonly from: string; readonly to: string }[] } = { timeUs: -1, links: [] }
  /** Processes that are down, and the event with which they went. */
  readonly down = new Map<string, number>()
  /** The server that was stopped on purpose last. */
  stopped: { readonly process: string; readonly seq: number } | null = null
  /** By vtgate: one may still go by what another knows to be over. */
  readonly outages = new Map<string, Outage>()
  /** The vtgate that refused a client last, by client. */
  readonly gates = new Map<string, string>()
  /** When a vtgate last refused somebody for a reason, by both. */
  readonly refusals = new Map<string, number>()
  /** The command that was typed last. */
  command = 0
  /** Whether that was a verb of the sandbox itself. */
  isOwnVerb = false
  /** What that command has printed. */
  printed: string[] = []
}
