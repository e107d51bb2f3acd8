import { defineConfig } from 'vitest/config'

// A property runs a whole cluster some hundred times.
export default defineConfig({ test: { testTimeout: 120_000 } })
