/** The look of the exported page: light or dark as the reader has it, no colour that carries a fact alone. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #667085; --paper: #ffffff; --edge: #d5dae3; --fill: #f4f6fa;
  --good: #1a7f4b; --bad: #c02b2b; --warn: #9a6700; --line: #3b6fd4; --mark: #b4489a }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8f0; --soft: #98a2b3; --paper: #12161d; --edge: #2d3542; --fill: #1a202a;
    --good: #4cc38a; --bad: #ff7b72; --warn: #d8a43a; --line: #7aa7ff; --mark: #e29bd0 }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 1240px; padding: 24px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 24px; margin: 0 }
h2 { font-size: 16px; margin: 28px 0 8px }
.soft { color: var(--soft) }
.facts { display: flex; flex-wrap: wrap; gap: 8px 24px; margin: 12px 0 0; padding: 0; list-style: none }
.facts b { font-weight: 600 }
.verdicts { list-style: none; margin: 0; padding: 0; columns: 2 320px }
.verdicts li { break-inside: avoid; padding: 2px 0 2px 1.6em; text-indent: -1.6em }
.ok { color: var(--good) } .violated { color: var(--bad); font-weight: 600 } .unknown { color: var(--warn) }
.evidence { display: block; color: var(--ink); font-weight: 400; text-indent: 0 }
code, .mono, svg text { font-family: ui-monospace, Menlo, Consolas, monospace }
code { background: var(--fill); padding: 1px 5px; border-radius: 4px }
svg { display: block; width: 100%; border: 1px solid var(--edge); border-radius: 6px; background: var(--fill) }
svg text { font-size: 11px; fill: var(--ink) } svg text.soft { fill: var(--soft) }
svg text.name { fill: var(--paper); pointer-events: none }
.bar { fill: var(--line); opacity: .75; cursor: pointer } .bar:hover { opacity: 1 }
.rail { stroke: var(--edge) } .message { stroke: var(--line); fill: none } .message.other { opacity: .35 }
.dot { fill: var(--ink); cursor: pointer } .dot.chosen { fill: var(--mark) } .cursor { stroke: var(--mark); stroke-width: 2 }
.mark-error, .mark-fault { fill: var(--bad) } .mark-command { fill: var(--soft) }
.controls { display: flex; gap: 8px; align-items: center; margin: 8px 0 }
.controls input { flex: 1 } button { font: inherit; padding: 2px 10px; border: 1px solid var(--edge); border-radius: 6px;
  background: var(--fill); color: inherit; cursor: pointer }
.panes { display: grid; grid-template-columns: minmax(0, 2fr) minmax(280px, 1fr); gap: 16px; align-items: start }
@media (max-width: 900px) { .panes { grid-template-columns: 1fr } }
ol.events { list-style: none; margin: 0; padding: 0; font-size: 13px }
ol.events li { padding: 2px 6px; border-radius: 4px; cursor: pointer }
ol.events li.chosen { background: var(--fill); outline: 1px solid var(--mark) } ol.events .mono { color: var(--soft) }
`
