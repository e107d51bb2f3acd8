// How the programs of this repository are bundled, said once: the command line, the campaigns, the bench, the canaries.
import { join } from 'node:path'
import { root } from './prepare.mjs'

/** The kernel's objects are made by the million: fields are assigned, not defined. */
export const tsconfigRaw = { compilerOptions: { useDefineForClassFields: false, target: 'ES2022', jsx: 'react-jsx' } }

/** What runs on Node. alasql is CommonJS that asks for files at run time; it is loaded from node_modules, when a query needs it. */
export const forNode = {
  absWorkingDir: root, outExtension: { '.js': '.mjs' }, bundle: true, format: 'esm', platform: 'node', target: 'node20', tsconfigRaw,
  external: ['alasql'], legalComments: 'none', logLevel: 'warning',
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
}

/**
 * Bundles `entry` into `folder` as a program of one file, and answers its path. `folder` must be below the root, since what stays
 * `external` is found from there. `options` of esbuild come on top.
 */
export async function bundleScript(entry, folder, { external = [], ...options } = {}) {
  const esbuild = await import('esbuild')
  const name = /([^/]+)\.ts$/.exec(entry)[1]
  await esbuild.build({
    ...forNode, entryPoints: { [name]: entry }, outdir: folder, external: [...forNode.external, ...external], ...options,
  })
  return join(root, folder, `${name}.mjs`)
}
