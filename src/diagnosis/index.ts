export { diagnose } from './diagnose.js'
export { DiagnosisState, type DiagnosisSnapshot } from './diagnosis-state.js'
export { detectLogFormat, logFormatNames, logParser } from './formats/log-parser.js'
export type {
  AgeBin,
  DiagnosisOptions,
  DiagnosisRecord,
  DiagnosisReport,
  HazardPoint,
  TimeBin,
  TopEntry,
  TopRoute,
} from './types.js'
export type { Diagnosis, DiagnosisCause, Finding, LimitCandidate } from '../types/index.js'
