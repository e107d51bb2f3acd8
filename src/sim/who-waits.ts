import { siteOf } from './op.ts'
import type { Task } from './task.ts'

/** Who waits for what, and for whom, one line each: why a run cannot go on. */
export function whoWaits(tasks: Iterable<Task>): string {
  const lines: string[] = []
  for (const task of tasks) show(task, '', [], lines)
  return lines.join('\n')
}

function show(task: Task, indent: string, path: readonly Task[], lines: string[]): void {
  if (path.includes(task)) return void lines.push(`${indent}${task.name}: a cycle`)
  const op = task.blockedOn
  const wait = op === null ? 'is not waiting' : `waits in \`${op.describe()}\`${siteOf(op)}`
  lines.push(`${indent}${task.name} (${task.process.name}) ${wait}`)
  for (const next of op?.how.waitsFor?.(op) ?? []) show(next, `${indent}  for `, [...path, task], lines)
}
