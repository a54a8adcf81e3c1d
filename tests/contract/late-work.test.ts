import { abortSignal } from '../../src/index.js'
import { deferred } from '../harness/deferred.js'
import { cleanUp, http1Kinds, open } from './support.js'

afterEach(cleanUp)

describe.each(http1Kinds)('work for a client that has left, on %s', (kind) => {
  test('is told of when the handler answers it', async () => {
    const begun = deferred()
    const scene = await open(kind, [
      (req, res) => {
        begun.resolve()
        abortSignal(req).addEventListener('abort', () => setTimeout(() => res.end('late'), 20))
      },
    ])
    const visit = (await scene.visitor()).start()
    await begun.promise
    visit.leave()
    const late = await scene.lates.nth(1)
    expect(late).toMatchObject({ what: 'end', id: scene.records.all[0]?.id })
    expect(late.overrunMs).toBeGreaterThan(0)
  })

  test('is none where its error is what ends the response', async () => {
    const begun = deferred()
    const scene = await open(kind, [
      (req, _res, next) => {
        begun.resolve()
        abortSignal(req).addEventListener('abort', () => next(abortSignal(req).reason))
      },
    ])
    const visit = (await scene.visitor()).start()
    await begun.promise
    visit.leave()
    await scene.told.nth(1)
    await scene.records.nth(1)
    expect(scene.lates.all).toHaveLength(0)
  })
})
