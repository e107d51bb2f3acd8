import { readFileSync } from 'node:fs'
import { plainPlan, startBranch, type Branch, type RunPlan } from '../../src/lab/branch/index.ts'
import { parseScenario, type Scenario } from '../../src/lab/scenario/index.ts'
import { ask, choicesMenu } from '../../src/ui/app/asking.ts'
import { update } from '../../src/ui/app/update/update.ts'
import { createTimeline } from '../../src/ui/cluster-view/index.ts'
import { screen } from '../../src/ui/screens/index.ts'
import { initialState, type Action, type Effect, type Show, type Size, type Take, type UiState } from '../../src/ui/state/index.ts'
import { textOf } from '../../src/ui/text/index.ts'

/** The UI without a terminal: actions go in, runs are made, and one may wait until all is quiet. */
export class UiSession {
  state: UiState
  readonly effects: Effect[] = []
  private busy = 0

  constructor(readonly scenario: Scenario, size: Size = { columns: 80, rows: 24 }) {
    this.state = initialState({ size, theme: { color: false, ascii: false }, entries: [], done: new Set(), history: [] })
  }

  static async open(file: string, text = readFileSync(file, 'utf8'), size?: Size): Promise<UiSession> {
    const session = new UiSession(parseScenario(file, text), size)
    session.run(plainPlan, { name: 'main', parent: null, decision: '' }, take =>
      ({ type: 'opened', scenario: session.scenario, take }))
    await session.quiet()
    return session
  }

  get show(): Show { return this.state.show! }
  get branch(): Branch { return this.show.takes.find(({ branch }) => branch.name === this.show.current)!.branch }

  dispatch(action: Action): void {
    const [state, effects] = update(this.state, action)
    this.state = state
    for (const effect of effects) this.perform(effect)
  }

  /** Keys by name, `enter`; a longer text is typed. */
  press(...names: string[]): void {
    for (const name of names) {
      const match = /^(ctrl)-(.)$/.exec(name)
      const text = name === 'space' ? ' ' : [...name].length === 1 ? name : ''
      this.dispatch({ type: 'key', key: { name: match?.[2] ?? name, text, ctrl: match !== null, alt: false, shift: false } })
    }
  }

  /** Goes to what has this name in the pane of the topology. */
  select(name: string): void {
    this.dispatch({ type: 'focus', pane: 'topology' })
    for (let i = 0; i < 100 && this.show.selected !== name; i++) this.press('down')
    if (this.show.selected !== name) throw new Error(`${name} cannot be selected`)
  }

  type(text: string): void {
    this.press(...[...text].map(letter => letter === ' ' ? 'space' : letter))
  }

  /** Waits until no run and no question is under way. */
  async quiet(): Promise<void> {
    do await new Promise(resolve => { setTimeout(resolve, 5) })
    while (this.busy > 0)
  }

  /** What the terminal shows. */
  lines(): string[] {
    return screen(this.state).map(textOf)
  }

  private perform(effect: Effect): void {
    this.effects.push(effect)
    if (effect.type === 'branch') {
      const { plan, name, decision, parent, after } = effect
      this.run(plan, { name, decision, parent: { name: parent, after } }, take => ({ type: 'branched', take }))
    }
    if (effect.type === 'probe') this.answering(ask(effect.scenario, effect.plan, effect.question))
    if (effect.type === 'choices') this.answering(choicesMenu(effect.scenario, effect.plan, effect.after))
  }

  private answering(asked: Promise<Action>): void {
    this.busy++
    void asked.then(action => {
      this.busy--
      this.dispatch(action)
    })
  }

  private run(plan: RunPlan, about: Pick<Branch, 'name' | 'parent' | 'decision'>, begun: (take: Take) => Action): void {
    this.busy++
    const branch: Branch = startBranch(this.scenario, {
      plan, ...about, onGrown: () => {
        timeline.extend(100_000)
        this.dispatch({ type: 'grown', branch: branch.name })
        if (!branch.isRunning) this.busy--
      },
    })
    const timeline = createTimeline(branch.trace, this.scenario.frontMatter.cluster)
    this.dispatch(begun({ branch, timeline }))
  }
}
