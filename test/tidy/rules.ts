/** The drawn architecture, as data. Each rule says why it is there, since that is what its message tells. */

/** Bottom-up. A part may import the parts before it, and never one of its own rank (same number). */
export const ranks: readonly { readonly part: string; readonly rank: number }[] = [
  { part: 'base', rank: 0 },
  { part: 'sim', rank: 1 },
  { part: 'sql', rank: 2 },
  { part: 'mysql', rank: 3 },
  { part: 'vitess/keys', rank: 4 },
  { part: 'vitess/wire', rank: 5 },
  { part: 'vitess/topo', rank: 6 },
  { part: 'vitess/discovery', rank: 7 },
  { part: 'vitess/command', rank: 7 },
  { part: 'vitess/vttablet', rank: 8 },
  { part: 'vitess/vtgate', rank: 8 },
  { part: 'vitess/vtworker', rank: 8 },
  { part: 'vitess/wrangler', rank: 8 },
  { part: 'lab/check', rank: 9 },
  { part: 'lab/cluster', rank: 10 },
  { part: 'lab/workload', rank: 11 },
  { part: 'lab/scenario', rank: 12 },
  { part: 'lab/explore', rank: 13 },
  { part: 'lab/branch', rank: 14 },
  { part: 'lab/shrink', rank: 14 },
  { part: 'library', rank: 18 },
  { part: 'property', rank: 19 },
  { part: 'ui/text', rank: 20 },
  { part: 'ui/cluster-view', rank: 20 },
  { part: 'ui/story', rank: 21 },
  { part: 'ui/export', rank: 22 },
  { part: 'ui/state', rank: 23 },
  { part: 'ui/screens', rank: 24 },
  { part: 'ui/app', rank: 25 },
  { part: 'cli', rank: 30 },
]

/** Who else may import a part than by rank alone. */
export const onlyFor: readonly { readonly part: string; readonly allowed: readonly string[]; readonly because: string }[] = [
  {
    part: 'mysql', allowed: ['vitess/vttablet', 'lab', 'cli'],
    because: 'vttablet stands between MySQL and the rest of Vitess; everyone else speaks to a tablet through wire',
  },
]

/** Packages, and the parts in which they may be used. `node:*` stands for all of Node's own. */
export const packages: readonly { readonly name: string; readonly allowed: readonly string[]; readonly because: string }[] = [
  { name: 'alasql', allowed: ['sql', 'mysql'], because: 'it executes relational plans of the emulated MySQL and nothing else' },
  { name: 'sorted-btree', allowed: ['mysql', 'base'], because: 'it stores tables' },
  { name: 'ink', allowed: ['ui/app'], because: 'only the app meets the terminal; screens are pure functions' },
  { name: 'react', allowed: ['ui/app'], because: 'only the app meets the terminal; screens are pure functions' },
  { name: 'string-width', allowed: ['ui/text', 'cli'], because: 'one part knows how wide a text is' },
  { name: 'yargs', allowed: ['cli'], because: 'only the command line reads arguments' },
  { name: 'node:*', allowed: ['cli'], because: 'everything up to lab also runs in a browser, and only on virtual time' },
  { name: 'yaml', allowed: ['lab', 'cli'], because: 'only scenarios have front matter' },
  { name: 'zod', allowed: ['lab', 'cli'], because: 'only input of users needs a schema' },
  { name: 'fast-check', allowed: ['property'], because: 'who uses the library without it need not have it' },
  { name: 'mdast-util-from-markdown', allowed: ['lab'], because: 'only scenarios are Markdown' },
]

/** Names that read real time or chance, start uncontrolled work, or depend on the machine. Allowed in cli only. */
export const forbidden: readonly { readonly name: RegExp; readonly instead: string; readonly except?: readonly string[] }[] = [
  { name: /\bDate\b(?!\.UTC)/, instead: 'ctx.nowMs or ctx.unixMs; base has calendar arithmetic', except: ['src/sim/sentinel', 'src/sim/traps', 'src/sim/guard'] },
  { name: /\bMath\.random\b/, instead: 'ctx.choose', except: ['src/sim/traps', 'src/sim/guard'] },
  { name: /\b(setTimeout|setInterval|setImmediate|queueMicrotask)\b/, instead: 'ctx.sleep or ctx.spawn', except: ['src/sim/'] },
  { name: /\bperformance\b/, instead: 'ctx.nowMs', except: ['src/sim/'] },
  { name: /\bcrypto\b/, instead: 'ctx.choose', except: ['src/sim/'] },
  { name: /\bprocess\.(env|argv|exit|stdout|stderr|hrtime|nextTick|cwd|platform|memoryUsage|on)\b/, instead: 'an option that cli hands in', except: ['src/sim/'] },
  { name: /\bPromise\.(all|allSettled|race|any)\b/, instead: 'ctx.all([...]) or ctx.race([...]), which know their children' },
  { name: /\b(localeCompare|toLocale\w*|Intl)\b/, instead: 'comparison by code unit' },
]

export const lineLengthMax = 140
export const fileLinesMax = 400
/** Files that may be longer, and why. */
export const longFiles: ReadonlyMap<string, string> = new Map()
