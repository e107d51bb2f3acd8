import { existsSync } from 'node:fs'
import { configDefaults, defineConfig } from 'vitest/config'

// Other people's tools that open what vtsim writes. They are many, so they are installed only where somebody asks for them.
const contract = existsSync('test/contract/node_modules') ? [] : ['test/contract/**']

export default defineConfig({
  // As in the bundle: the kernel's objects are made by the million, so fields are assigned and not defined.
  // (tsconfig.json says so: useDefineForClassFields is false.)
  test: {
    include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...contract],
    testTimeout: 60_000, pool: 'forks', maxWorkers: 2,
  },
})
