/**
 * # Cluster: from a description to running processes
 *
 * A **cluster spec** is inert data: cells, keyspaces, shards, tablets, schema, rows. Its **image** is what
 * the disks of all processes hold when the commands that make such a cluster have run, or at a moment of a world; booting a world from
 * the image is a restart of everything. **Views** show what a process holds to those who look at a world from
 * outside.
 *
 *     spec ──▶ image (topology records, disks) ──▶ topo, mysqld, vttablet, vtctld, vtworker, vtgate ──▶ views
 *
 * Invariants: this is the only place where all kinds of processes meet; an image is made once for a spec and
 * never changed, worlds get copies; a view changes nothing.
 *
 * What a real deployment has that this one has not: start-up scripts of an operating system, etcd, ports,
 * backups.
 */
export { Cluster } from './cluster.ts'
export { clusterImage, type ClusterImage, type ImageServer, type VttabletStart } from './cluster-image.ts'
export { ImageTaker } from './image-taker.ts'
export {
  ClusterSpecError, validateCluster,
  type ClusterSpec, type KeyspaceSpec, type ShardSpec, type TableRows, type TabletSpec, type VtgateSpec,
} from './cluster-spec.ts'
export { localExample, localExampleWithNewShards } from './local-example.ts'
export { streamsOf } from './rest.ts'
export { streamPosition } from './stored-streams.ts'
export { RowReader } from './row-reader.ts'
export { topologyImage } from './topology-image.ts'
export { viewRows, viewTable, viewTables, type TableView } from './table-view.ts'
export { VtgateConnection } from './vtgate-connection.ts'
export type { BinlogEvent, BinlogTransaction } from '../../mysql/index.ts'
