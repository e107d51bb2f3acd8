/** A duration as Go prints it (`time.Duration.String`): `0s`, `1.5ms`, `15s`, `1m30s`, `2h0m0.5s`. */
export function formatDuration(ms: number): string {
  const us = Math.round(Math.abs(ms) * 1000)
  const sign = ms < 0 && us > 0 ? '-' : ''
  if (us === 0) return '0s'
  if (us < 1000) return `${sign}${us}µs`
  if (us < 1_000_000) return `${sign}${trimmed(us, 1000)}ms`
  const minutes = Math.floor(us / 60_000_000)
  const seconds = `${trimmed(us - minutes * 60_000_000, 1_000_000)}s`
  if (minutes === 0) return sign + seconds
  const hours = Math.floor(minutes / 60)
  return `${sign}${hours > 0 ? `${hours}h` : ''}${minutes % 60}m${seconds}`
}

/** A moment of a run: seconds with three digits, `12.476`. */
export function formatSeconds(us: number): string {
  return (us / 1_000_000).toFixed(3)
}

/** `value / unit` as a decimal without trailing zeros; `unit` is a power of ten. */
function trimmed(value: number, unit: number): string {
  const digits = String(unit).length - 1
  const fraction = String(value % unit).padStart(digits, '0').replace(/0+$/, '')
  return `${Math.floor(value / unit)}${fraction === '' ? '' : `.${fraction}`}`
}
