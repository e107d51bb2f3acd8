import type { Trace, TraceEvent } from '../../../sim/index.ts'
import { pageData, type PageData, type PageFacts } from './page-data.ts'
import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'

/**
 * A run as one HTML page that needs nothing else: verdicts, a timeline of the procedures, and lanes in which
 * one steps from event to event and asks each for its causes. `describe` says an event in one line.
 */
export function html(trace: Trace, facts: PageFacts, describe: (event: TraceEvent) => string): string {
  const data = pageData(trace, facts, describe)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(facts.title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>${text(facts.title)}</h1>
<div class="soft">${text(facts.question)}</div>
<ul class="facts">${facts.facts.map(fact).join('')}</ul>
<h2>What was checked</h2>
<ul class="verdicts">${facts.verdicts.map(verdict).join('')}</ul>
<h2>Procedures, faults and errors</h2>
<svg id="timeline" role="img" aria-label="timeline"></svg>
<div class="controls">
<button id="previous" title="previous mark">⟨⟨</button><button id="back" title="one event back">⟨</button>
<input id="scrub" type="range" min="0" value="0" aria-label="event">
<button id="forth" title="one event on">⟩</button><button id="next" title="next mark">⟩⟩</button>
<span id="when" class="mono"></span>
</div>
<div class="panes">
<div><h2>Who spoke to whom</h2><svg id="lanes" role="img" aria-label="lanes"></svg>
<h2>Why: the causes of the chosen event</h2><ol id="causes" class="events"></ol></div>
<div><h2>Around it</h2><ol id="near" class="events"></ol></div>
</div>
<p class="soft">${leftOut(data)} Run it again: <code>${text(facts.replay)}</code></p>
<script type="application/json" id="run">${json(data)}</script>
<script>${pageScript}</script>
</body>
</html>
`
}

function fact([name, value]: readonly [string, string]): string {
  return `<li><span class="soft">${text(name)}</span> <b>${text(value)}</b></li>`
}

function verdict({ name, verdict: word, evidence }: PageFacts['verdicts'][number]): string {
  const glyph = word === 'ok' ? '✔' : word === 'violated' ? '✘' : word === 'noted' ? '·' : '?'
  const lines = evidence.slice(0, 5).map(line => `<span class="evidence">${text(line)}</span>`).join('')
  return `<li class="${text(word)}">${glyph} ${text(name)}${word === 'ok' ? '' : `: ${text(word)}`}${lines}</li>`
}

function leftOut({ leftOut: count, seq }: PageData): string {
  if (count === 0) return ''
  return `${seq.length} events are shown; ${count} of health checks, acknowledgements and the like are left out.`
}

function text(of: string): string {
  return of.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}

/** JSON that cannot end the element it stands in. */
function json(data: PageData): string {
  return JSON.stringify(data).replace(/</g, '\\u003c')
}
