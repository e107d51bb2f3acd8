import { describe, expect, test } from 'vitest'
import { ServingState } from '../../../../src/vitess/vttablet/tabletserver/serving-state.ts'
import type { ServerState } from '../../../../src/vitess/vttablet/tabletserver/serving-state.ts'
import type { TabletType, Target } from '../../../../src/vitess/wire/index.ts'

function stateOf(state: ServerState, type: TabletType = 'MASTER'): ServingState {
  const server = new ServingState('customer', '0')
  server.state = state
  server.tabletType = type
  return server
}
const target = (fields: Partial<Target> = {}): Target => ({ keyspace: 'customer', shard: '0', tabletType: 'MASTER', ...fields })

describe('a request', () => {
  test.each<[string, ServerState, Target | null, boolean, string]>([
    ['to a tablet that serves', 'Serving', target(), false, ''],
    ['to one that does not', 'NotServing', target(), false, 'operation not allowed in state NOT_SERVING'],
    ['to one without mysqld', 'NotConnected', target(), true, 'operation not allowed in state NOT_SERVING'],
    ['to one that shuts down', 'ShuttingDown', target(), false, 'operation not allowed in state SHUTTING_DOWN'],
    ['of an open transaction to one that shuts down', 'ShuttingDown', target(), true, ''],
    ['for a replica', 'Serving', target({ tabletType: 'REPLICA' }), false, 'invalid tablet type: REPLICA, want: MASTER or []'],
    ['for another keyspace', 'Serving', target({ keyspace: 'commerce' }), false, 'invalid keyspace commerce'],
    ['for another shard', 'Serving', target({ shard: '-80' }), false, 'invalid shard -80'],
    ['for nobody', 'Serving', null, false, 'No target'],
    ['for another shard, to one that does not serve', 'NotServing', target({ shard: '-80' }), false, 'operation not allowed in state NOT_SERVING'],
  ])('%s', (_, state, wanted, allowOnShutdown, message) => {
    const start = () => { stateOf(state).startRequest(wanted, allowOnShutdown) }
    if (message === '') start()
    else expect(start).toThrow(message)
  })

  test('for either type is let in while a replica becomes master', () => {
    const server = stateOf('NotServing', 'REPLICA')
    server.decide('MASTER', true, ['REPLICA'])
    server.state = 'Serving'
    server.startRequest(target({ tabletType: 'REPLICA' }), false)
    server.startRequest(target(), false)
    expect(() => { server.startRequest(target({ tabletType: 'RDONLY' }), false) })
      .toThrow('invalid tablet type: RDONLY, want: MASTER or [REPLICA]')
  })
})

describe('what is to be done', () => {
  test.each<[ServerState, TabletType, boolean, string, ServerState]>([
    ['NotConnected', 'MASTER', true, 'full-start', 'Transitioning'],
    ['NotConnected', 'MASTER', false, 'none', 'NotConnected'],
    ['NotServing', 'MASTER', true, 'serve-new-type', 'Transitioning'],
    ['NotServing', 'REPLICA', false, 'none', 'NotServing'],
    ['Serving', 'MASTER', true, 'none', 'Serving'],
    ['Serving', 'REPLICA', true, 'serve-new-type', 'Transitioning'],
    ['Serving', 'MASTER', false, 'graceful-stop', 'ShuttingDown'],
  ])('from %s to %s, serving %s: %s', (state, type, serving, action, next) => {
    const server = stateOf(state)
    expect(server.decide(type, serving, [])).toBe(action)
    expect(server).toMatchObject({ state: next, tabletType: type })
  })

  test.each<[ServerState, string]>([['Transitioning', 'NOT_SERVING'], ['ShuttingDown', 'SHUTTING_DOWN']])('nothing in state %s', (state, name) => {
    expect(() => stateOf(state).decide('REPLICA', true, [])).toThrow(`cannot SetServingType, current state: ${name}`)
  })
})
