/**
 * Puts each section in its place on the page, between `<!-- bench:name -->` and `<!-- /bench -->`.
 * The words around them are written by hand and stay; a place that gets nothing keeps what it has.
 */
export function fill(page: string, sections: ReadonlyMap<string, string>): string {
  let filled = page
  for (const [name, text] of sections) {
    if (text === '') continue
    const place = new RegExp(`(<!-- bench:${name} -->\\n)[^]*?(<!-- /bench -->)`)
    if (!place.test(filled)) throw new Error(`the page has no place for '${name}'`)
    filled = filled.replace(place, (_, begin: string, end: string) => `${begin}\n${text}\n\n${end}`)
  }
  return filled
}

/** A page that has the places, and nothing else yet. */
export const emptyPage = `# Performance

<!-- bench:machine -->
<!-- /bench -->

## Processor time per request

![What each variant adds to a request](performance.svg)

<!-- bench:overhead -->
<!-- /bench -->

## Memory

<!-- bench:memory -->
<!-- /bench -->

## From the hang-up to the signal

<!-- bench:detection -->
<!-- /bench -->

## Many connections, many limits

<!-- bench:growth -->
<!-- /bench -->

## A long log

<!-- bench:log-analysis -->
<!-- /bench -->

## A sweep of sessions

<!-- bench:sessions -->
<!-- /bench -->

## Two minutes of faults

<!-- bench:soak -->
<!-- /bench -->
`
