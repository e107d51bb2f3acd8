/**
 * Global transaction identifiers and sets of them, with the text and the rules of Vitess's MySQL 5.6 flavor
 * (go/mysql/mysql56_gtid.go, mysql56_gtid_set.go). Everything here is an immutable value.
 *
 * A set keeps, for each server (SID, ascending), a flat list of closed intervals [start, end, start, end, ...].
 * A log of one server is one interval, so adding the next transaction costs a few array slots.
 */

/** A text that is not a GTID, a GTID set or a position. The message is Vitess's own; its code there is INTERNAL. */
export class GtidError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'GtidError'
  }
}

const sidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** Texts that were found to be right: a world has few servers. */
const knownSids = new Set<string>()

/** Reads a server id: 36 characters of hex in the 8-4-4-4-12 form, in either case; gives it in lower case. */
export function parseSid(text: string): string {
  if (knownSids.has(text)) return text
  const sid = text.toLowerCase()
  if (sidShape.test(sid)) {
    if (knownSids.size < 1000) knownSids.add(sid)
    return sid
  }
  throw new GtidError(`invalid MySQL 5.6 SID ${quote(text)}`)
}

const KNOWN_MAX = 4000
const knownGtids = new Map<string, Gtid>()

/** One transaction of one server. */
export class Gtid {
  readonly sid: string
  readonly sequence: number

  constructor(sid: string, sequence: number) {
    this.sid = sid
    this.sequence = sequence
  }

  /** Reads `uuid:n`, n at least 1. Texts are remembered: each is read by every server that the transaction reaches. */
  static parse(text: string): Gtid {
    let gtid = knownGtids.get(text)
    if (gtid === undefined) {
      gtid = Gtid.read(text)
      if (knownGtids.size >= KNOWN_MAX) knownGtids.clear()
      knownGtids.set(text, gtid)
    }
    return gtid
  }

  private static read(text: string): Gtid {
    const colon = text.indexOf(':')
    if (colon < 0 || text.indexOf(':', colon + 1) >= 0) {
      throw new GtidError(`invalid MySQL 5.6 GTID (${text}): expecting UUID:Sequence`)
    }
    const [sid, sequence] = [text.slice(0, colon), text.slice(colon + 1)]
    return new Gtid(
      within((text) => `invalid MySQL 5.6 GTID Server ID (${text})`, parseSid, sid),
      within((text) => `invalid MySQL 5.6 GTID Sequence number (${text})`, parseInt64, sequence),
    )
  }

  toString(): string {
    return `${this.sid}:${this.sequence}`
  }
}

interface ServerIntervals {
  readonly sid: string
  readonly bounds: readonly number[]
}

/** What a `Position` can hold: a set of one flavor. Sets of different flavors never contain or equal each other. */
export interface AnyGtidSet {
  readonly flavor: string
  contains(other: AnyGtidSet): boolean
  equals(other: AnyGtidSet): boolean
  addText(gtid: string): AnyGtidSet
  toString(): string
}

/** A set of MySQL 5.6 GTIDs. */
export class GtidSet implements AnyGtidSet {
  static readonly empty = new GtidSet([])

  readonly flavor = 'MySQL56'
  private text: string | undefined
  private readonly servers: readonly ServerIntervals[]

  private constructor(servers: readonly ServerIntervals[]) {
    this.servers = servers
    this.text = undefined
  }

  /**
   * Reads `sid:1-5:7,sid:1`. As Vitess does, it does not merge touching intervals, drops intervals that end before
   * they start, and lets a later piece for the same server replace an earlier one.
   */
  static parse(this: void, text: string): GtidSet {
    const servers = new Map<string, number[]>()
    for (const untrimmed of text.split(',')) {
      const piece = untrimmed.trim()
      if (piece === '') continue
      const parts = piece.split(':')
      const wrong = (): string => `invalid MySQL 5.6 GTID set (${quote(text)})`
      if (parts.length < 2) throw new GtidError(`${wrong()}: expected uuid:interval`)
      const sid = within(wrong, parseSid, parts[0]!)
      const intervals: [number, number][] = []
      for (let i = 1; i < parts.length; i++) {
        const interval = within(wrong, parseInterval, parts[i]!)
        if (interval[1] >= interval[0]) intervals.push(interval)
      }
      if (intervals.length === 1) servers.set(sid, intervals[0]!)
      else if (intervals.length > 0) servers.set(sid, intervals.sort((a, b) => a[0] - b[0]).flat())
    }
    return fromMap(servers)
  }

  /** Makes a set from closed intervals that are sorted and do not touch. */
  static of(intervals: ReadonlyMap<string, readonly (readonly [number, number])[]>): GtidSet {
    const servers = new Map<string, number[]>()
    for (const [sid, list] of intervals) if (list.length > 0) servers.set(sid, list.flatMap((pair) => [...pair]))
    return fromMap(servers)
  }

  get isEmpty(): boolean {
    return this.servers.length === 0
  }

  /** The servers of this set, ascending. */
  sids(): readonly string[] {
    return this.servers.map((server) => server.sid)
  }

  /** The closed intervals of one server as pairs, ascending. */
  intervals(sid: string): readonly (readonly [number, number])[] {
    const bounds = this.find(sid)
    const pairs: [number, number][] = []
    for (let i = 0; i < bounds.length; i += 2) pairs.push([bounds[i]!, bounds[i + 1]!])
    return pairs
  }

  /** The highest transaction number of one server, 0 when it has none. */
  last(sid: string): number {
    return this.find(sid).at(-1) ?? 0
  }

  /** How many transactions the set holds. */
  count(): number {
    let total = 0
    for (const { bounds } of this.servers) {
      for (let i = 0; i < bounds.length; i += 2) total += bounds[i + 1]! - bounds[i]! + 1
    }
    return total
  }

  has(gtid: Gtid): boolean {
    return this.hasSequence(gtid.sid, gtid.sequence)
  }

  hasSequence(sid: string, sequence: number): boolean {
    const bounds = this.find(sid)
    for (let i = bounds.length - 2; i >= 0; i -= 2) {
      if (sequence >= bounds[i]!) return sequence <= bounds[i + 1]!
    }
    return false
  }

  /** Vitess's `Contains`: one forward walk, so hand-written touching intervals do not cover what spans them. */
  contains(other: AnyGtidSet): boolean {
    if (this === other) return true
    if (!(other instanceof GtidSet)) return false
    for (const { sid, bounds } of other.servers) {
      const mine = this.find(sid)
      let at = 0
      for (let i = 0; i < bounds.length; i += 2) {
        while (at < mine.length && !(mine[at]! <= bounds[i]! && bounds[i + 1]! <= mine[at + 1]!)) at += 2
        if (at >= mine.length) return false
      }
    }
    return true
  }

  equals(other: AnyGtidSet): boolean {
    return this === other || (other instanceof GtidSet && this.toString() === other.toString())
  }

  /** This set and one transaction more. */
  add(gtid: Gtid): GtidSet {
    return this.addSequence(gtid.sid, gtid.sequence)
  }

  addText(gtid: string): GtidSet {
    return this.add(Gtid.parse(gtid))
  }

  addSequence(sid: string, sequence: number): GtidSet {
    const servers = this.servers
    let at = 0
    while (at < servers.length && servers[at]!.sid < sid) at++
    const found = at < servers.length && servers[at]!.sid === sid
    const before = found ? servers[at]!.bounds : []
    const bounds = addToBounds(before, sequence)
    if (bounds === before) return this
    const next = servers.slice()
    if (found) next[at] = { sid, bounds }
    else next.splice(at, 0, { sid, bounds })
    return new GtidSet(next)
  }

  /** This set with all that one of its servers did after its last transaction here, up to `last`. */
  extended(sid: string, last: number): GtidSet {
    return new GtidSet(this.servers.map((server) => {
      if (server.sid !== sid) return server
      const bounds = server.bounds.slice()
      bounds[bounds.length - 1] = last
      return { sid, bounds }
    }))
  }

  /** Everything in either set; touching intervals merge. */
  union(other: GtidSet): GtidSet {
    const servers = new Map<string, number[]>()
    for (const sid of new Set([...this.sids(), ...other.sids()])) {
      servers.set(sid, mergeBounds(this.find(sid), other.find(sid)))
    }
    return fromMap(servers)
  }

  /** What is in this set and not in the other: errant transactions, or what a replica still lacks. */
  subtract(other: GtidSet): GtidSet {
    const servers = new Map<string, number[]>()
    for (const { sid, bounds } of this.servers) {
      const rest = subtractBounds(bounds, other.find(sid))
      if (rest.length > 0) servers.set(sid, rest)
    }
    return fromMap(servers)
  }

  toString(): string {
    this.text ??= this.servers.map(({ sid, bounds }) => sid + boundsText(bounds)).join(',')
    return this.text
  }

  private find(sid: string): readonly number[] {
    for (const server of this.servers) if (server.sid === sid) return server.bounds
    return noBounds
  }

  /** Only for this file: the map must hold sorted, non-empty bounds. */
  static fromServers(servers: readonly ServerIntervals[]): GtidSet {
    return servers.length === 0 ? GtidSet.empty : new GtidSet(servers)
  }
}

const noBounds: readonly number[] = []

function fromMap(map: ReadonlyMap<string, readonly number[]>): GtidSet {
  const servers = [...map].map(([sid, bounds]) => ({ sid, bounds }))
  servers.sort((a, b) => (a.sid < b.sid ? -1 : 1))
  return GtidSet.fromServers(servers)
}

/** Adds one number to sorted closed intervals; returns the same array when it was there. */
function addToBounds(bounds: readonly number[], n: number): readonly number[] {
  const size = bounds.length
  if (size > 0 && n === bounds[size - 1]! + 1) {
    const next = bounds.slice()
    next[size - 1] = n
    return next
  }
  let at = 0
  while (at < size && bounds[at + 1]! < n - 1) at += 2
  if (at === size) return [...bounds, n, n]
  const start = bounds[at]!
  const end = bounds[at + 1]!
  if (n >= start && n <= end) return bounds
  if (n < start - 1) return [...bounds.slice(0, at), n, n, ...bounds.slice(at)]
  if (n === start - 1) return [...bounds.slice(0, at), n, ...bounds.slice(at + 1)]
  // What is left is n = end + 1.
  const joins = at + 2 < size && bounds[at + 2] === n + 1
  return [...bounds.slice(0, at + 1), ...(joins ? bounds.slice(at + 3) : [n, ...bounds.slice(at + 2)])]
}

function mergeBounds(a: readonly number[], b: readonly number[]): number[] {
  const pairs: [number, number][] = []
  for (const bounds of [a, b]) {
    for (let i = 0; i < bounds.length; i += 2) pairs.push([bounds[i]!, bounds[i + 1]!])
  }
  pairs.sort((x, y) => x[0] - y[0])
  const merged: number[] = []
  for (const [start, end] of pairs) {
    const last = merged.length - 1
    if (last > 0 && start <= merged[last]! + 1) merged[last] = Math.max(merged[last]!, end)
    else merged.push(start, end)
  }
  return merged
}

function subtractBounds(mine: readonly number[], theirs: readonly number[]): number[] {
  const rest: number[] = []
  for (let i = 0; i < mine.length; i += 2) {
    let start = mine[i]!
    const end = mine[i + 1]!
    for (let j = 0; j < theirs.length && start <= end; j += 2) {
      if (theirs[j + 1]! < start || theirs[j]! > end) continue
      if (theirs[j]! > start) rest.push(start, theirs[j]! - 1)
      start = theirs[j + 1]! + 1
    }
    if (start <= end) rest.push(start, end)
  }
  return rest
}

function boundsText(bounds: readonly number[]): string {
  let text = ''
  for (let i = 0; i < bounds.length; i += 2) {
    text += bounds[i] === bounds[i + 1] ? `:${bounds[i]}` : `:${bounds[i]}-${bounds[i + 1]}`
  }
  return text
}

function parseInterval(text: string): [number, number] {
  const wrong = (): string => `invalid interval (${quote(text)})`
  const parts = text.split('-')
  if (parts.length > 2) throw new GtidError(`${wrong()}: expected start-end or single number`)
  const start = within(wrong, parseInt64, parts[0]!)
  if (start < 1) throw new GtidError(`${wrong()}: start must be > 0`)
  return [start, parts.length === 1 ? start : within(wrong, parseInt64, parts[1]!)]
}

function parseInt64(text: string): number {
  const value = /^[+-]?[0-9]+$/.test(text) ? Number(text) : NaN
  if (Number.isSafeInteger(value)) return value
  const why = Number.isNaN(value) ? 'invalid syntax' : 'value out of range'
  throw new GtidError(`strconv.ParseInt: parsing ${quote(text)}: ${why}`)
}

/** Reads part of a text; an error is reported as one of the whole. */
function within<T>(what: (text: string) => string, read: (text: string) => T, text: string): T {
  try {
    return read(text)
  } catch (error) {
    if (error instanceof GtidError) throw new GtidError(`${what(text)}: ${error.message}`)
    throw error
  }
}

function quote(text: string): string {
  return JSON.stringify(text)
}
