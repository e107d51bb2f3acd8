// Bundles what the package exports into dist/library, with its declarations. vtsim/property shares its chunks with vtsim:
// both speak of the same worlds.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { forNode } from './bundle.mjs'
import { root } from './prepare.mjs'

const outdir = 'dist/library'
const entries = { index: 'src/library/index.ts', property: 'src/property/index.ts' }

export async function buildLibrary() {
  const esbuild = await import('esbuild')
  rmSync(join(root, outdir), { recursive: true, force: true })
  const built = await esbuild.build({
    ...forNode,
    entryPoints: entries,
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    // No module of Node's own: what is up to lab also runs in a browser.
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    banner: {},
    // The first is loaded when a world may join tables; the second is the one that the test itself uses.
    external: ['alasql', 'fast-check'],
    metafile: true,
  })
  declare()
  return built
}

/** The declarations that the entries lead to, with specifiers as every resolution of TypeScript takes them. */
function declare() {
  mkdirSync(join(root, '.vtsim'), { recursive: true })
  const scratch = mkdtempSync(join(root, '.vtsim', 'declarations-'))
  try {
    const project = join(scratch, 'tsconfig.json')
    writeFileSync(project, JSON.stringify({
      extends: relative(scratch, join(root, 'tsconfig.json')),
      compilerOptions: { noEmit: false, declaration: true, emitDeclarationOnly: true, noCheck: true, rootDir: join(root, 'src'), outDir: 'types' },
      include: [], files: Object.values(entries).map(path => join(root, path)),
    }))
    const done = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], { encoding: 'utf8' })
    if (done.status !== 0) throw new Error(`the declarations cannot be made:\n${done.stdout}${done.stderr}`)
    const seen = new Set()
    const queue = Object.values(entries).map(path => path.replace(/^src\//, '').replace(/\.ts$/, '.d.ts'))
    for (const path of queue) {
      if (seen.has(path)) continue
      seen.add(path)
      const text = readFileSync(join(scratch, 'types', path), 'utf8')
        .replace(/((?:from|import\()\s*['"]\.[^'"]*)\.tsx?(['"])/g, '$1.js$2')
      for (const [, specifier] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]*)\.js['"]/g)) {
        const target = join(dirname(path), `${specifier}.d.ts`)
        if (!existsSync(join(scratch, 'types', target))) throw new Error(`${path} speaks of ${target}, which is not there`)
        queue.push(target)
      }
      const out = join(root, outdir, 'types', path)
      mkdirSync(dirname(out), { recursive: true })
      writeFileSync(out, text)
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await buildLibrary()
