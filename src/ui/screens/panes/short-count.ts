/** A count in at most four columns: `9999`, `20k`, `3M`. Cut off, 20000 would read as 200. */
export function shortCount(count: number): string {
  if (count < 10_000) return String(count)
  return count < 999_500 ? `${Math.round(count / 1000)}k` : `${Math.round(count / 1_000_000)}M`
}
