import { isShowOf, type Action, type Effect } from '../state/index.ts'
import { ask, choicesMenu } from './asking.ts'
import type { AppHost } from './host.ts'
import { Runs } from './runs.ts'
import type { Store } from './store.ts'

/**
 * Does what the state asks for. Each effect begins in a turn of its own, and tells what came of it in another:
 * whatever runs a world has the thread to itself until it rests, and nobody may draw meanwhile.
 */
export class Effects {
  private readonly runs: Runs

  constructor(private readonly host: AppHost, private readonly store: Store) {
    this.runs = new Runs(host.clock, store.dispatch)
  }

  perform(effect: Effect): void {
    this.host.clock.after(0, () => this.begin(effect))
  }

  private begin(effect: Effect): void {
    const { host } = this
    switch (effect.type) {
      case 'open': return this.tell(host.open(effect.entry), ({ scenario, plan }) => {
        const left = this.store.state.left.find(show => isShowOf(show, scenario, plan))
        if (left !== undefined) return { type: 'reopened', show: left }
        this.runs.start({ scenario, plan, name: 'main', parent: null, decision: '' },
          (branch, timeline) => ({ type: 'opened', scenario, take: { branch, timeline } }))
        return null
      }, text => ({ type: 'not-opened', text }))
      case 'branch': {
        const { scenario, plan, name, decision, after } = effect
        return this.runs.start({ scenario, plan, decision, parent: { name: effect.parent, after }, name },
          (branch, timeline) => ({ type: 'branched', take: { branch, timeline } }))
      }
      case 'export': {
        const { show } = this.store.state
        if (show === null) return
        return this.tell(host.export(effect.format, show, effect.branch, effect.seq), text => ({ type: 'told', tone: 'ok', text }))
      }
      case 'probe': return this.tell(ask(effect.scenario, effect.plan, effect.question), action => action)
      case 'choices': return this.tell(choicesMenu(effect.scenario, effect.plan, effect.after), action => action)
      case 'remember-done': return host.rememberDone(effect.file)
      case 'remember-line': return host.rememberLine(effect.text)
      case 'suspend': return host.suspend()
      case 'quit': case 'interrupt': return host.quit(effect.type === 'interrupt')
    }
  }

  private tell<T>(
    asked: Promise<T>, meaning: (value: T) => Action | null,
    failing = (text: string): Action => ({ type: 'told', tone: 'bad', text }),
  ): void {
    const later = (action: Action | null): void => {
      if (action !== null) this.host.clock.after(0, () => this.store.dispatch(action))
    }
    void asked.then(value => later(meaning(value)), error => later(failing(oneLine(error))))
  }
}

function oneLine(error: unknown): string {
  const [first, ...more] = (error instanceof Error ? error.message : String(error)).split('\n')
  return [first!, ...more.filter(text => text.startsWith('hint: '))].join('   ')
}
