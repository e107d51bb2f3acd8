import type { Method } from './service.ts'

/** The least and the most that something takes, in whole microseconds. */
export type Window = readonly [minUs: number, maxUs: number]

/**
 * How long things take. Keys are `Service.method/reply`, `Service/reply`, `Service.method`, `Service` and
 * `rpc` for messages (the first that is there counts; a request does not look at the `/reply` keys), and
 * free names such as `mysql.commit` for costs that a process spends itself.
 */
export interface Profile {
  readonly name: string
  readonly windows: { readonly [key: string]: Window }
}

/** Machines of one data centre. */
export const lan: Profile = {
  name: 'lan',
  windows: {
    'rpc': [100, 300],
    'keepalive': [10_000_000, 20_000_000],
    'Mysqld': [30, 80],
    'Mysqld.connect/reply': [100, 300],
    'Mysqld.query/reply': [60, 250],
    'Mysqld.queryBatch/reply': [80, 400],
    'Mysqld.queryStream/reply': [60, 250],
    'Mysqld.binlogDump': [100, 300],
    'mysql.commit': [200, 600],
    'TopoServer': [150, 500],
    'TopoServer/reply': [200, 1_000],
    'TopoServer.watch/reply': [300, 3_000],
  },
}

/** Cells in different regions: what crosses the network is slow, what stays on the host is not. */
export const wan: Profile = overrideProfile(lan, 'wan', {
  'rpc': [20_000, 40_000],
  'Mysqld.binlogDump': [20_000, 40_000],
  'TopoServer': [20_000, 60_000],
  'TopoServer/reply': [20_000, 60_000],
  'TopoServer.watch/reply': [20_000, 80_000],
})

/** Everything on one machine, as in the local examples of Vitess. */
export const laptop: Profile = overrideProfile(lan, 'laptop', {
  'rpc': [40, 400],
  'Mysqld.binlogDump': [40, 400],
  'mysql.commit': [500, 5_000],
})

/** The same profile with some windows replaced or added. */
export function overrideProfile(base: Profile, name: string, windows: Profile['windows']): Profile {
  return { name, windows: { ...base.windows, ...windows } }
}

export const profiles: ReadonlyMap<string, Profile> = new Map(
  [lan, wan, laptop].map(profile => [profile.name, profile]))

const DEFAULT: Window = [100, 300]

/**
 * A profile with its look-ups remembered; shared by all worlds of a thread that use the same profile
 * object.
 */
export class Latencies {
  private static readonly known = new WeakMap<Profile, Latencies>()
  private readonly requests: Window[] = []
  private readonly replies: Window[] = []

  private constructor(readonly profile: Profile) {}

  static of(profile: Profile): Latencies {
    let latencies = Latencies.known.get(profile)
    if (latencies === undefined) Latencies.known.set(profile, latencies = new Latencies(profile))
    return latencies
  }

  request(method: Method): Window {
    return this.requests[method.id] ??= this.first([method.key, method.service, 'rpc'])
  }

  reply(method: Method): Window {
    const { key, service } = method
    return this.replies[method.id] ??= this.first([`${key}/reply`, `${service}/reply`, key, service, 'rpc'])
  }

  cost(key: string): Window | undefined {
    return Object.hasOwn(this.profile.windows, key) ? this.profile.windows[key] : undefined
  }

  private first(keys: readonly string[]): Window {
    for (const key of keys) {
      const window = this.cost(key)
      if (window !== undefined) return window
    }
    return DEFAULT
  }
}
