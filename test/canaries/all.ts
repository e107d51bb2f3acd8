import type { Canary } from './canary.ts'
import { checkers } from './checkers.ts'
import { clone } from './clone.ts'
import { copies } from './copies.ts'
import { guardsOff } from './guards-off.ts'
import { mysql } from './mysql.ts'
import { replication } from './replication.ts'
import { routing } from './routing.ts'
import { stepsLeftOut } from './steps-left-out.ts'
import { topology } from './topology.ts'

/** Every seeded bug, in the order in which it is told. */
export const canaries: readonly Canary[] = [
  ...guardsOff, ...stepsLeftOut, ...replication, ...clone, ...copies, ...routing, ...mysql, ...topology, ...checkers,
]
