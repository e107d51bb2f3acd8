/**
 * The two other kinds of replication position that Vitess knows (go/mysql/mariadb_gtid.go, filepos_gtid.go).
 * The emulated server never makes them; they can be read, compared and printed.
 */
import { type AnyGtidSet, GtidError } from './gtid.ts'

interface MariadbGtid {
  readonly domain: number
  readonly server: number
  readonly sequence: number
}

/** `domain-server-sequence`, one per domain: the newest transaction seen there. */
export class MariadbGtidSet implements AnyGtidSet {
  readonly flavor = 'MariaDB'
  private readonly gtids: ReadonlyMap<number, MariadbGtid>

  private constructor(gtids: ReadonlyMap<number, MariadbGtid>) {
    this.gtids = gtids
  }

  static parse(this: void, text: string): MariadbGtidSet {
    const gtids = new Map<number, MariadbGtid>()
    for (const piece of text.split(',')) {
      const gtid = parseMariadbGtid(piece)
      gtids.set(gtid.domain, gtid)
    }
    return new MariadbGtidSet(gtids)
  }

  /** Each domain of the other is here with the same or a later sequence; the server does not matter. */
  contains(other: AnyGtidSet): boolean {
    if (!(other instanceof MariadbGtidSet)) return false
    for (const gtid of other.gtids.values()) {
      const mine = this.gtids.get(gtid.domain)
      if (mine === undefined || mine.sequence < gtid.sequence) return false
    }
    return true
  }

  equals(other: AnyGtidSet): boolean {
    return other instanceof MariadbGtidSet && this.toString() === other.toString()
  }

  addText(text: string): MariadbGtidSet {
    return this.union(MariadbGtidSet.parse(text))
  }

  /** The newer of each domain. */
  union(other: MariadbGtidSet): MariadbGtidSet {
    const gtids = new Map(this.gtids)
    for (const gtid of other.gtids.values()) {
      const mine = gtids.get(gtid.domain)
      if (mine === undefined || gtid.sequence > mine.sequence) gtids.set(gtid.domain, gtid)
    }
    return new MariadbGtidSet(gtids)
  }

  toString(): string {
    const sorted = [...this.gtids.values()].sort((a, b) => a.domain - b.domain)
    return sorted.map((gtid) => `${gtid.domain}-${gtid.server}-${gtid.sequence}`).join(',')
  }
}

function parseMariadbGtid(text: string): MariadbGtid {
  const parts = text.split('-')
  if (parts.length !== 3) {
    throw new GtidError(`invalid MariaDB GTID (${text}): expecting Domain-Server-Sequence`)
  }
  const read = (part: string, what: string): number => {
    if (/^[0-9]+$/.test(part)) return Number(part)
    throw new GtidError(
      `invalid MariaDB GTID ${what} (${part}): strconv.ParseUint: parsing ${JSON.stringify(part)}: invalid syntax`,
    )
  }
  return {
    domain: read(parts[0]!, 'Domain ID'),
    server: read(parts[1]!, 'Server ID'),
    sequence: read(parts[2]!, 'Sequence number'),
  }
}

/** `file:position` of one server's binlog. Files compare as text, so `bin.9` is after `bin.10`, as in Vitess. */
export class FilePosGtidSet implements AnyGtidSet {
  readonly flavor = 'FilePos'
  readonly file: string
  readonly offset: number

  private constructor(file: string, offset: number) {
    this.file = file
    this.offset = offset
  }

  static parse(this: void, text: string): FilePosGtidSet {
    const parts = text.split(':')
    if (parts.length !== 2) throw new GtidError(`invalid FilePos GTID (${text}): expecting file:pos`)
    if (!/^[+-]?[0-9]+$/.test(parts[1]!)) {
      throw new GtidError(`invalid FilePos GTID (${text}): expecting pos to be an integer`)
    }
    return new FilePosGtidSet(parts[0]!, Number(parts[1]))
  }

  contains(other: AnyGtidSet): boolean {
    if (!(other instanceof FilePosGtidSet)) return false
    return other.file === this.file ? other.offset <= this.offset : other.file < this.file
  }

  equals(other: AnyGtidSet): boolean {
    return other instanceof FilePosGtidSet && this.toString() === other.toString()
  }

  addText(text: string): FilePosGtidSet {
    return FilePosGtidSet.parse(text)
  }

  toString(): string {
    return `${this.file}:${this.offset}`
  }
}
