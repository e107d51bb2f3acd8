export {
  ClusterSpecError, validateCluster,
  type ClusterSpec, type KeyspaceSpec, type ShardSpec, type TableRows, type TabletSpec, type VtgateSpec,
} from './cluster-spec.ts'
export { localExample } from './local-example.ts'
