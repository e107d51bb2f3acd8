import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Lines of the console that are kept. */
const historyMax = 500

/**
 * What vtsim remembers of its reader: which lessons are done, and what was typed at the console. In the state
 * directory of the XDG base directories. A place that cannot be written is no reason to bother anybody.
 */
export class UserFiles {
  private readonly folder: string

  constructor(env: { readonly [name: string]: string | undefined }) {
    const state = env['XDG_STATE_HOME']
    this.folder = join(state !== undefined && state.startsWith('/') ? state : join(homedir(), '.local', 'state'), 'vtsim')
  }

  done(): ReadonlySet<string> {
    return new Set(this.lines('lessons-done'))
  }

  history(): readonly string[] {
    const lines = this.lines('console-history')
    if (lines.length <= 2 * historyMax) return lines.slice(-historyMax)
    const kept = lines.slice(-historyMax)
    this.write(() => writeFileSync(join(this.folder, 'console-history'), `${kept.join('\n')}\n`))
    return kept
  }

  rememberDone(file: string): void {
    if (!this.done().has(file)) this.append('lessons-done', file)
  }

  rememberLine(text: string): void {
    this.append('console-history', text.replace(/\s*\n\s*/g, ' '))
  }

  private lines(name: string): string[] {
    try {
      return readFileSync(join(this.folder, name), 'utf8').split('\n').filter(line => line !== '')
    } catch {
      return []
    }
  }

  private append(name: string, line: string): void {
    this.write(() => appendFileSync(join(this.folder, name), `${line}\n`))
  }

  private write(body: () => void): void {
    try {
      mkdirSync(this.folder, { recursive: true })
      body()
    } catch {
      // A home that is read-only, or a disk that is full.
    }
  }
}
