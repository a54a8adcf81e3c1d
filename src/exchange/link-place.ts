import type { Link } from './link.js'

const LINK = Symbol.for('express-hangup.link.1')

interface Place {
  [LINK]?: Link
}

/**
 * What is known of a socket, or of a stream of HTTP/2, also by another copy of the package. It
 * stands on the object itself: a WeakMap would be a table with every connection in it, to be
 * searched twice for each request and to be gone through by each garbage collection.
 */
export function linkOn(place: object | null | undefined): Link | undefined {
  return (place as Place | null | undefined)?.[LINK]
}

/** A symbol, so that neither JSON nor a loop over the properties meets it. */
export function putLink(place: object, link: Link): void {
  ;(place as Place)[LINK] = link
}
