import {
  complete, completionsOf, decide, editText, keyName, readLine, takeOf, viewOf, type Action, type ConsoleState,
  type Exchange, type KeyPress, type Show, type TypedLine, type UiState, type Updated,
} from '../../state/index.ts'
import { settle } from './branches.ts'

const historyMax = 500
const page = 8

/** The console: SQL and commands at the moment that is shown. Time stands still while one types. */
export function updateConsole(state: UiState, action: Action): Updated | null {
  const { show } = state
  if (show === null) return null
  switch (action.type) {
    case 'console': return [{ ...withTarget(state, show), overlay: { kind: 'console' } }, []]
    case 'submit-console': return submit(state, show, action.text)
    case 'answered': return [answered(state, action.exchange), []]
    case 'key': return state.overlay?.kind === 'console' ? pressed(state, show, action.key) : null
    default: return null
  }
}

function changed(state: UiState, console: Partial<ConsoleState>): Updated {
  return [{ ...state, console: { ...state.console, ...console } }, []]
}

/** The keyspace that is split, if nothing else was chosen. */
function withTarget(state: UiState, { scenario }: Show): UiState {
  const { keyspaces } = scenario.frontMatter.cluster
  const { target } = state.console
  const name = /^[^/:@]*/.exec(target)![0]
  if (keyspaces.some(keyspace => keyspace.name === name) || /-\d+$/.test(target)) return state
  const first = keyspaces.find(({ vschema }) => vschema.sharded === true) ?? keyspaces[0]
  return { ...state, console: { ...state.console, target: first?.name ?? '' } }
}

function pressed(state: UiState, show: Show, key: KeyPress): Updated | null {
  const { console } = state
  const { input, exchanges } = console
  switch (keyName(key)) {
    case 'enter': return submit(state, show, input.text)
    case 'escape': return console.completions.length > 0 ? changed(state, { completions: [] }) : null
    case 'tab': return changed(state, completed(show, console))
    case 'up': return changed(state, recalled(console, -1, (line, typed) => line.startsWith(typed)))
    case 'down': return changed(state, recalled(console, 1, (line, typed) => line.startsWith(typed)))
    case 'ctrl-r': return changed(state, recalled(console, -1, (line, typed) => line.includes(typed)))
    case 'ctrl-l': return changed(state, { exchanges: exchanges.filter(one => one.state === 'running'), scroll: 0 })
    case 'page-up': return changed(state, { scroll: console.scroll + page })
    case 'page-down': return changed(state, { scroll: Math.max(0, console.scroll - page) })
  }
  const edited = editText(input, key)
  if (edited === null) return null
  return changed(state, { input: edited, recalled: null, typed: edited.text, completions: [], completion: 0 })
}

/** The first Tab shows what there is; each one more puts in the next. */
function completed(show: Show, console: ConsoleState): Partial<ConsoleState> {
  const { input, completions, completion } = console
  if (completions.length > 0) {
    const next = (completion + 1) % completions.length
    return { input: complete(input, completions[next]!, false), completion: next }
  }
  const found = completionsOf(show, console.target, input)
  const [only] = found
  if (only === undefined) return {}
  if (found.length === 1) return { input: complete(input, only, true) }
  return { input: complete(input, only, false), completions: found, completion: 0 }
}

/** An older or newer line of the history that fits what had been typed. */
function recalled(
  console: ConsoleState, by: 1 | -1, fits: (line: string, typed: string) => boolean,
): Partial<ConsoleState> {
  const { history, typed } = console
  let at = (console.recalled ?? history.length) + by
  while (at >= 0 && at < history.length && !fits(history[at]!, typed)) at += by
  if (at < 0) return {}
  const text = at >= history.length ? typed : history[at]!
  return { recalled: at >= history.length ? null : at, input: { text, at: text.length }, completions: [] }
}

function submit(state: UiState, show: Show, text: string): Updated {
  if (text.trim() === '') return [state, []]
  if (state.console.exchanges.at(-1)?.state === 'running') {
    return [{ ...state, notice: { tone: 'info', text: 'the last line has not been answered yet' } }, []]
  }
  const { console } = state
  const line = readLine(text, console.target, show.cursor.seq)
  const history = [...console.history.filter(one => one !== text), text].slice(-historyMax)
  const cleared: ConsoleState = {
    ...console, history, recalled: null, typed: '', scroll: 0, completions: [], completion: 0,
    input: { text: '', at: 0 },
  }
  const [next, effects] = perform({ ...state, console: cleared }, show, text, line)
  return [next, [{ type: 'remember-line', text }, ...effects]]
}

function perform(state: UiState, show: Show, text: string, line: TypedLine): Updated {
  const { console } = state
  const said = (exchange: Partial<Exchange>): UiState => {
    const prompt = line.kind === 'answer' || isSql(line) ? `${console.target}>` : '$'
    const full: Exchange = { prompt, text, output: [], routing: '', state: 'done', branch: null, ...exchange }
    return { ...state, console: { ...console, exchanges: [...console.exchanges, full] } }
  }
  switch (line.kind) {
    case 'leave': return [{ ...state, overlay: null }, []]
    case 'clear': return changed(state, { exchanges: [] })
    case 'answer': return [said({ output: line.lines, state: line.isWell ? 'done' : 'failed' }), []]
    case 'target': {
      const unknown = unknownKeyspace(show, line.target)
      if (unknown !== null) {
        const output = [`ERROR 1105 (HY000): invalid keyspace provided: ${unknown}`]
        return [said({ prompt: `${console.target}>`, output, state: 'failed' }), []]
      }
      const next = said({ prompt: `${console.target}>`, output: ['Database changed'] })
      return changed(next, { target: line.target })
    }
    case 'ask': {
      const { plan } = takeOf(show).branch
      const asking = said({ text: line.canonical, state: 'running' })
      return [asking, [{ type: 'probe', scenario: show.scenario, plan, question: line.intervention }]]
    }
    case 'do': {
      const decision = line.canonical.replace(/^vtsim /, '').replace(/\s+/g, ' ')
      const [decided, effects] = decide(state, show, decision, [line.intervention])
      if (decided.show?.awaited === null || show.awaited !== null) return [decided, effects]
      const doing = said({ text: line.canonical, state: 'running', branch: decided.show!.awaited })
      return [settle({ ...doing, show: decided.show }), effects]
    }
  }
}

/** The keyspace of a target, where the cluster has none of that name; null: it has, or the target is a tablet. */
function unknownKeyspace(show: Show, target: string): string | null {
  const { keyspaces, tablets } = viewOf(show)
  const name = /^[^/:@[]*/.exec(target)![0]
  return name === '' || keyspaces.has(name) || tablets.has(target) ? null : name
}

function isSql(line: TypedLine): boolean {
  return (line.kind === 'ask' || line.kind === 'do') && line.intervention.kind === 'sql'
}

/** The answer to what was asked last; what it was called when it was typed stays. */
function answered(state: UiState, { output, routing, state: outcome }: Exchange): UiState {
  const { console } = state
  const exchanges = console.exchanges.map(exchange => exchange.state === 'running' && exchange.branch === null
    ? { ...exchange, output, routing, state: outcome } : exchange)
  return { ...state, console: { ...console, exchanges } }
}
