/**
 * # command: what the servers of operators have in common
 *
 * vtctld and vtworker both run command lines for a client that reads their log. This part knows how such a
 * line is read and where its output goes, and a few calculations on schemas that both do.
 *
 *     $ vtctlclient MigrateServedTypes -cells=zone1 customer/0 rdonly
 *                   └ command ───────┘ └ flags ───┘ └ arguments ─┘      parseFlags
 *     I0406 21:18:36.686850 keyspace.go:404] Finding …   CommandLogger → server's log, client's screen
 *
 * Invariants: flags come before arguments, as in Go; a line is in the server's log before the client has it;
 * a mistake in a command line is a failure with the code INVALID_ARGUMENT, so it reaches the client like any
 * other answer.
 *
 * What real Vitess does that we do not: levels of verbosity, log files, `-h` of single flags by other
 * spellings.
 */
export {
  boolFlag, durationFlag, flagDefaults, floatFlag, helpRequested, intFlag, parseFlags, parseGoDuration,
  stringFlag,
  type FlagSpec, type FlagSpecs, type FlagValues,
} from './command-flags.ts'
export { CommandLogger } from './command-output.ts'
export { asFailure, failure, failureText, ignoringFailure, wrapped, wrapping } from './failures.ts'
export { diffSchemas, filterTables } from './schema-diff.ts'
export {
  executeFetchAsApp, queryService, tabletManager, type QueryServiceClient, type TabletManagerClient,
} from './tablet-clients.ts'
