import { compilePrograms, removePrograms } from './run-program.js'
import { runPiped } from './run-piped.js'

beforeAll(compilePrograms)
afterAll(removePrograms)

const play = (scene: string) => runPiped('sigpipe', [scene])

describe('SIGPIPE', () => {
  it('kills a process of Node whose last listener was removed', async () => {
    expect(await play('node alone')).toMatchObject({
      exitCode: 128 + 13,
      report: ['ignored', 'own 1'],
    })
  })
})

describe('watchSigpipe', () => {
  test.each([
    ['counts each, and says when it came', 'count', ['[1,2,3]', 'true']],
    ['leaves the process safe once it is stopped', 'stopped twice', ['count 1']],
    ['lets two watchers count on their own', 'two watchers', ['count 1 and 2']],
    ['shares the signal with the application', 'own listener', ['count 4, own 2']],
    ['goes on where all listeners are removed', 'removed all', ['count 3, own 0', 'count 3']],
    [
      'hears nothing more, safely, where every listener of the process is removed',
      'removed everything',
      ['count 1', 'count 2'],
    ],
    [
      'hears nothing more, safely, where what puts it back is removed before it',
      'removed the keeper',
      ['count 0'],
    ],
    ['warns once of a listener that throws', 'throws', ['WARN_HANGUP_SIGPIPE', 'told 3']],
    ['warns once of a listener that rejects', 'rejects', ['WARN_HANGUP_SIGPIPE']],
    [
      'bounds the pace of a listener that writes to the broken pipe',
      'writes to the pipe',
      ['paced true, bounded true'],
    ],
    ['counts what it does not tell of at once', 'a burst', ['paced true, count 50']],
    ['counts the pipe to a child', 'the stdin of a child', ['count 1']],
    ['counts what worker threads write', 'a worker thread', ['EPIPE, count 1']],
    ['leaves children to end by it', 'a child that writes', ['the child: SIGPIPE, count 0']],
    [
      'counts nothing, safely, where Node was made to hear of no signal before',
      'removed everything before',
      ['count 0'],
    ],
    ['counts what was sent by hand', 'a signal from outside', ['count 1']],
  ])('%s', async (_behaviour, scene, report) => {
    expect(await play(scene)).toMatchObject({ exitCode: 0, report: [...report, 'alive'] })
  })
})
