import { once } from 'node:events'
import { asyncLayer } from '../layers.js'
import { big, chunk, mega } from '../payload.js'
import { everywhere, type HandlerSpec } from './spec.js'

export const writeLoops: readonly HandlerSpec[] = [
  {
    name: 'write loop without drain',
    family: 'write loops',
    runsOn: everywhere,
    phases: {
      processing: {},
      responding: { surfaces: 'some' },
      flushing: { stalled: true },
      done: {},
    },
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        const written = stage.callback('write callback')
        await stage.hold('processing')
        res.write(chunk, written)
        await stage.hold('responding')
        for (let i = 0; i < 12; i++) res.write(stage.strikesAt('done') ? chunk : mega, written)
        res.end()
        stage.reach('flushing')
      }),
    ],
  },
  {
    name: 'write flood',
    family: 'write loops',
    runsOn: everywhere,
    phases: { responding: { stalled: true } },
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        const written = stage.callback('write callback')
        for (let i = 0; i < 12; i++) res.write(mega, written)
        await stage.hold('responding')
        res.write(chunk, written)
        res.end()
      }),
    ],
  },
  {
    name: 'write loop with drain',
    family: 'write loops',
    runsOn: everywhere,
    // Waits for a 'drain' that never comes once the client is gone, so it hangs.
    phases: { processing: {}, responding: { stalled: true }, flushing: { stalled: true } },
    layers: (stage) => [
      asyncLayer(async (_req, res) => {
        const written = stage.callback('write callback')
        await stage.hold('processing')
        stage.reach('responding')
        for (let i = 0; i < 12; i++) {
          const part = stage.strikesAt('flushing') ? chunk : mega
          if (!res.write(part, written)) await once(res, 'drain')
        }
        res.end(stage.strikesAt('flushing') ? big : chunk)
        stage.reach('flushing')
      }),
    ],
  },
]
