import { boolFlag } from '../../command/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { validateKeyspace as run } from '../validate.ts'

/** Source: go/vt/vtctl/vtctl.go commandValidateKeyspace. */
export const validateKeyspace = defineCommand({
  name: 'ValidateKeyspace', group: 'Keyspaces', params: '[-ping-tablets] <keyspace name>',
  help: 'Validates that all nodes reachable from the specified keyspace are consistent.',
  flags: { 'ping-tablets': boolFlag(false, 'Specifies whether all tablets will be'
    + ' pinged during the validation process') },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace name> argument is required for the ValidateKeyspace command')
    await run(ctx, wr, args[0]!, flags['ping-tablets'])
  },
})
