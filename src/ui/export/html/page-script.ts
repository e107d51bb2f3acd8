/**
 * The script of the exported page. It is text here, since it runs in a browser and not in this program: it
 * reads the data that stands in the page and draws what is around the chosen event; nothing is fetched.
 */
export const pageScript = String.raw`
const data = JSON.parse(document.getElementById('run').textContent)
const count = data.seq.length
const sum = column => { let at = 0; return column.map(step => at += step) }
const seqs = sum(data.seq), times = sum(data.time)
const svgName = 'http://www.w3.org/2000/svg'
const byId = id => document.getElementById(id)
const draw = (parent, name, fields, text) => {
  const node = document.createElementNS(svgName, name)
  for (const [key, value] of Object.entries(fields)) node.setAttribute(key, value)
  if (text !== undefined) node.textContent = text
  parent.append(node)
  return node
}
const clear = node => { while (node.firstChild) node.removeChild(node.firstChild) }
const seconds = us => (us / 1e6).toFixed(3) + ' s'
const width = 1000
let chosen = 0

function drawTimeline() {
  const svg = byId('timeline')
  const rows = [...new Set(data.steps.map(step => step[0]))].sort((a, b) => a - b)
  const height = 40 + rows.length * 26
  svg.setAttribute('viewBox', '0 0 ' + width + ' ' + height)
  const x = index => 110 + (width - 130) * index / Math.max(1, count - 1)
  rows.forEach((process, row) => draw(svg, 'text', { x: 8, y: 32 + row * 26 }, data.processes[process]))
  for (const [process, begin, end, text] of data.steps) {
    const y = 18 + rows.indexOf(process) * 26
    const bar = draw(svg, 'rect', { x: x(begin), y, width: Math.max(2, x(end) - x(begin)), height: 18, rx: 3, class: 'bar' })
    draw(bar, 'title', {}, data.texts[text] + '  ' + seconds(times[begin]) + ' to ' + seconds(times[end]))
    bar.addEventListener('click', () => choose(begin))
  }
  for (const process of rows) nameProcedures(svg, process, 18 + rows.indexOf(process) * 26, x)
  const floor = 22 + rows.length * 26
  for (const [index, kind] of data.marks) {
    const shape = kind === 'command' ? 'M-3,8h6l-3,-6z' : kind === 'error' ? 'M-4,0l8,8m0,-8l-8,8' : 'M0,0l4,8h-8z'
    const mark = draw(svg, 'path', { d: shape, transform: 'translate(' + x(index) + ',' + floor + ')', class: 'mark-' + kind,
      stroke: kind === 'error' ? 'var(--bad)' : 'none' })
    draw(mark, 'title', {}, data.texts[data.text[index]] + '  ' + seconds(times[index]))
    mark.addEventListener('click', () => choose(index))
  }
  draw(svg, 'line', { id: 'cursor', class: 'cursor', y1: 4, y2: height - 4 })
  svg.cursorAt = index => { byId('cursor').setAttribute('x1', x(index)); byId('cursor').setAttribute('x2', x(index)) }
}

// The name of each procedure over its steps, where there is room for it.
function nameProcedures(svg, process, y, x) {
  const runs = []
  for (const [of, begin, end, text] of data.steps) {
    if (of !== process) continue
    const name = data.texts[text].split('/')[0]
    const run = runs[runs.length - 1]
    if (run !== undefined && run.name === name) run.end = end
    else runs.push({ name, begin, end })
  }
  for (const { name, begin, end } of runs) {
    if (x(end) - x(begin) > name.length * 7 + 8) draw(svg, 'text', { x: x(begin) + 5, y: y + 13, class: 'name' }, name)
  }
}

function drawLanes() {
  const svg = byId('lanes')
  clear(svg)
  const first = Math.max(0, Math.min(count - 36, chosen - 18)), last = Math.min(count - 1, first + 35)
  const seen = new Set()
  for (let i = first; i <= last; i++) { seen.add(data.process[i]); if (data.from[i] >= 0) seen.add(data.from[i]) }
  const rows = [...seen].sort((a, b) => a - b)
  const height = 24 + rows.length * 28
  svg.setAttribute('viewBox', '0 0 ' + width + ' ' + height)
  const x = index => 150 + (width - 170) * (index - first) / 35
  const y = process => 20 + rows.indexOf(process) * 28
  for (const process of rows) {
    draw(svg, 'text', { x: 8, y: y(process) + 4 }, data.processes[process])
    draw(svg, 'line', { x1: 140, x2: width - 10, y1: y(process), y2: y(process), class: 'rail' })
  }
  for (let i = first; i <= last; i++) {
    if (data.from[i] >= 0) {
      const start = data.cause[i] > 0 ? Math.max(first - 2, i - data.cause[i]) : i - 1
      const sent = data.process[i - data.cause[i]] === data.from[i] ? start : i - 1
      const ends = { x1: x(sent), y1: y(data.from[i]), x2: x(i), y2: y(data.process[i]) }
      draw(svg, 'line', { ...ends, class: 'message' + (i === chosen ? '' : ' other') })
    }
    const place = { cx: x(i), cy: y(data.process[i]), r: i === chosen ? 6 : 4 }
    const dot = draw(svg, 'circle', { ...place, class: 'dot' + (i === chosen ? ' chosen' : '') })
    draw(dot, 'title', {}, seconds(times[i]) + '  ' + data.texts[data.text[i]])
    dot.addEventListener('click', () => choose(i))
  }
}

function listEvents(list, indexes) {
  clear(list)
  for (const i of indexes) {
    const item = document.createElement('li')
    const when = document.createElement('span')
    when.className = 'mono'
    when.textContent = seconds(times[i]) + ' ' + data.processes[data.process[i]] + ' '
    item.append(when, data.texts[data.text[i]])
    if (i === chosen) item.className = 'chosen'
    item.addEventListener('click', () => choose(i))
    list.append(item)
  }
}

function choose(index) {
  chosen = Math.max(0, Math.min(count - 1, index))
  byId('scrub').value = chosen
  byId('when').textContent = seconds(times[chosen]) + ' · event ' + seqs[chosen]
  byId('timeline').cursorAt(chosen)
  drawLanes()
  const near = []
  for (let i = Math.max(0, chosen - 6); i <= Math.min(count - 1, chosen + 6); i++) near.push(i)
  listEvents(byId('near'), near)
  const causes = []
  for (let i = chosen; ; i -= data.cause[i]) { causes.unshift(i); if (!data.cause[i] || causes.length > 12) break }
  listEvents(byId('causes'), causes)
}

if (count > 0) {
  drawTimeline()
  byId('scrub').max = count - 1
  byId('scrub').addEventListener('input', event => choose(Number(event.target.value)))
  byId('back').addEventListener('click', () => choose(chosen - 1))
  byId('forth').addEventListener('click', () => choose(chosen + 1))
  const jump = by => {
    const places = data.marks.map(mark => mark[0]).filter(at => by > 0 ? at > chosen : at < chosen)
    if (places.length > 0) choose(by > 0 ? places[0] : places[places.length - 1])
  }
  byId('previous').addEventListener('click', () => jump(-1))
  byId('next').addEventListener('click', () => jump(1))
  document.addEventListener('keydown', event => {
    if (event.target.tagName === 'INPUT') return
    const keys = { ArrowLeft: () => choose(chosen - 1), ArrowRight: () => choose(chosen + 1), '[': () => jump(-1), ']': () => jump(1) }
    if (keys[event.key]) { event.preventDefault(); keys[event.key]() }
  })
  // What was violated; else the master's cutover, which is what most people come to see.
  const cutover = data.steps.find(step => data.texts[step[3]].startsWith('migrate-served-types-master/'))
  choose(data.open >= 0 ? data.open : cutover !== undefined ? cutover[1] : data.marks.length > 0 ? data.marks[0][0] : 0)
}
`
