import { formatSeconds } from '../../base/index.ts'
import { firstDifference } from '../../sim/index.ts'
import { branchTree, takeOf, type BranchNode, type Show, type UiState } from '../state/index.ts'
import { bold, box, dim, fill, fit, key, line, span, title, wrap, type Line, type Span } from '../text/index.ts'
import { describeIntervention } from '../../lab/branch/index.ts'
import { failedCommandsText } from '../../lab/scenario/index.ts'
import { bottomLine } from './bottom-line.ts'
import { header } from './header.ts'

/** Rows for what the chosen branch is. */
const aboutRows = 9

/** All branches as a tree: where each left its parent, what was decided there, and how it ended. */
export function branchesScreen(state: UiState): Line[] {
  const { columns, rows } = state.size
  const { show } = state
  if (show === null) return fill([], columns, rows)
  const nodes = branchTree(show)
  const selected = Math.min(show.scroll, nodes.length - 1)
  const about = Math.min(aboutRows, Math.max(4, Math.floor(rows / 3)))
  const room = rows - 2 - about - 2
  const first = Math.max(0, Math.min(selected - (room >> 1), nodes.length - room))
  const indexes = nodes.map((_, index) => index).slice(first, first + room)
  const tree = indexes.map(index => row(show, nodes, index, index === selected, columns - 2))
  const chosen = nodes[selected]!
  return [
    header(state),
    ...box(tree, { columns, rows: rows - 2 - about, title: 'Branches', aside: `${nodes.length}`, focused: true }),
    ...box(aboutBranch(show, chosen, columns - 4), { columns, rows: about, title: chosen.take.branch.name }),
    bottomLine(state),
  ]
}

function row(
  show: Show, nodes: readonly BranchNode[], index: number, isSelected: boolean, columns: number,
): Line {
  const node = nodes[index]!
  const { branch } = node.take
  const isHere = branch.name === show.current
  const widest = Math.max(...nodes.map(({ take, depth }) => take.branch.name.length + 3 * depth))
  const wide = Math.min(widest + 11, columns >> 1)
  const name = isHere ? bold(branch.name) : branch.name
  const left = line(isSelected ? key('▶ ') : '  ', dim(limbs(nodes, index)), name, isHere ? span(' ◀ here', 'info') : '')
  const where = branch.parent === null ? '' : `${seconds(timeAfter(show, node))} #${branch.parent.after}  `
  const { text, tone } = outcome(node)
  const right = line(span(text.slice(0, 2), tone), dim(where), branch.decision)
  return [...fit(left, wide), ...fit(right, columns - wide)]
}

/** `│  ├─ ` before a branch, by what comes after it in the tree. */
function limbs(nodes: readonly BranchNode[], index: number): string {
  const { depth, isLast } = nodes[index]!
  if (depth === 0) return ''
  let text = isLast ? '└─ ' : '├─ '
  for (let level = depth - 1; level > 0; level--) {
    const ancestor = nodes.slice(0, index).findLast(node => node.depth === level)
    text = (ancestor?.isLast === true ? '   ' : '│  ') + text
  }
  return text
}

function timeAfter(show: Show, { take: { branch } }: BranchNode): number {
  const parent = show.takes.find(take => take.branch.name === branch.parent?.name)
  const after = Math.min(branch.parent?.after ?? 0, parent?.branch.trace.length ?? 0)
  return after === 0 || parent === undefined ? 0 : parent.branch.trace.get(after).timeUs
}

/** Its first character says all in short. */
function outcome({ take: { branch } }: BranchNode): Span {
  if (branch.problem !== null) return span(`✘ ${branch.problem}`, 'bad')
  if (branch.result === null) return span('… being made', 'wait')
  const broken = branch.result.checks.filter(({ verdict }) => verdict.verdict === 'violated')
  const failed = failedCommandsText(branch.result.commandsFailed)
  const bad = [broken.map(({ name }) => name).join(', '), failed].filter(text => text !== '')
  if (bad.length > 0) return span(`✘ ${bad.join(' · ')}`, 'bad')
  if (branch.result.checks.length === 0) return dim('· nothing is checked')
  return span('✔ all checks hold', 'ok')
}

function aboutBranch(show: Show, node: BranchNode, columns: number): Line[] {
  const { branch } = node.take
  const { plan, parent } = branch
  const origin = parent === null ? line('the scenario, with nothing decided by a reader')
    : line(`left `, bold(parent.name), ` after event ${parent.after}, at ${seconds(timeAfter(show, node))}`)
  const first = firstDifference(takeOf(show).branch.trace, branch.trace)
  const compared = branch.name === show.current ? 'this branch is shown'
    : first === 0 ? 'it is the same run as the one that is shown'
      : `it differs from ${show.current} from event ${first} on`
  const decisions = plan.interventions.map(one => line(dim(`#${one.after}  `), describeIntervention(one)))
  return [
    line(' ', ...origin), line(' ', outcome(node)), line(' ', dim(compared)),
    ...decisions.length === 0 ? [] : [line(' ', title('decided on it'))],
    ...decisions.flatMap(one => wrap(one, columns, '   ').map(wrapped => line('  ', ...wrapped))),
  ]
}

const seconds = (us: number): string => `${formatSeconds(us)}s`
