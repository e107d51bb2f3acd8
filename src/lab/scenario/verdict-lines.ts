import type { CheckResult } from '../check/index.ts'

const shownMax = 5

/** A verdict for people: `ok  acked-writes-survive`, or `VIOLATED` or `noted` with its evidence below. */
export function verdictLines({ name, verdict }: CheckResult): string[] {
  switch (verdict.verdict) {
    case 'ok': return [`ok        ${name}`]
    case 'unknown': return [`unknown   ${name}: ${verdict.why}`]
    case 'violated': case 'noted': {
      const shown = verdict.evidence.slice(0, shownMax).map(evidence => `            ${evidence.says}`)
      const rest = verdict.evidence.length - shown.length
      const head = `${verdict.verdict === 'noted' ? 'noted   ' : 'VIOLATED'}  ${name}`
      return [head, ...shown, ...(rest > 0 ? [`            … and ${rest} more`] : [])]
    }
  }
}
