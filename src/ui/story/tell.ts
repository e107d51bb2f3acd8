import type { TraceEvent } from '../../sim/index.ts'
import { Memory } from './memory.ts'
import { say, type Sentence, type Teller } from './sentence.ts'
import { clientTellers } from './tellers/clients.ts'
import { commandTellers } from './tellers/commands.ts'
import { faultTellers } from './tellers/faults.ts'
import { gateTellers } from './tellers/gates.ts'
import { machineryTellers } from './tellers/machinery.ts'
import { replicationTellers } from './tellers/replication.ts'
import { scenarioTellers } from './tellers/scenario.ts'
import { stepTellers } from './tellers/steps.ts'
import { tabletTellers } from './tellers/tablets.ts'
import { topologyTellers } from './tellers/topology.ts'

const tellers: ReadonlyMap<string, Teller> = new Map([
  ...scenarioTellers, ...stepTellers, ...commandTellers, ...topologyTellers, ...tabletTellers, ...gateTellers,
  ...replicationTellers, ...clientTellers, ...faultTellers, ...machineryTellers,
])

/** Kinds that are machinery whatever they say. Three events in four are. */
export const machineryKinds: ReadonlySet<string> = new Set(machineryTellers.map(([kind]) => kind))

/** Kinds of events that have words of their own. */
export const toldKinds: ReadonlySet<string> = new Set(tellers.keys())

/** The event in words, told to somebody who knows what came before; the memory takes in what it tells. */
export function tell(event: TraceEvent, memory: Memory): Sentence {
  const teller = tellers.get(event.kind)
  if (teller !== undefined) return teller(event, memory)
  return say(event, 'detail', `${event.kind}${event.note === '' ? '' : ` ${event.note}`}`)
}

/** One event in words, out of its context: no change is known, only what the event itself says. */
export function sentence(event: TraceEvent): Sentence {
  return tell(event, new Memory())
}
