import type { Action, Effect, UiState, Updated } from '../state/index.ts'

/** The one place where the state is replaced. */
export class Store {
  private readonly listeners = new Set<() => void>()
  private readonly queue: Action[] = []
  private isBusy = false

  constructor(
    public state: UiState,
    private readonly update: (state: UiState, action: Action) => Updated,
    private readonly perform: (effect: Effect) => void,
  ) {}

  /** Takes in an action; those that effects tell meanwhile come after it, in order. */
  dispatch = (action: Action): void => {
    this.queue.push(action)
    if (this.isBusy) return
    const before = this.state
    this.isBusy = true
    try {
      for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
        const [state, effects] = this.update(this.state, next)
        this.state = state
        for (const effect of effects) this.perform(effect)
      }
    } finally {
      this.isBusy = false
    }
    if (this.state !== before) for (const tell of [...this.listeners]) tell()
  }

  subscribe = (tell: () => void): () => void => {
    this.listeners.add(tell)
    return () => this.listeners.delete(tell)
  }

  current = (): UiState => this.state
}
