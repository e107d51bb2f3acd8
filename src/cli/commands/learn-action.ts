import type { CatalogueEntry } from '../../ui/state/index.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { UsageError } from '../report-error.ts'
import type { Terminal } from '../terminal.ts'
import { canShowTui } from '../tui/can-show-tui.ts'
import { catalogue } from '../tui/catalogue.ts'
import { wantsAscii, type TuiArgs } from '../tui/tui-options.ts'
import { UserFiles } from '../tui/user-files.ts'
import { run } from './run-action.ts'

export interface LearnArgs extends TuiArgs { lesson?: string; list: boolean; plain: boolean }

export async function learn(args: LearnArgs, terminal: Terminal): Promise<ExitCode> {
  const lessons = catalogue(terminal.cwd).filter(({ kind }) => kind === 'lesson')
  const done = new UserFiles(terminal.env).done()
  if (args.list) {
    for (const lesson of lessons) terminal.out(`${lineOf(lesson, done)}\n`)
    return exitCodes.ok
  }
  const lesson = args.lesson === undefined ? lessons.find(({ file }) => !done.has(file)) ?? lessons[0] : find(lessons, args.lesson)
  if (lesson === undefined) throw new UsageError('there is no lesson here', 'lessons are scenarios with `lesson: 1` in their front matter')
  if (args.plain || !args.tui || !canShowTui(terminal)) {
    return run({ scenario: lesson.file, skip: [], json: false, quiet: false }, terminal)
  }
  const { openTui } = await import('../tui/open-tui.ts')
  return openTui(terminal, { open: lesson, ascii: wantsAscii(args, terminal) })
}

function lineOf({ lesson, title, minutes, file }: CatalogueEntry, done: ReadonlySet<string>): string {
  const took = minutes === null ? '' : `  (${minutes} min)`
  return `${done.has(file) ? 'done' : '    '}  ${String(lesson).padStart(2)}  ${title}${took}`
}

/** By its number, its file, or a part of either name. */
function find(lessons: readonly CatalogueEntry[], given: string): CatalogueEntry {
  const words = given.toLowerCase()
  const found = lessons.find(({ lesson, file }) => /^\d+$/.test(given) ? lesson === Number(given) : file === given)
    ?? lessons.find(({ file, title }) => !/^\d+$/.test(given) && `${file} ${title}`.toLowerCase().includes(words))
  if (found === undefined) throw new UsageError(`there is no lesson ${given}`, '`vtsim learn --list` shows those that there are')
  return found
}
