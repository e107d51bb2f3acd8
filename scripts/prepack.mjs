// What is packed: both bundles, made anew and small, and the licences of all that is in them.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildLibrary } from './build-library.mjs'
import { build } from './build.mjs'
import { root } from './prepare.mjs'

const bundles = [await build(), await buildLibrary()]
const packages = new Set(bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs)).flatMap(path =>
  /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []))
const text = [...packages].sort().map(path => {
  const { name, version, license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'))
  const file = readdirSync(join(root, path)).find(entry => /^licen[cs]e/i.test(entry))
  return `${name} ${version} (${license})\n\n${file === undefined ? 'No text of its licence comes with it.\n' : readFileSync(join(root, path, file), 'utf8')}`
}).join(`\n${'-'.repeat(80)}\n\n`)
mkdirSync(join(root, 'dist'), { recursive: true })
writeFileSync(join(root, 'dist/third-party.txt'), `These packages are part of the bundles of vtsim.\n\n${text}`)
