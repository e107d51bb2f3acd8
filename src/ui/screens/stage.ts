import type { PaneName, Size, UiState } from '../state/index.ts'
import { beside, type Line } from '../text/index.ts'
import { bottomLine } from './bottom-line.ts'
import { header } from './header.ts'
import { eventsPane } from './panes/events.ts'
import { invariantsPane } from './panes/invariants.ts'
import type { Pane } from './panes/pane.ts'
import { sqlPane } from './panes/sql.ts'
import { timelineBar } from './panes/timeline-bar.ts'
import { topologyPane } from './panes/topology.ts'
import { whyPane } from './panes/why.ts'
import { stageLayout } from './stage-layout.ts'

const panes: { readonly [name in PaneName]: Pane } = {
  topology: topologyPane, events: eventsPane, why: whyPane, invariants: invariantsPane, sql: sqlPane,
}

/** The main screen: the cluster, what happens, why, and where in the run that is. */
export function stageScreen(state: UiState): Line[] {
  const layout = stageLayout(state.size)
  const show = (name: PaneName, size: Size): Line[] => panes[name](state, size)
  const isEventsTab = layout.kind === 'tabs' && state.show?.focus !== 'topology'
  const top = layout.kind === 'tabs'
    ? show(isEventsTab ? 'events' : 'topology', layout.topology)
    : beside(show('topology', layout.topology), show('events', layout.events))
  const middle = layout.sql === null ? show('why', layout.why)
    : beside(show('why', layout.why), show('sql', layout.sql))
  return [
    header(state), ...top, ...middle, ...show('invariants', layout.invariants),
    ...timelineBar(state, layout.timeline), bottomLine(state),
  ]
}
