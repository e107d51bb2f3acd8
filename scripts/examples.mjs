// `npm run examples`: packs vtsim, installs it in an empty folder and looks whether it works and whether its declarations
// are whole; then the examples are checked and run with it. They are projects of their own, but what else they need is
// found in the folders above them: nothing is asked of a registry.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, root } from './prepare.mjs'

ensureInstalled()
const scratch = mkdtempSync(join(tmpdir(), 'vtsim-examples-'))
const tsc = join(root, 'node_modules/typescript/bin/tsc')
try {
  const file = pack()
  inEmptyFolder(file)
  for (const name of readdirSync(join(root, 'examples'))) example(join(root, 'examples', name), file)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** The package as it would be published; what it is made of is in dist/ afterwards. */
function pack() {
  npm(['pack', '--loglevel=error', '--pack-destination', scratch], root)
  return join(scratch, readdirSync(scratch).find(name => name.endsWith('.tgz')))
}

function inEmptyFolder(file) {
  const folder = join(scratch, 'empty')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  // All that it needs is in it.
  npm(['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', file], folder)
  writeFileSync(join(folder, 'library.mjs'), `
    import { defineScenario, runScenario } from 'vtsim'
    const scenario = defineScenario({ name: 'join', workload: null, commands: [
      'mysql -h 127.0.0.1 -P 15306 customer@master',
      'mysql> select c.email, o.price from customer c join corder o on c.customer_id = o.customer_id where c.customer_id = 1;',
    ] })
    const { run, outputs } = await runScenario(scenario)
    if (run.outcome !== 'done' || ![...outputs.values()].flat().join().includes('alice@domain.com')) throw new Error('a join failed')
  `)
  node(['library.mjs'], folder)
  run(join(folder, 'node_modules/.bin/vtsim'), ['check', 'explore/cutover'], folder)
  // Only of these may the declarations speak: no library of Node or of browsers is there.
  symlinkSync(join(root, 'node_modules/fast-check'), join(folder, 'node_modules/fast-check'))
  symlinkSync(join(root, 'node_modules/pure-rand'), join(folder, 'node_modules/pure-rand'))
  writeFileSync(join(folder, 'all.ts'), "import * as vtsim from 'vtsim'\nimport * as property from 'vtsim/property'\nexport { vtsim, property }\n")
  for (const [module, moduleResolution] of [['NodeNext', 'NodeNext'], ['ESNext', 'Bundler']]) {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
      compilerOptions: {
        noEmit: true, strict: true, skipLibCheck: false, target: 'ES2022', lib: ['ES2023'], types: [], module, moduleResolution,
        preserveSymlinks: true,
      },
      files: ['all.ts'],
    }))
    node([tsc], folder)
  }
  process.stdout.write('the package works in an empty folder, and its declarations are whole\n')
}

function example(folder, file) {
  const installed = join(folder, 'node_modules')
  rmSync(installed, { recursive: true, force: true })
  mkdirSync(join(installed, 'vtsim'), { recursive: true })
  run('tar', ['xzf', file, '--strip-components=1', '-C', join(installed, 'vtsim')], folder)
  node([tsc], folder)
  node([join(root, 'node_modules/vitest/vitest.mjs'), 'run'], folder)
}

function npm(args, cwd) {
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, cwd)
}

function node(args, cwd) {
  run(process.execPath, args, cwd)
}

function run(program, args, cwd) {
  const done = spawnSync(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' })
  if (done.status === 0) return
  process.stderr.write(`\n${[program, ...args].join(' ')} failed in ${cwd}\n`)
  rmSync(scratch, { recursive: true, force: true })
  process.exit(1)
}
