import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binlogSource, binlogSourceText, createVReplication, parseBinlogSource, stopVReplication } from '../../../../src/vitess/wire/index.ts'

describe('the source of a stream in text', () => {
  test.each([
    [{ keyspace: 'customer', shard: '0', keyRange: { start: '', end: '80' } }, 'keyspace:"customer" shard:"0" key_range:<end:"\\200" > '],
    [{ keyspace: 'customer', shard: '0', keyRange: { start: '40', end: '80' } }, 'keyspace:"customer" shard:"0" key_range:<start:"@" end:"\\200" > '],
    [{ keyspace: 'customer', shard: '-80', keyRange: { start: '', end: '' } }, 'keyspace:"customer" shard:"-80" key_range:<> '],
    [{ keyspace: 'commerce', shard: '0', tables: ['customer', 'corder'] }, 'keyspace:"commerce" shard:"0" tables:"customer" tables:"corder" '],
    [{ keyspace: 'k', shard: '0', filter: { rules: [{ match: '/.*', filter: '-80' }, { match: 't', filter: '' }] } },
      'keyspace:"k" shard:"0" filter:<rules:<match:"/.*" filter:"-80" > rules:<match:"t" > > '],
  ])('%j', (fields, text) => {
    expect(binlogSourceText(binlogSource(fields))).toBe(text)
    expect(parseBinlogSource(text)).toEqual(binlogSource(fields))
  })

  test('what is printed is read again', () => {
    const bytes = fc.uint8Array({ maxLength: 8 }).map(list => [...list].map(byte => byte.toString(16).padStart(2, '0')).join(''))
    const word = fc.string({ minLength: 1, unit: 'grapheme-ascii' })
    fc.assert(fc.property(word, word, fc.option(fc.record({ start: bytes, end: bytes })), fc.array(word), (keyspace, shard, keyRange, tables) => {
      const source = binlogSource({ keyspace, shard, keyRange, tables })
      expect(parseBinlogSource(binlogSourceText(source))).toEqual(source)
    }))
  })

  test('a mistake is shown with its place', () => {
    expect(() => parseBinlogSource('keyspace:"a" key_range:<')).toThrow('parse error in stream source at 25: expected ">"')
    expect(() => parseBinlogSource('keyspace "a"')).toThrow('expected ":"')
  })
})

describe('statements on streams', () => {
  test('a stream is made with its rates off', () => {
    expect(createVReplication({
      workflow: 'SplitClone', source: binlogSource({ keyspace: 'customer', shard: '0', keyRange: { start: '', end: '80' } }),
      position: 'MySQL56/a:1-20', state: 'Running', maxTps: '9223372036854775807', maxReplicationLag: '9223372036854775807',
      timeUpdatedS: 5, dbName: 'vt_customer',
    })).toBe('insert into _vt.vreplication (workflow, source, pos, max_tps, max_replication_lag, time_updated, transaction_timestamp, '
      + 'state, db_name) values (\'SplitClone\', \'keyspace:\\"customer\\" shard:\\"0\\" key_range:<end:\\"\\\\200\\" > \', '
      + "'MySQL56/a:1-20', 9223372036854775807, 9223372036854775807, 5, 0, 'Running', 'vt_customer')")
  })

  test('a long message is cut', () => {
    expect(stopVReplication(1, 'x'.repeat(960))).toBe(`update _vt.vreplication set state='Stopped', message='${'x'.repeat(950)}...' where id=1`)
  })
})
