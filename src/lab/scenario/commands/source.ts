import { defineCommand } from '../command.ts'

/** Variables of the tutorial's `env.sh`, as far as its commands use them. Source: examples/local/env.sh. */
export const environment: ReadonlyMap<string, string> = new Map([
  ['VTDATAROOT', '/tmp/vtdataroot'],
  [
    'TOPOLOGY_FLAGS',
    '-topo_implementation etcd2 -topo_global_server_address localhost:2379 -topo_global_root /vitess/global',
  ],
])

/** `source ./env.sh` */
export const source = defineCommand({
  name: 'source',
  usage: './env.sh',
  parse(args, context) {
    const [file] = args
    if (file === undefined) throw context.mistake('which file?')
    if (!/(^|\/)env\.sh$/.test(file.text)) throw context.mistake(
      `there is no file ${file.text}`, file, 'the sandbox has ./env.sh',
    )
  },
  async run(_ctx, session) {
    for (const [name, value] of environment) session.variables.set(name, value)
  },
})
