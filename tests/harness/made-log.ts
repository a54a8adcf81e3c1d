const agents = ['Mozilla/5.0 Firefox/140.0', 'okhttp/4.12.0', 'curl/8.5.0']

/**
 * An nginx log with durations: of ten requests nine are answered in 20 to 120 ms, and the tenth is
 * left by its client at 15 s.
 */
export function nginxLines(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, nth) => {
    const index = from + nth
    const left = index % 10 === 9
    const age = left ? 15 + (index % 7) / 1000 : 0.02 + ((index * 7919) % 1000) / 10_000
    const time = new Date(Date.UTC(2026, 10, 23) + index * 250).toISOString()
    return (
      `10.0.${String(index % 7)}.${String(index % 250)} - - [23/Nov/2026:${time.slice(11, 19)} +0000] ` +
      `"GET /orders/${String(index)} HTTP/1.1" ${left ? '499 0' : '200 180'} "-" ` +
      `"${agents[index % agents.length] ?? ''}" rt=${age.toFixed(3)}`
    )
  })
}

export function nginxLog(count: number): string {
  return `${nginxLines(count).join('\n')}\n`
}
