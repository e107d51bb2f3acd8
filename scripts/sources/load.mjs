import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { tsconfigRaw } from '../bundle.mjs'

/** A module of `src` without its types, with the settings of the bundle. */
export async function load(url, context, next) {
  if (!/\/src\/.*\.tsx?$/.test(url)) return next(url, context)
  const file = fileURLToPath(url)
  const { code } = await transform(await readFile(file, 'utf8'), {
    loader: file.endsWith('x') ? 'tsx' : 'ts', format: 'esm', target: 'node20', sourcefile: file, sourcemap: 'inline',
    tsconfigRaw: { compilerOptions: { ...tsconfigRaw.compilerOptions, verbatimModuleSyntax: true } },
  })
  return { format: 'module', source: code, shortCircuit: true }
}
