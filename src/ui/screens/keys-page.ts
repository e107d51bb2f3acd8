import { keysHere, screenOf, type UiState } from '../state/index.ts'
import { bold, box, dim, emptyLine, fit, key, line, title, type Line } from '../text/index.ts'
import { bottomLine } from './bottom-line.ts'

const groups = ['time', 'looking', 'deciding', 'leaving'] as const
const groupTitles = { time: 'Time', looking: 'Looking', deciding: 'Deciding: another future', leaving: 'Files and leaving' }
const keyColumns = 14

/** All keys of the screen that this one was opened from; those that would do nothing now with the reason. */
export function keysPage(state: UiState): Line[] {
  const { columns, rows } = state.size
  const under: UiState = { ...state, screens: state.screens.length > 1 ? state.screens.slice(0, -1) : state.screens }
  const lines = groups.flatMap(group => groupLines(under, group))
  const room = rows - 3
  const scroll = Math.max(0, Math.min(state.show?.scroll ?? 0, lines.length - room))
  const more = lines.length - room - scroll
  return [
    ...box(lines.slice(scroll), {
      columns, rows: rows - 1, title: `Keys of the ${screenOf(under)}`, focused: true,
      aside: more > 0 ? `${more} more below` : '',
    }),
    bottomLine(state),
  ]
}

function groupLines(state: UiState, group: typeof groups[number]): Line[] {
  const seen = new Set<string>()
  const found = keysHere(state).filter(binding => {
    const name = `${binding.shown} ${binding.says}`
    if (binding.group !== group || seen.has(name)) return false
    seen.add(name)
    return true
  })
  if (found.length === 0) return []
  return [line(' ', title(groupTitles[group])), ...found.map(binding => bindingLine(state, binding)), emptyLine]
}

function bindingLine(state: UiState, { shown, says, hint, disabledBecause }: ReturnType<typeof keysHere>[number]): Line {
  const because = disabledBecause?.(state) ?? null
  const about = because !== null ? `not now: ${because}` : hint
  const name = fit(line('   ', because === null ? key(shown) : dim(shown)), keyColumns)
  return line(...name, because === null ? bold(says) : dim(says), about === '' ? '' : dim(`   ${about}`))
}
