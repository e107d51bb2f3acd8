// What `npm start` and `npm test` need before they can run: the packages of the lockfile, and a fresh build.
// Only Node's own modules here, since in a fresh clone there is nothing else.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Installs from the lockfile unless what is installed is what it says. */
export function ensureInstalled() {
  if (isInstalled()) return
  process.stderr.write('Installing packages from package-lock.json (once) ...\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32',
  })
  if (done.status !== 0) fail('npm ci failed: is the npm registry within reach?')
}

/** Bundles `dist/vtsim.mjs` if a source is newer. */
export async function ensureBuilt() {
  if (isBuilt()) return
  const { build } = await import('./build.mjs')
  await build()
}

/** `dist/vtsim.mjs` is there, and no source is newer. */
export function isBuilt() {
  const bundle = join(root, 'dist', 'vtsim.mjs')
  const inputs = ['src', 'package.json', 'scripts'].map(name => newestMs(join(root, name)))
  return existsSync(bundle) && statSync(bundle).mtimeMs >= Math.max(...inputs)
}

/** Every package of the lockfile is there in that version; npm notes what it installed in a lockfile of its own. */
function isInstalled() {
  const noted = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(noted)) return false
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const present = packagesOf(noted)
  return Object.entries(wanted).every(([path, { version, optional, link }]) =>
    path === '' || optional || link || present[path]?.version === version)
}

const packagesOf = file => JSON.parse(readFileSync(file, 'utf8')).packages

function newestMs(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map(name => newestMs(join(path, name))))
}

function fail(message) {
  process.stderr.write(message + '\n')
  process.exit(1)
}

/**
 * How a program of many short worlds is run: most of what a world allocates dies with it, and a young generation with room lets
 * it. Node's own code in large pages, where the system has them, is a tenth of the time.
 */
export const manyWorldsFlags = ['--max-semi-space-size=64', '--use-largepages=silent']
