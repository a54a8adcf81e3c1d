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
