import type { Boot } from '../../sim/index.ts'
import { asFailure, CommandLogger } from '../command/index.ts'
import { TopoClient } from '../topo/index.ts'
import { Vtctl } from '../wire/index.ts'
import { runCommand } from './run-command.ts'
import { defaultWranglerSettings, type WranglerSettings } from './wrangler.ts'

export interface VtctldSpec {
  readonly cell: string
  readonly settings?: Partial<WranglerSettings>
  /**
   * Files that commands may name, such as `create_commerce_schema.sql`: by path, or by the last part of it.
   */
  readonly files?: ReadonlyMap<string, string>
}

/**
 * vtctld: runs commands for `vtctlclient`, any number at a time. Source: go/cmd/vtctld,
 * go/vt/vtctl/grpcvtctlserver.
 */
export function bootVtctld(spec: VtctldSpec): Boot {
  const settings = { ...defaultWranglerSettings, ...spec.settings }
  const readFile = (path: string): string | null =>
    spec.files?.get(path) ?? spec.files?.get(path.slice(path.lastIndexOf('/') + 1)) ?? null
  return async ctx => {
    const topo = new TopoClient({ cell: spec.cell })
    ctx.process.serve(Vtctl, {
      executeVtctlCommand: async (own, { args, actionTimeoutMs }, out) => {
        const logger = new CommandLogger()
        await logger.serve(own, out, async inner => {
          try {
            await inner.timeout(actionTimeoutMs,
              timed => runCommand(timed, { topo, logger, settings, readFile }, args))
          } catch (error) {
            throw asFailure(error)
          }
        })
      },
    })
  }
}
