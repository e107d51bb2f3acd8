import { Mysqld } from '../../mysql/index.ts'
import {
  QueryService, TabletManager, TopoServer, UpdateStream, VtgateService, Vtctl, Vtworker,
} from '../../vitess/wire/index.ts'

/** All that servers answer. */
export const services = [Mysqld, QueryService, TabletManager, TopoServer, UpdateStream, VtgateService, Vtctl, Vtworker]

/** Those whose requests may come twice: a connection to MySQL does not repeat a statement. */
export const doubledMethodNames: readonly string[] = services.flatMap(
  ({ methods }) => methods.flatMap(({ key, doubles }) => (doubles ? [key] : [])))

/** `Service.method` of those with one answer. */
export const methodNames: readonly string[] = services.flatMap(
  ({ methods }) => methods.flatMap(({ key, streaming }) => (streaming ? [] : [key])))
