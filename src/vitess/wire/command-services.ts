import { service, streaming } from '../../sim/index.ts'

/**
 * `vtctlclient -server localhost:15999 <command>`: vtctld runs the command and streams its log.
 * A command that fails ends the stream with its failure. Source: go/vt/proto/vtctldata, vtctlservice.
 */
export const Vtctl = service('Vtctl', {
  executeVtctlCommand: streaming<{ args: readonly string[]; actionTimeoutMs: number }, CommandOutput>(),
})

/** `vtworker <flags> <command>`. One command at a time. Source: go/vt/proto/vtworkerdata, vtworkerservice. */
export const Vtworker = service('Vtworker', {
  executeVtworkerCommand: streaming<{ args: readonly string[] }, CommandOutput>(),
})

/** A log line, or (level CONSOLE) text for standard output as it is. Source: go/vt/proto/logutil Event. */
export interface CommandOutput {
  readonly level: 'I' | 'W' | 'E' | 'CONSOLE'
  /** Unix time in microseconds. */
  readonly timeUs: number
  /** `keyspace.go:583`; '' for CONSOLE. */
  readonly source: string
  readonly text: string
}
