import { HangupError } from '../../../src/index.js'

/** The `HangupError` that a call throws; fails where it throws nothing or something else. */
export function optionErrorOf(call: () => unknown): HangupError {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(HangupError)
    return error as HangupError
  }
  throw new Error('It took what it must refuse')
}
