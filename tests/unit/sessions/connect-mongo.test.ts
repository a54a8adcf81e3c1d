import { MongoStore } from 'connect-mongo'
import { sessionCleanup } from '../../../src/sessions/index.js'

const everyMs = 3_600_000

/** Of the real class, over a connection that is never made: there is no MongoDB to ask. */
function unconnected(autoRemove: 'native' | 'interval' | 'disabled'): MongoStore {
  return new MongoStore({ clientPromise: new Promise(() => undefined), autoRemove })
}

describe('connect-mongo', () => {
  it.each(['native', 'interval'] as const)('is left alone with autoRemove %s', async (how) => {
    const cleanup = sessionCleanup(unconnected(how), { everyMs })
    expect(cleanup).toMatchObject({ store: 'connect-mongo', method: 'expires-by-itself' })
    expect(await cleanup.runNow()).toMatchObject({ removed: 0, error: null })
    await cleanup.stop()
  })

  it('is refused where it keeps everything, and hides it', () => {
    expect(() => sessionCleanup(unconnected('disabled'), { everyMs })).toThrow(
      expect.objectContaining({
        code: 'ERR_HANGUP_STORE',
        message: expect.stringMatching(/autoRemove to 'native'/),
      }),
    )
  })
})
