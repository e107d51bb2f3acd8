/**
 * Goal: a run has the same hash on every engine, in every time zone and locale. Method: hashes that are committed, and children
 * of this process that run under other flags, zones and locales. If a hash changes, every stored run log may be stale:
 * re-record only if you can say why it changed.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { hashOf } from './committed-world.ts'

const COMMITTED: readonly (readonly [seed: number | null, hash: string])[] = [
  [null, 'f7da80634db2b6c0'], [1, 'be8096526d2ff3a6'], [2, '277ccbc75f971691'],
]

test.each(COMMITTED)('seed %s gives the committed hash', async (seed, hash) => {
  expect(await hashOf(seed)).toBe(hash)
})

const folder = mkdtempSync(join(tmpdir(), 'vtsim-hash-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('other engine flags, zones and locales give the same hashes', { timeout: 60_000 }, () => {
  const bundle = join(folder, 'hashes.mjs')
  buildSync({
    stdin: { contents: `import { hashOf } from ${JSON.stringify(join(import.meta.dirname, 'committed-world.ts'))}\n`
      + 'for (const seed of [null, 1, 2]) console.log(await hashOf(seed))', resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true, format: 'esm', platform: 'node', target: 'node20', minify: true, outfile: bundle,
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  })
  const expected = COMMITTED.map(([, hash]) => hash).join('\n') + '\n'
  const variants: readonly [flags: string[], environment: Record<string, string>][] = [
    [[], { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }], [['--jitless'], { TZ: 'UTC' }], [['--no-opt', '--gc-interval=500'], {}],
  ]
  for (const [flags, environment] of variants) {
    const output = execFileSync(process.execPath, [...flags, bundle], { env: { ...process.env, ...environment }, encoding: 'utf8' })
    expect(output, flags.join(' ')).toBe(expected)
  }
})
