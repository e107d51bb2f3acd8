import { withRun, type KeyBinding } from './key-binding.ts'

const leaving = { group: 'leaving', where: 'everywhere', hint: '' } as const

/** Taking something along, and leaving. */
export const leavingKeys: readonly KeyBinding[] = [
  {
    ...leaving, where: withRun, keys: ['x'], shown: 'x', says: 'export', action: { type: 'menu', menu: 'export' },
    hint: 'replay command, Perfetto, Mermaid, asciicast, one HTML page',
  },
  {
    ...leaving, where: withRun, keys: ['p'], shown: 'p', says: 'picker', action: { type: 'open-screen', screen: 'picker' },
    hint: 'another lesson or scenario; this one stays as it is: who comes back finds the place',
  },
  {
    ...leaving, keys: ['escape', 'backspace'], shown: 'Esc', says: 'back', bar: 13, action: { type: 'back' },
    when: state => state.screens.length > 1,
  },
  { ...leaving, keys: ['escape', 'backspace'], shown: 'Esc', says: 'back', action: { type: 'back' } },
  { ...leaving, keys: ['ctrl-z'], shown: 'Ctrl-Z', says: 'suspend', action: { type: 'suspend' }, hint: '`fg` comes back' },
  { ...leaving, keys: ['q'], shown: 'q', says: 'quit', bar: 14, action: { type: 'quit' } },
  { ...leaving, keys: ['ctrl-c'], shown: 'Ctrl-C', says: 'quit', action: { type: 'interrupt' } },
]
