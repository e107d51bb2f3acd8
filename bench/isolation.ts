import { cpuSecondsOf, median, nowNs, type Section } from './figure.ts'
import { checkIsolation, type IsolationLevel } from '../src/lab/check/index.ts'
import { Rng } from '../src/sim/index.ts'
import { listTransactions } from '../test/support/histories.ts'

const TRANSACTIONS = 100_000
const ROUNDS = 5

/** A history of transactions on lists that is as it should be: then nothing ends the check early. */
export const isolation: Section = {
  name: 'isolation',
  title: 'Looking for anomalies among 100,000 transactions on lists',
  async run(progress) {
    progress('making the history')
    const transactions = listTransactions(new Rng(1), TRANSACTIONS)
    const rateAt = async (level: IsolationLevel): Promise<number> => {
      progress(level)
      const rates: number[] = []
      for (let round = 0; round < ROUNDS; round++) {
        rates.push(TRANSACTIONS / await cpuSecondsOf(() => {
          const result = checkIsolation(transactions, { level })
          if (result.verdict !== 'ok') throw new Error(`${level}: ${JSON.stringify(result).slice(0, 500)}`)
          return Promise.resolve()
        }))
      }
      return median(rates)
    }
    const [serializable, strict] = [await rateAt('serializable'), await rateAt('strict-serializable')]
    const start = nowNs()
    const { verdict } = checkIsolation(transactions, { level: 'serializable', workMax: 1_000 })
    const refusedMs = Number(nowNs() - start) / 1e6
    if (verdict !== 'unknown') throw new Error(`${verdict} with too small a budget`)
    return [
      { name: 'serializable', value: serializable, unit: 'transactions/s', target: '>= 200000', note: `of processor, median of ${ROUNDS}` },
      { name: 'strictly serializable', value: strict, unit: 'transactions/s', note: `of processor, median of ${ROUNDS}` },
      { name: '`unknown`, with too small a budget', value: refusedMs, unit: 'ms' },
    ]
  },
}
