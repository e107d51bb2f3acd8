import { defineConfig } from 'vitest/config'

export default defineConfig({
  // As in the bundle: the kernel's objects are made by the million, so fields are assigned and not defined.
  // (tsconfig.json says so: useDefineForClassFields is false.)
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, pool: 'forks', maxWorkers: 2 },
})
