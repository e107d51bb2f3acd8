/** Replication positions as Vitess writes them: `MySQL56/<gtid set>` (go/mysql/replication_position.go). */
import { FilePosGtidSet, MariadbGtidSet } from './gtid-other-flavors.ts'
import { type AnyGtidSet, type Gtid, GtidError, GtidSet } from './gtid.ts'

/** Where a replication stream stands: a GTID set, or nothing (zero). Immutable. */
export class Position {
  static readonly zero = new Position(null)

  readonly set: AnyGtidSet | null

  constructor(set: AnyGtidSet | null) {
    this.set = set
  }

  /** Reads `''` (zero) or `<flavor>/<set>`. Throws `GtidError`. */
  static decode(text: string): Position {
    if (text === '') return Position.zero
    const slash = text.indexOf('/')
    const flavor = slash < 0 ? '' : text.slice(0, slash)
    const parse = parsers.get(flavor)
    if (parse === undefined) throw new GtidError(`parse error: unknown GTIDSet flavor ${JSON.stringify(flavor)}`)
    return new Position(parse(text.slice(slash + 1)))
  }

  get isZero(): boolean {
    return this.set === null
  }

  /** `''` for zero, else with its flavor. */
  encode(): string {
    return this.set === null ? '' : `${this.set.flavor}/${this.set}`
  }

  /** Everything in `other` is in this position. */
  atLeast(other: Position): boolean {
    if (other.set === null) return true
    return this.set !== null && this.set.contains(other.set)
  }

  equals(other: Position): boolean {
    if (this.set === null || other.set === null) return this.set === other.set
    return this.set.equals(other.set)
  }

  /** This position after one more transaction of MySQL. */
  append(gtid: Gtid): Position {
    if (this.set === null) return new Position(GtidSet.empty.add(gtid))
    return new Position(this.set instanceof GtidSet ? this.set.add(gtid) : this.set)
  }

  /** The set without its flavor; `<nil>` for zero, as Go prints it. */
  toString(): string {
    return this.set === null ? '<nil>' : this.set.toString()
  }
}

const parsers = new Map<string, (text: string) => AnyGtidSet>([
  ['MySQL56', GtidSet.parse],
  ['MariaDB', MariadbGtidSet.parse],
  ['FilePos', FilePosGtidSet.parse],
])
