import { existsSync } from 'node:fs'
import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { manyWorldsFlags } from './scripts/prepare.mjs'
import { isWholeSuite } from './test/support/whole-suite.ts'

// Other people's tools that open what vtsim writes. They are many, so they are installed only where somebody asks for them.
const contract = existsSync('test/contract/node_modules') ? [] : ['test/contract/**']

// `npm run test:all` has them, and so has CI.
const left = isWholeSuite ? [] : ['test/**/*.long.test.ts']

/** These take longest, so they begin first: a fresh clone knows no times of its own, and one core would wait for the other. */
const long = ['property/customer-split', 'terminal/', 'unit/cli/explore', 'determinism/', 'property/']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex(part => moduleId.includes(`/test/${part}`))
      return at < 0 ? long.length : at
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  // As in the bundle: the kernel's objects are made by the million, so fields are assigned and not defined.
  // (tsconfig.json says so: useDefineForClassFields is false.)
  test: {
    include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...contract, ...left],
    testTimeout: 180_000, pool: 'forks', maxWorkers: 2, sequence: { sequencer: LongestFirst },
    // The sources are loaded by Node itself.
    server: { deps: { external: [/\/src\/.*\.tsx?$/] } },
    execArgv: [...manyWorldsFlags, '--import', new URL('scripts/sources/register.mjs', import.meta.url).href],
    // One graph of modules for all files of a worker: to load the sources anew takes longer than most files.
    isolate: false,
  },
})
