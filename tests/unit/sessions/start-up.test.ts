import { MemoryStore } from 'express-session'
import { sessionCleanup } from '../../../src/sessions/index.js'
import { MapStore } from './made-store.js'

const start = (options: object) => () => sessionCleanup(new MemoryStore(), options)

describe('the options of sessionCleanup', () => {
  it.each([
    [{}, /exactly one of everyMs and cron; received none/],
    [{ everyMs: 1000, cron: '* * * * *' }, /exactly one of everyMs and cron; received both/],
    [{ evryMs: 1000 }, /no option 'evryMs'; did you mean 'everyMs'/],
    [{ everyMs: '1h' }, /everyMs must be a number of milliseconds.*received '1h'/],
    [{ everyMs: 0 }, /everyMs/],
    [{ everyMs: NaN }, /everyMs/],
    [{ everyMs: 2 ** 31 }, /everyMs/],
    [{ cron: 5 }, /cron must be a cron expression/],
    [{ cron: 'hourly' }, /received 'hourly': .*parts are required/],
    [{ cron: '61 * * * *' }, /cron must be/],
    [{ cron: '0 0 30 2 *' }, /'0 0 30 2 \*': it never comes/],
    [{ everyMs: 1000, jitterMs: -1 }, /jitterMs/],
    [{ everyMs: 1000, batchSize: 0.5 }, /batchSize must be a whole number/],
    [{ everyMs: 1000, timeoutMs: Infinity }, /timeoutMs/],
    [{ everyMs: 1000, onSweep: true }, /onSweep must be a function/],
    [{ everyMs: 1000, onError: {} }, /onError must be a function/],
    [{ everyMs: 1000, logger: null }, /logger.info must be a function/],
    [{ everyMs: 1000, logger: { info() {}, warn() {} } }, /logger.error must be a function/],
  ])('%j is refused', (options, message) => {
    expect(start(options)).toThrow(
      expect.objectContaining({
        code: 'ERR_HANGUP_OPTION',
        message: expect.stringMatching(message),
      }),
    )
  })

  it.each([
    [{ everyMs: 1000, jitterMs: 0 }],
    [{ cron: '0 * * * *' }],
    [{ cron: '0 0 29 2 *' }],
    [{ cron: '*/10 * * * * *' }],
  ])('%j is taken', async (options) => {
    await start(options)().stop()
  })
})

describe('a store that cannot be cleaned', () => {
  const refused = (store: unknown, message: RegExp) => {
    expect(() => sessionCleanup(store as object, { everyMs: 1000 })).toThrow(
      expect.objectContaining({
        code: 'ERR_HANGUP_STORE',
        message: expect.stringMatching(message),
      }),
    )
  }

  it('is refused with the names of the methods it lacks', () => {
    class Half {
      get() {}
    }
    refused(new Half(), /Half has no all, no destroy/)
    refused({}, /the store has no all, no get, no destroy/)
  })

  it('is refused where it is no object', () => {
    refused(undefined, /needs a session store/)
    refused('memory', /needs a session store/)
  })

  it('is told of before the options are', () => {
    refused(Object.assign(new MapStore(), { all: undefined }), /MapStore has no all/)
  })
})
