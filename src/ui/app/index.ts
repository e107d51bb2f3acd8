/**
 * # App: the only part that meets a terminal
 *
 * Keys become actions, actions a new state, the state a frame. The **host** is what the command line hands
 * in: the terminal, a clock, files. A **frame** is the whole screen; the **frame stream** writes what differs
 * from the last one. **Runs** are made in the same thread, a few milliseconds at a time.
 *
 *     input ─▶ key decoder ─▶ store ─ update ─▶ state ─▶ App (Ink) ─ screen ─▶ frame stream ─▶ terminal
 *                               ▲        └─▶ effects ─▶ runs, host
 *                               └──────────── actions ◀─┘
 *
 * Invariants: `update` is pure; effects report by actions, later; nothing is written to the terminal but by
 * the frame stream; no key is lost, however many come at once.
 */
export { castFrames } from './cast-frames.ts'
export { enterScreen, leaveScreen } from './frame-stream.ts'
export type { AppClock, AppHost, AppTerminal } from './host.ts'
export { startApp, type RunningApp } from './start-app.tsx'
