import { deserialize, serialize } from 'node:v8'
import { DiagnosisState, type DiagnosisSnapshot } from '../../../diagnosis/index.js'

// A state as bytes: the thread that only passes it on makes no objects of it.

export function packed(state: DiagnosisState): Uint8Array {
  return serialize(state.snapshot())
}

export function unpacked(bytes: Uint8Array): DiagnosisState {
  return DiagnosisState.from(deserialize(bytes) as DiagnosisSnapshot)
}
