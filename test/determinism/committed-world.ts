import { client, Mutex, service, Simulation, streaming, unary } from '../../src/sim/index.ts'

const Shop = service('CommittedShop', {
  order: unary<{ sku: string; price: number }, { id: bigint; text: string }>(),
  orders: streaming<{ from: number }, { id: number }>(),
})
const shop = client(Shop, 'shop')

/** The payload hash of one small world in which everything happens; `null` is the dull run. */
export async function hashOf(seed: number | null): Promise<string> {
  const simulation = new Simulation({
    ...(seed === null ? {} : { seed }), hash: 'payload', lateness: 0.05, timerSlackUs: 300,
    faults: { chance: 0.05, kinds: ['slow', 'lost', 'doubled'], silentChance: 0.5 },
  })
  simulation.process('shop', 'host-shop', async ctx => {
    const mutex = new Mutex('shop')
    let next = 1n << 60n
    ctx.process.serve(Shop, {
      order: (c, { sku, price }) => mutex.with(c, async () => {
        await c.spend('mysql.commit')
        return { id: next++, text: `${sku} für ${(price / 3).toString()} €` }
      }),
      orders: async (c, { from }, out) => { for (let id = from; id < from + 20; id++) await out.send(c, { id }) },
    })
  })
  simulation.process('app', 'host-app', async () => {})
  for (let i = 0; i < 3; i++) {
    simulation.spawn('app', `client-${i}`, async ctx => {
      await ctx.sleep(1)
      for (let n = 0; n < 10; n++) {
        try {
          await ctx.timeout(5, c => shop.order(c, { sku: 'SKU-1001', price: ctx.choose('price', 1000) + 0.1 }))
          for await (const { id } of shop.orders(ctx, { from: n }, 4)) if (id === n + 9) break
        } catch (error) {
          ctx.emit('shop/failure', { code: (error as { code: string }).code })
        }
      }
    })
  }
  simulation.spawn('app', 'nemesis', async ctx => {
    await ctx.sleep(6)
    simulation.crash('shop')
    await ctx.sleep(3)
    simulation.restart('shop')
  })
  const run = await simulation.run()
  if (run.outcome !== 'done') throw run.error
  return run.hash
}
