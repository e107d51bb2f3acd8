// Bundles the command line into dist/vtsim.mjs. Each command is a chunk of its own, so that `--help` loads next to nothing.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './prepare.mjs'

/** `plugins` of esbuild: the canaries bundle sources that differ from those on disk. */
export async function build({ minify = false, outdir = 'dist', plugins = [] } = {}) {
  const esbuild = await import('esbuild')
  // Not the whole folder: the library is there too.
  for (const name of ['vtsim.mjs', 'vtsim.mjs.map', 'chunks']) rmSync(join(root, outdir, name), { recursive: true, force: true })
  return esbuild.build({
    absWorkingDir: root,
    entryPoints: { vtsim: 'src/cli/main.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // The kernel's objects are made by the million: fields are assigned, not defined.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false, target: 'ES2022', jsx: 'react-jsx' } },
    // alasql is CommonJS that asks for files at run time; it is loaded from node_modules, when a query needs it.
    external: ['alasql'],
    // Ink asks for React's developer tools only where DEV is set.
    alias: { 'react-devtools-core': './scripts/no-devtools.mjs' },
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    minify,
    plugins,
    sourcemap: 'linked',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  })
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await build()
