import { guards } from '../../../sim/index.ts'
import { defineCommand } from '../command.ts'
import { didYouMean } from '../did-you-mean.ts'

/** `vtsim guard-off <guard>`: from now on the servers do without this condition. */
export const guardOff = defineCommand({
  name: 'vtsim guard-off',
  usage: '<guard>',
  parse(args, context) {
    const [name, rest] = args
    if (rest !== undefined) throw context.mistake(`unexpected \`${rest.text}\``, rest)
    const names = guards().map(guard => guard.name)
    if (name !== undefined && names.includes(name.text)) return name.text
    const near = didYouMean(name?.text ?? '', names)
    throw context.mistake(
      name === undefined ? 'which guard?' : `there is no guard \`${name.text}\``, name,
      near === undefined ? `guards are: ${names.join(', ')}` : `did you mean \`${near}\`?`,
    )
  },
  async run(_ctx, session, name) {
    session.bench.guardsOff.add(name)
  },
})
