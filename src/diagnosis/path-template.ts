const MAX_LENGTH = 120
const MAX_SEGMENTS = 12

/**
 * Folds a path to a template, so that `/user/17/order/2026-01-02` and its like are counted as one:
 * ids, uuids, hashes, dates and long mixed words become `:id`, `:uuid`, `:hash`, `:date`. Linear in
 * the path's length, which is bounded first; the query is dropped.
 */
export function pathTemplate(path: string): string {
  const end = path.indexOf('?')
  const bare = (end === -1 ? path : path.slice(0, end)).slice(0, MAX_LENGTH)
  // Most paths of a log have no digit, and stay as they are.
  if (!/[0-9]/.test(bare)) return bare
  const segments = bare.split('/')
  const kept = segments.slice(0, MAX_SEGMENTS).map(segmentTemplate)
  return kept.join('/') + (segments.length > MAX_SEGMENTS ? '/…' : '')
}

function segmentTemplate(segment: string): string {
  if (!/[0-9]/.test(segment)) return segment
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(segment)) return ':date'
  if (/^[0-9]+$/.test(segment)) return ':id'
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(segment))
    return ':uuid'
  if (/^[0-9a-f]{12,}$/i.test(segment)) return ':hash'
  const extension = /\.[a-z]{1,5}$/i.exec(segment)?.[0] ?? ''
  const stem = segment.slice(0, segment.length - extension.length)
  // A version (v2, es2022, h264) has few digits; an id has many, or many changes to and fro.
  const digits = stem.replace(/[^0-9]/g, '').length
  return digits >= 4 || (stem.length >= 16 && digits >= 2) ? `:id${extension}` : segment
}
