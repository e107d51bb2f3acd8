import { isAtEnd, takeOf } from '../show.ts'
import { troublesOf } from '../troubles.ts'
import type { UiState } from '../state.ts'
import { withMoment, type KeyBinding } from './key-binding.ts'

const time = { group: 'time', where: withMoment, hint: '' } as const

/** Moving the moment that is shown. */
export const timeKeys: readonly KeyBinding[] = [
  {
    ...time, keys: ['space'], shown: 'space', says: 'play', bar: 1, action: { type: 'toggle-play' },
    hint: 'at the end of the run: from the start again', when: state => state.show?.player.isPlaying !== true,
  },
  {
    ...time, keys: ['space'], shown: 'space', says: 'pause', bar: 1, action: { type: 'toggle-play' },
    when: state => state.show?.player.isPlaying === true,
  },
  {
    ...time, keys: [',', 'left'], shown: ', ←', says: 'step back', action: { type: 'step', by: -1 }, disabledBecause: atStart,
  },
  {
    ...time, keys: ['.', 'right'], shown: '. →', says: 'step', bar: 2, action: { type: 'step', by: 1 },
    disabledBecause: atEnd, hint: 'to the next event that is told; , or ← goes back',
  },
  {
    ...time, keys: ['<', 'shift-left'], shown: '<', says: 'ten back', action: { type: 'step', by: -10 }, disabledBecause: atStart,
  },
  {
    ...time, keys: ['>', 'shift-right'], shown: '>', says: 'ten forward', action: { type: 'step', by: 10 }, disabledBecause: atEnd,
  },
  {
    ...time, keys: ['alt-.', 'alt-right'], shown: 'Alt-.', says: 'one event of all', action: { type: 'step-event', by: 1 },
    disabledBecause: atEnd, hint: 'the machinery too, which is not told; Alt-, goes back',
  },
  {
    ...time, keys: ['alt-,', 'alt-left'], shown: 'Alt-,', says: 'one event of all back', action: { type: 'step-event', by: -1 },
    disabledBecause: atStart,
  },
  {
    ...time, keys: ['['], shown: '[', says: 'phase before', action: { type: 'marker', which: 'phase', by: -1 },
    disabledBecause: atStart,
  },
  {
    ...time, keys: [']'], shown: ']', says: 'next phase', bar: 3, action: { type: 'marker', which: 'phase', by: 1 },
    disabledBecause: atEnd, hint: 'a command of the scenario, a step of a procedure',
  },
  {
    ...time, keys: ['('], shown: '(', says: 'trouble before', action: { type: 'marker', which: 'trouble', by: -1 },
    disabledBecause: noTrouble,
  },
  {
    ...time, keys: [')'], shown: ')', says: 'next trouble', action: { type: 'marker', which: 'trouble', by: 1 },
    disabledBecause: noTrouble, hint: 'a violated check, an error that a client saw, a fault',
  },
  {
    ...time, keys: ['{'], shown: '{', says: 'event before of what is selected', action: { type: 'marker', which: 'selected', by: -1 },
    disabledBecause: nothingSelected,
  },
  {
    ...time, keys: ['}'], shown: '}', says: 'next event of what is selected', action: { type: 'marker', which: 'selected', by: 1 },
    disabledBecause: nothingSelected,
  },
  { ...time, keys: ['home'], shown: 'Home', says: 'start', action: { type: 'start' } },
  { ...time, keys: ['end'], shown: 'End', says: 'end', action: { type: 'end' } },
  {
    ...time, keys: Array.from({ length: 10 }, (_, digit) => `alt-${digit}`), shown: 'Alt-0…9', says: 'tenths of the run',
    action: (_, key) => ({ type: 'seek-fraction', tenths: Number(key.at(-1)) }),
  },
  {
    ...time, keys: ['-'], shown: '-', says: 'slower', action: { type: 'speed', by: -1 }, hint: 'the slowest is one step a second',
  },
  { ...time, keys: ['+', '='], shown: '+', says: 'faster', bar: 11, action: { type: 'speed', by: 1 },
    hint: 'each sentence then stays for a shorter time, too',
  },
  {
    ...time, keys: ['t'], shown: 't', says: 'go to', action: { type: 'prompt', what: 'go-to' },
    hint: 'a time `12.476`, an event `#318`, a part `50%`',
  },
  {
    ...time, keys: ['s'], shown: 's', says: 'scale of the timeline', action: { type: 'scale' },
    hint: 'by events, so that 50 ms of a cutover are not hidden behind 20 s of waiting, or by time',
  },
  {
    ...time, keys: ['m'], shown: 'm', says: 'set a bookmark', action: { type: 'prompt', what: 'bookmark' }, hint: 'and a letter',
  },
  {
    ...time, keys: ["'"], shown: "'", says: 'go to a bookmark', action: { type: 'prompt', what: 'go-to-bookmark' },
    disabledBecause: state => state.show?.bookmarks.size === 0 ? 'there is none yet: m sets one' : null,
  },
]

function atStart({ show }: UiState): string | null {
  return show?.cursor.seq === 0 ? 'this is the start' : null
}

function atEnd({ show }: UiState): string | null {
  return show !== null && isAtEnd(show) ? 'this is the end of the run' : null
}

function noTrouble({ show }: UiState): string | null {
  if (show === null || troublesOf(takeOf(show)).length > 0) return null
  return takeOf(show).branch.isRunning ? 'none so far, and the run is still being made' : 'nothing went wrong in this run'
}

function nothingSelected({ show }: UiState): string | null {
  return show?.selected === null ? 'nothing is selected: Tab to the topology, then ↑ ↓' : null
}
