import { liveExchanges, type Exchange } from '../../../src/exchange/index.js'
import { state } from '../../../src/exchange/state.js'
import { exchangeOf } from '../../../src/index.js'
import { deferred, within } from '../../harness/deferred.js'
import { turns } from '../../harness/turns.js'
import { endScenes, get, openScene } from '../support/scene.js'

afterEach(endScenes)

test('what is in flight is kept by connection, also by one that is older than who counts', async () => {
  const second = deferred<Exchange>()
  const { client, settled } = await openScene({
    handler: (req, res) => {
      if (req.url === '/') res.end('first')
      else second.resolve(exchangeOf(req))
    },
  })
  await settled
  expect(liveExchanges()).toEqual([])

  client.send(get('/second'))
  const exchange = await within(5_000, 'the second request arrives', second.promise)
  expect(liveExchanges().map(({ position }) => position)).toEqual([2])

  const over = new Promise((resolve) => exchange.onSettled(resolve))
  client.reset()
  await within(5_000, 'the second exchange settles', over)
  await turns(3)
  expect(liveExchanges()).toEqual([])
  expect(state.live?.size).toBe(0)
})
