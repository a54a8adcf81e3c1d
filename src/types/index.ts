export type { Attribution, Origin } from './attribution.js'
export type { Diagnosis, DiagnosisCause, Finding, LimitCandidate } from './diagnosis.js'
export type { ConnectionEvent, ErrorContext, LateEvent, Observer } from './observer.js'
export type { Cause, Closure, ExchangeRecord, Outcome, Phase } from './record.js'
