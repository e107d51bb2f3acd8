import { cpus } from 'node:os'
import { customerSplit } from './customer-split.ts'
import { explore } from './explore.ts'
import { reached, type Figure, type Section } from './figure.ts'
import { isolation } from './isolation.ts'
import { kernel } from './kernel.ts'
import { linearizability } from './linearizability.ts'
import { mysql } from './mysql.ts'
import { ui } from './ui.ts'
import { CLONE_CHILD, cloneChild, splitClone } from './split-clone.ts'

const sections: readonly Section[] = [kernel, mysql, customerSplit, splitClone, linearizability, isolation, explore, ui]

const args = process.argv.slice(2)
if (args[0] === CLONE_CHILD) {
  await cloneChild(Number(args[1]))
  process.exit(0)
}
const json = args.includes('--json')
const only = args.includes('--only') ? args[args.indexOf('--only') + 1]?.split(',') : undefined
const unknown = only?.filter(name => !sections.some(section => section.name === name)) ?? []
if (unknown.length > 0 || (args.includes('--only') && only === undefined)) {
  process.stderr.write(`no section ${unknown.join(', ')}: there are ${sections.map(({ name }) => name).join(', ')}\n`)
  process.exit(2)
}
const progress = (text: string): void => { if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`) }

const document: Record<string, unknown> = { version: 1, node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, sections: {} }
for (const section of sections.filter(({ name }) => only === undefined || only.includes(name))) {
  const figures = await section.run(text => progress(`${section.name}: ${text}`))
  progress('')
  ;(document['sections'] as Record<string, unknown>)[section.name] = figures.map(figure => ({ ...figure, reached: reached(figure) }))
  if (!json) print(section, figures)
}
if (json) process.stdout.write(JSON.stringify(document, null, 2) + '\n')

function print(section: Section, figures: readonly Figure[]): void {
  process.stdout.write(`\n${section.title}\n`)
  const width = Math.max(...figures.map(({ name }) => name.length))
  for (const figure of figures) {
    const verdict = { true: 'reached', false: 'MISSED', null: '' }[String(reached(figure)) as 'true' | 'false' | 'null']
    const target = figure.target === undefined ? '' : `(${figure.target}) ${verdict}`
    process.stdout.write(`  ${figure.name.padEnd(width)}  ${format(figure.value).padStart(10)} ${figure.unit.padEnd(14)} ${target.padEnd(20)} ${figure.note ?? ''}\n`)
  }
}

function format(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US')
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
