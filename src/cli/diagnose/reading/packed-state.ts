import { DiagnosisState, type DiagnosisSnapshot } from '../../../diagnosis/index.js'

// A state as bytes: the thread that only passes it on makes no objects of it.

export function packed(state: DiagnosisState): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(state.snapshot()))
}

export function unpacked(bytes: Uint8Array): DiagnosisState {
  return DiagnosisState.from(JSON.parse(new TextDecoder().decode(bytes)) as DiagnosisSnapshot)
}
