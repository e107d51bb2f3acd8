import { UsageError } from './report-error.ts'

/** Reads `--seed`; undefined without one. Fails with a UsageError. */
export function parseSeed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seed = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed)) throw new UsageError(
    `--seed ${text} is no whole number from 0 to ${Number.MAX_SAFE_INTEGER}`, 'as in --seed 7',
  )
  return seed
}
