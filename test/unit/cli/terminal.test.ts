import { expect, test } from 'vitest'
import { columnsOf } from '../../../src/cli/terminal.ts'

test.each([[80, 80], [undefined, 100], [0, 100]])('a terminal that says %j has room for %d columns', (told, columns) => {
  expect(columnsOf(told)).toBe(columns)
})
