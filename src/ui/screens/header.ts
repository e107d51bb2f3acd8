import { formatSeconds } from '../../base/index.ts'
import { momentUs, takeOf, type Show, type UiState } from '../state/index.ts'
import { bold, dim, fit, line, span, title, widthOf, type Line, type Span } from '../text/index.ts'

/** The first line of every screen of a run: scenario, seed, branch; whether time runs, and where it stands. */
export function header({ show, size }: UiState): Line {
  if (show === null) return fit(line(' ', title('vtsim')), size.columns)
  const right = clock(show, size.columns)
  const room = size.columns - widthOf(right) - 2
  const names = [0, 1, 2].map(short => line(' ', title('vtsim'), '  ', ...name(show, short)))
  const shown = names.find(one => widthOf(one) <= room) ?? names[2]!
  return [...fit(shown, room), span(' '), ...right, span(' ')]
}

/** `short`: how much is left out where there is little room. */
function name(show: Show, short: number): Line {
  const { branch } = takeOf(show)
  const { seed } = branch.plan
  const others = show.takes.length - 1
  const schedule = seed !== undefined ? ` · seed ${seed}` : short > 0 ? '' : ' · the plain schedule'
  return line(
    bold(show.scenario.name), dim(schedule),
    dim(' · '), span(`⑂ ${branch.name}`, 'info'),
    dim(others === 0 || short > 1 ? '' : ` (${others + 1} branches)`),
    branch.isRunning ? dim(short > 0 ? ' · …' : ' · being made') : '',
  )
}

function clock(show: Show, columns: number): Line {
  const { branch, timeline } = takeOf(show)
  const { player, cursor } = show
  const state: Span = player.isPlaying ? span(`▶ ${speedText(player.speed)}`, 'ok') : span('❚❚', 'wait')
  const end = columns >= 100 ? dim(` / ${seconds(timeline.endUs)}${branch.isRunning ? '…' : ''}`) : ''
  return line(state, '  ', bold(seconds(momentUs(show))), end, dim(`  event ${cursor.seq}/${timeline.length}`))
}

const seconds = (us: number): string => `${formatSeconds(us)}s`

const speedText = (speed: Show['player']['speed']): string => speed === 'steps' ? '1 step/s' : `${speed}×`
