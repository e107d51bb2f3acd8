// Bundles the command line into dist/vtsim.mjs. Each command is a chunk of its own, so that `--help` loads next to nothing.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { forNode } from './bundle.mjs'
import { root } from './prepare.mjs'

/** `plugins` of esbuild: the canaries bundle sources that differ from those on disk. */
export async function build({ minify = false, outdir = 'dist', plugins = [] } = {}) {
  const esbuild = await import('esbuild')
  // Not the whole folder: the library is there too.
  for (const name of ['vtsim.mjs', 'vtsim.mjs.map', 'chunks']) rmSync(join(root, outdir, name), { recursive: true, force: true })
  return esbuild.build({
    ...forNode,
    entryPoints: { vtsim: 'src/cli/main.ts' },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    // Ink asks for React's developer tools only where DEV is set.
    alias: { 'react-devtools-core': './scripts/no-devtools.mjs' },
    define: { 'process.env.NODE_ENV': '"production"' },
    minify,
    plugins,
    sourcemap: 'linked',
    metafile: true,
  })
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await build()
