import { UserError, type TextPosition } from '../../base/index.ts'
import { overrideProfile, profiles, type Profile } from '../../sim/index.ts'
import { didYouMean } from './did-you-mean.ts'
import { services } from './method-names.ts'

const messages = services.flatMap(({ name, methods }) => [name, ...methods.map(({ key }) => key)]).flatMap(key => [key, `${key}/reply`])
const known: ReadonlySet<string> = new Set([...[...profiles.values()].flatMap(({ windows }) => Object.keys(windows)), ...messages])

/**
 * A named profile with what a scenario overrides: `Service.method: [min, max]`, in microseconds. Fails with a UserError at the
 * key or the window that is wrong.
 */
export function readProfile(
  name: string, latencies: Profile['windows'], positionOf: (key: string, what: 'key' | 'value') => TextPosition,
): Profile {
  const base = profiles.get(name)!
  for (const [key, [minUs, maxUs]] of Object.entries(latencies)) {
    if (!known.has(key)) {
      const near = didYouMean(key, [...known])
      throw new UserError(`there is no latency \`${key}\``, {
        position: positionOf(key, 'key'),
        hint: near === undefined
          ? 'there are `Service.method`, `Service`, with or without `/reply`, and '
            + Object.keys(base.windows).join(', ')
          : `did you mean \`${near}\`?`,
      })
    }
    if (minUs > maxUs) {
      throw new UserError(`latencies.${key}: ${minUs} is more than ${maxUs}`, {
        position: positionOf(key, 'value'), hint: 'a window is [min, max], in microseconds',
      })
    }
  }
  return Object.keys(latencies).length === 0 ? base : overrideProfile(base, `${name}, overridden`, latencies)
}
