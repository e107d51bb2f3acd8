import { choicesAt, probe, type Choice, type Intervention, type RunPlan } from '../../lab/branch/index.ts'
import type { Scenario } from '../../lab/scenario/index.ts'
import { sentence } from '../story/index.ts'
import type { Action, Menu } from '../state/index.ts'

const noAnswer = 'the world came to its end before there was an answer'

/** Asks at a moment of a run, in a run of its own, and makes an action of the answer. */
export async function ask(scenario: Scenario, plan: RunPlan, question: Intervention): Promise<Action> {
  const text = question.kind === 'sql' || question.kind === 'line' ? question.text : ''
  const exchange = { prompt: '', text, branch: null, routing: '' }
  try {
    const reply = await probe(scenario, plan, question)
    if (reply === null) return { type: 'answered', exchange: { ...exchange, output: [noAnswer], state: 'failed' } }
    const { lines: output, routing, isWell } = reply
    return { type: 'answered', exchange: { ...exchange, output, routing, state: isWell ? 'done' : 'failed' } }
  } catch (error) {
    const output = [error instanceof Error ? error.message.split('\n')[0]! : String(error)]
    return { type: 'answered', exchange: { ...exchange, output, state: 'failed' } }
  }
}

/** What may happen next, as a menu. */
export async function choicesMenu(scenario: Scenario, plan: RunPlan, after: number): Promise<Action> {
  const choices = await choicesAt(scenario, plan, after)
  if (choices.length < 2) {
    const text = 'only one thing can happen next here; go some events on and ask again'
    return { type: 'told', tone: 'info', text }
  }
  const items = choices.map(choice => itemOf(choice, after))
  const menu: Menu = { name: 'choices', title: `What may come after event ${after}`, items, filter: '', selected: 0 }
  return { type: 'menu-ready', menu }
}

function itemOf({ event, nth, happens, latestUs, isNext }: Choice, after: number): Menu['items'][number] {
  const { actor, text } = sentence(happens)
  const roomMs = (latestUs - happens.timeUs) / 1000
  const room = roomMs > 0 ? `it may take up to ${roomMs.toFixed(3)} ms more` : 'it cannot wait'
  return {
    label: `${actor}: ${text}`, hint: `${happens.kind} ${happens.note} · ${room}`,
    disabledBecause: isNext ? 'that is what happens on this branch' : null,
    action: { type: 'decide', decision: `first ${happens.process}: ${happens.kind} ${happens.note}`.trim(),
      interventions: [{ kind: 'pick', after, event, nth }] },
  }
}
