import { sessionCleanup } from '../../../src/sessions/index.js'
import type { Callback } from './made-store.js'

const everyMs = 3_600_000

describe('a store with a call of its own', () => {
  it.each([
    ['with a callback', { prune: (callback: Callback) => setImmediate(callback, null, 3) }, 3],
    ['with a callback for an error', { reap: (callback: Callback) => callback(null) }, null],
    ['with a promise', { clearExpiredSessions: async () => 4 }, 4],
    ['with a promise of nothing', { pruneSessions: async () => undefined }, null],
    ['without either', { prune: () => undefined }, null],
  ])('%s has it called', async (_, methods, removed) => {
    const cleanup = sessionCleanup(methods, { everyMs })
    expect(cleanup).toMatchObject({ store: 'the store', method: 'own-call' })
    expect(await cleanup.runNow()).toMatchObject({ removed, scanned: null, error: null })
    await cleanup.stop()
  })

  it.each([
    ['calls back with an error', (callback: Callback) => callback(new Error('locked'))],
    ['rejects', async () => Promise.reject(new Error('locked'))],
    ['throws', () => { throw new Error('locked') }], // prettier-ignore
  ])('that %s has failed', async (_, prune) => {
    const { error } = await sessionCleanup({ prune }, { everyMs, onError() {} }).runNow()
    expect(error?.cause).toMatchObject({ message: 'locked' })
  })
})
