import type { Action } from '../action.ts'
import { shownEntries } from '../picker-state.ts'
import { openQuestion } from '../open-question.ts'
import { isAtEnd, takeOf } from '../show.ts'
import { screenOf, type PaneName, type UiState } from '../state.ts'
import { chosenCause } from '../why-choice.ts'
import { withMoment, withRun, type KeyBinding } from './key-binding.ts'

const looking = { group: 'looking', hint: '' } as const
const cardHint = 'the rule, what clients felt, and how to see it again'
const panes: readonly PaneName[] = ['topology', 'events', 'why', 'sql', 'invariants']

/** Choosing what is looked at. */
export const lookingKeys: readonly KeyBinding[] = [
  {
    ...looking, where: ['picker'], keys: ['enter', 'space', 'right'], shown: 'Enter', says: 'open', bar: 1,
    action: openSelected, disabledBecause: state => entryOf(state) === undefined ? 'there is nothing of that name' : null,
  },
  {
    ...looking, where: ['picker'], keys: ['/'], shown: '/', says: 'filter', bar: 3,
    action: { type: 'prompt', what: 'filter' }, hint: 'words of the title or the question',
  },
  {
    ...looking, where: 'everywhere', keys: ['up', 'k'], shown: '↑ ↓', says: 'move', bar: 2, action: { type: 'scroll', by: -1 },
    when: state => screenOf(state) === 'picker',
  },
  { ...looking, where: 'everywhere', keys: ['up', 'k'], shown: '↑', says: 'up', action: { type: 'scroll', by: -1 } },
  { ...looking, where: 'everywhere', keys: ['down', 'j'], shown: '↓', says: 'down', action: { type: 'scroll', by: 1 } },
  {
    ...looking, where: 'everywhere', keys: ['page-up'], shown: 'PgUp', says: 'a page up', action: state => page(state, -1),
  },
  {
    ...looking, where: 'everywhere', keys: ['page-down'], shown: 'PgDn', says: 'a page down', action: state => page(state, 1),
  },
  {
    ...looking, where: ['stage'], keys: ['tab'], shown: 'Tab', says: 'next pane', bar: 10, action: { type: 'focus', pane: 'next' },
  },
  {
    ...looking, where: ['stage'], keys: ['shift-tab'], shown: 'Shift-Tab', says: 'pane before',
    action: { type: 'focus', pane: 'previous' },
  },
  {
    ...looking, where: ['stage'], keys: ['1', '2', '3', '4', '5'], shown: '1…5', says: 'choose a pane', hint: 'by its number',
    action: (_, key) => ({ type: 'focus', pane: panes[Number(key) - 1]! }),
  },
  {
    ...looking, where: ['stage'], keys: ['enter', 'i'], shown: 'Enter', says: 'inspect', bar: 9,
    when: state => state.show?.focus === 'topology', action: { type: 'open-screen', screen: 'inspector' },
    disabledBecause: state => state.show?.selected === null ? 'choose a line with ↑ ↓ first' : null,
  },
  {
    ...looking, where: withMoment, keys: ['i'], shown: 'i', says: 'inspect what is selected',
    action: { type: 'open-screen', screen: 'inspector' },
    disabledBecause: state => state.show?.selected === null ? 'nothing is selected: Tab to the topology, then ↑ ↓' : null,
  },
  {
    ...looking, where: ['stage'], keys: ['enter'], shown: 'Enter', says: 'console',
    when: state => state.show?.focus === 'sql', action: { type: 'console' },
  },
  {
    ...looking, where: ['stage'], keys: ['enter'], shown: 'Enter', says: 'why',
    when: state => ['events', 'invariants', 'why'].includes(state.show?.focus ?? ''), action: { type: 'open-screen', screen: 'why' },
  },
  {
    ...looking, where: ['why'], keys: ['enter'], shown: 'Enter', says: 'go there', bar: 1,
    action: state => ({ type: 'seek', seq: chosenCause(state.show!) ?? state.show!.cursor.seq }),
    hint: 'to the cause or effect that is chosen',
  },
  {
    ...looking, where: withMoment, keys: ['S'], shown: 'S', says: 'what stays', bar: 2, when: isOver,
    action: { type: 'open-screen', screen: 'card' }, hint: cardHint,
  },
  {
    ...looking, where: withRun, keys: ['S'], shown: 'S', says: 'what stays', action: { type: 'open-screen', screen: 'card' },
    hint: cardHint, disabledBecause: noCard,
  },
  {
    ...looking, where: withMoment, keys: ['w'], shown: 'w', says: 'why', bar: 4, action: { type: 'open-screen', screen: 'why' },
    hint: 'causes back to the root, effects forward',
  },
  {
    ...looking, where: withRun, keys: ['l'], shown: 'l', says: 'lanes', bar: 8, action: { type: 'open-screen', screen: 'lanes' },
    hint: 'one column per process, messages as arrows',
  },
  {
    ...looking, where: withRun, keys: ['d'], shown: 'd', says: 'diff', bar: 7, action: { type: 'open-screen', screen: 'diff' },
    hint: 'this branch beside its parent', disabledBecause: oneBranch,
  },
  {
    ...looking, where: withRun, keys: ['B'], shown: 'B', says: 'branches', action: { type: 'open-screen', screen: 'branches' },
    hint: 'the tree of all futures',
  },
  {
    ...looking, where: withRun, keys: ['g'], shown: 'g', says: 'glossary', action: { type: 'glossary' },
    hint: 'what the words mean',
  },
  {
    ...looking, where: withMoment, keys: ['/'], shown: '/', says: 'find', action: { type: 'prompt', what: 'find' },
    hint: 'an event by what it says',
  },
  {
    ...looking, where: ['diff'], keys: ['n'], shown: 'n', says: 'next difference', bar: 2,
    action: { type: 'next-difference', by: 1 }, disabledBecause: oneBranch,
  },
  {
    ...looking, where: ['diff'], keys: ['N'], shown: 'N', says: 'difference before',
    action: { type: 'next-difference', by: -1 }, disabledBecause: oneBranch,
  },
  {
    ...looking, where: ['diff'], keys: ['tab'], shown: 'Tab', says: 'other branch', bar: 3, hint: 'what B is',
    action: { type: 'compare-next' }, disabledBecause: fewBranches,
  },
  {
    ...looking, where: withMoment, keys: ['n'], shown: 'n', says: 'names of today', action: { type: 'names' },
    when: isAtWhy, hint: 'MigrateServedTypes of April 2020 is SwitchTraffic today',
  },
  {
    ...looking, where: withMoment, keys: ['n'], shown: 'n', says: 'find the next', action: { type: 'find-next' },
    disabledBecause: noFind,
  },
  {
    ...looking, where: withMoment, keys: ['N'], shown: 'N', says: 'find the one before', action: { type: 'find-previous' },
    disabledBecause: noFind,
  },
  {
    ...looking, where: withMoment, keys: ['&'], shown: '&', says: 'filter events', action: { type: 'prompt', what: 'filter' },
    hint: 'only those that contain the words; with ! in front only those that do not',
  },
  {
    ...looking, where: 'everywhere', keys: ['?'], shown: '?', says: 'keys', bar: 12, action: { type: 'open-screen', screen: 'keys' },
  },
]

function entryOf({ picker }: UiState) {
  return shownEntries(picker)[picker.selected]
}

function openSelected(state: UiState): Action {
  return { type: 'open', entry: entryOf(state)! }
}

function page({ size }: UiState, by: 1 | -1): Action {
  return { type: 'scroll', by: by * Math.max(1, Math.floor(size.rows / 2)) }
}

function oneBranch({ show }: UiState): string | null {
  return show !== null && show.takes.length < 2 ? 'there is one branch only: a decision (f ! :) makes another' : null
}

function fewBranches({ show }: UiState): string | null {
  return show !== null && show.takes.length < 3 ? 'there are no more branches to compare with' : null
}

function isOver({ show }: UiState): boolean {
  return show !== null && isAtEnd(show)
}

function noCard({ show }: UiState): string | null {
  if (show === null) return null
  if (takeOf(show).branch.isRunning) return 'the run is still being made'
  return openQuestion(show) === null ? null : 'it would give away the answer to a question that lies ahead'
}

function noFind({ show }: UiState): string | null {
  return show?.find === '' ? 'nothing to find: / takes the words' : null
}

function isAtWhy(state: UiState): boolean {
  return screenOf(state) === 'why' || screenOf(state) === 'stage' && state.show?.focus === 'why'
}
