import { describe, expect, test } from 'vitest'
import { buildControllerPlan } from '../../../../src/vitess/vttablet/vreplication/controller-plan.ts'

describe('statements of VReplicationExec', () => {
  test.each([
    ['insert into _vt.vreplication(workflow, source) values (\'a\', \'b\'), (\'c\', \'d\')', { kind: 'insert', rows: 2 }],
    ['insert into _vt.vreplication(id, workflow) values (null, \'a\')', { kind: 'insert', rows: 1 }],
    ["update _vt.vreplication set state='Running', stop_pos=null where id = 1", {
      kind: 'update', selector: 'select id from _vt.vreplication where id = 1',
      applier: "update _vt.vreplication set state = 'Running', stop_pos = null where id in ::ids",
    }],
    ['update _vt.vreplication set state=\'Stopped\'', {
      kind: 'update', selector: 'select id from _vt.vreplication', applier: "update _vt.vreplication set state = 'Stopped' where id in ::ids",
    }],
    ['delete from _vt.vreplication where id = 1', {
      kind: 'delete', selector: 'select id from _vt.vreplication where id = 1',
      applier: 'delete from _vt.vreplication where id in ::ids', copyStateApplier: 'delete from _vt.copy_state where vrepl_id in ::ids',
    }],
    ['select pos from _vt.vreplication where id = 1', { kind: 'passthrough' }],
    ['select * from _vt.copy_state', { kind: 'passthrough' }],
    ['delete from _vt.resharding_journal where id = 1', { kind: 'passthrough' }],
  ])('%s', (query, plan) => {
    expect(buildControllerPlan(query)).toEqual(plan)
  })

  test.each([
    ['insert into _vt.vreplication(id, workflow) values (1, \'a\')', 'id should not have a value: 1'],
    ['update _vt.vreplication set id = 2 where id = 1', 'id cannot be changed: 2'],
    ['insert into _vt.other(a) values (1)', 'invalid table name: _vt.other'],
    ['select * from customer', 'invalid table name: customer'],
    ['replace into _vt.vreplication(workflow) values (\'a\')', 'unsupported construct: '],
    ['insert into _vt.vreplication(workflow) select 1 from dual', 'unsupported construct: '],
    ['update _vt.vreplication set state = \'a\' limit 1', 'unsupported construct: '],
    ['delete from _vt.vreplication order by id', 'unsupported construct: '],
    ['drop table _vt.vreplication', 'unsupported construct: '],
    ['not sql', 'syntax error at position 4 near \'not\''],
  ])('%s is refused', (query, message) => {
    expect(() => buildControllerPlan(query)).toThrow(message)
  })
})
