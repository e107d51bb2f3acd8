// `npm test`: the quick suite; `npm run test:all`: with each scenario and more seeds. Arguments go to vitest. Ends with the plain
// line `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs'

ensureInstalled()
await ensureBuilt()
const scratch = mkdtempSync(join(tmpdir(), 'vtsim-test-'))
const report = join(scratch, 'report.json')
const given = process.argv.slice(2)
const done = spawnSync(process.execPath, [
  join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run',
  '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...given.filter(arg => arg !== '--all'),
], { cwd: root, stdio: 'inherit', env: given.includes('--all') ? { ...process.env, VTSIM_TESTS: 'all' } : process.env })
const { numPassedTests = 0, numFailedTests = 0, numFailedTestSuites = 0 } = readReport()
rmSync(scratch, { recursive: true, force: true })
// A file that cannot even be loaded fails as a suite without failing a test.
const failed = numFailedTests > 0 ? numFailedTests : done.status === 0 ? 0 : Math.max(1, numFailedTestSuites)
if (!existsSync(join(root, 'test/contract/node_modules'))) {
  process.stdout.write('test/contract is left out: `npm ci --prefix test/contract` installs the tools that it asks\n')
}
process.stdout.write(`\n${numPassedTests} passed, ${failed} failed\n`)
process.exit(done.status ?? 1)

function readReport() {
  try { return JSON.parse(readFileSync(report, 'utf8')) } catch { return {} }
}
