import { Arbitrary, Stream, Value, type Random } from 'fast-check'
import { checkCampaign, defaultCampaign, type FaultName, type StrategyName } from '../lab/explore/index.ts'
import { Trial, trialOf, type DrawnTrial } from './trial.ts'

export interface TrialsOptions {
  /** How schedules are drawn; default `portfolio`: all strategies in turn. */
  readonly strategy?: StrategyName
  /** Kinds of faults that may be; each trial has some of them. Default all; `[]`: none. */
  readonly faults?: readonly FaultName[]
}

/** Numbers of this size keep their distance, and are short enough to be read. */
const numbers = 2 ** 31 - 1

/**
 * Trials: runs of a scenario under a schedule and under faults. A trial that fails is made smaller together with
 * whatever else the property draws: orders, faults, operations of clients and numbers are left out until nothing can
 * be. Put it last among several arbitraries: then a path of fast-check finds its way back too. Fails with a UserError for a
 * strategy or a fault that there is not.
 */
export function trials(options: TrialsOptions = {}): Arbitrary<Trial> {
  const { strategy = defaultCampaign.strategy, faults = defaultCampaign.faults } = options
  checkCampaign({ strategy, faults })
  return new Trials(options)
}

class Trials extends Arbitrary<Trial> {
  constructor(private readonly options: TrialsOptions) {
    super()
  }

  generate(random: Random): Value<Trial> {
    const drawn: DrawnTrial = { campaign: random.nextInt(0, numbers), index: random.nextInt(0, numbers), ...this.options }
    return new Value(trialOf(drawn), undefined)
  }

  canShrinkWithoutContext(value: unknown): value is Trial {
    return value instanceof Trial
  }

  shrink(trial: Trial): Stream<Value<Trial>> {
    return new Stream(trial.smaller()).map(smaller => new Value(smaller, undefined))
  }
}
