import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadRelationalEngine } from '../../../../src/mysql/engine/index.ts'
import { Tables } from './tables.ts'

beforeAll(loadRelationalEngine)

const wicked = ['__proto__', 'constructor', 'toString', "']||process.exit(1)||['", '`', '"', '\\', 'a,b']
const tables = new Tables()
  .create('create table `we``ird "t" ]` (id int primary key, `c\'d` varbinary(40))', wicked.map((text, i) => [i, text]))
  .create('create table plain (id int primary key, v varbinary(40))', wicked.map((text, i) => [i + 100, text]))

const join = "select p.id, w.id from plain p join `we``ird \"t\" ]` w on w.`c'd` = p.v order by 1"

describe('alasql in its place', () => {
  afterEach(() => vi.restoreAllMocks())

  it('never sees a value or a name as code', () => {
    expect(tables.lines(join)).toEqual(wicked.map((_, i) => `${i + 100}|${i}`))
    const grouped = "select w.`c'd`, count(*) from plain p join `we``ird \"t\" ]` w on w.`c'd` = p.v group by w.`c'd`"
    expect(tables.lines(grouped).sort()).toEqual(wicked.map((text) => `${text}|1`).sort())
    expect(({} as Record<string, unknown>).count).toBeUndefined()
  })

  it('neither looks at the clock nor draws', () => {
    const fail = (): never => { throw new Error('not from the simulated world') }
    vi.spyOn(Date, 'now').mockImplementation(fail)
    vi.spyOn(Math, 'random').mockImplementation(fail)
    const rows = tables.lines(`select count(*), max(a.id) from plain a left join plain b on a.id = b.id + 1 group by b.id % 2`)
    vi.restoreAllMocks()
    expect(rows).toEqual(['1|100', '4|107', '3|106'])
  })

  it('sees rows as they are now, not as in the join before', () => {
    const changing = new Tables().create('create table a (id int)', [[1], [2]]).create('create table b (id int)', [[1]])
    const sql = 'select a.id from a join b on a.id = b.id'
    expect(changing.lines(sql)).toEqual(['1'])
    changing.create('create table b (id int)', [[2]])
    expect(changing.lines(sql)).toEqual(['2'])
  })
})
