/**
 * # gateway: from a target to a tablet
 *
 *     scatter connection ── target customer.0.replica ──▶ DiscoveryGateway ── one healthy tablet ──▶ vttablet
 *                                                           │  health check, cache, buffer
 *
 * Words: a **target** is keyspace, shard and type; an **attempt** is one call to one tablet; a **retry** goes
 * to a tablet that was not tried yet.
 *
 * Invariants: in a transaction, and once rows have been streamed, nothing is tried again · a request is tried
 * `-retry-count` + 1 times at most, and on each tablet once · an answer is *definite* only if every attempt
 * was.
 *
 * What real Vitess does that we do not: the new gateway with the new health check; statistics; routing
 * replicas to rdonly.
 */
export { DiscoveryGateway, type GatewaySpec } from './discovery-gateway.ts'
export type { BegunExecution, QueryGateway, TabletHealth } from './query-gateway.ts'
