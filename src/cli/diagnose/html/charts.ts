/**
 * What the page runs: draws the charts from the data in it, again where the colours or the width
 * change. Plain JavaScript for browsers; `uPlot` stands before it. Colours come from the style.
 */
export const chartsScript = `
(() => {
  const data = JSON.parse(document.getElementById('data').textContent)
  const charts = []
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const cause = (index) => color(data.names[index] === 'unexplained' ? '--unexplained' : '--cause-' + (index % 7))
  const seconds = (value) =>
    value == null ? '' : value < 1 ? +(value * 1000).toPrecision(3) + ' ms' : value < 120 ? +value.toPrecision(3) + ' s'
      : value < 7200 ? +(value / 60).toPrecision(3) + ' min' : +(value / 3600).toPrecision(3) + ' h'
  const whole = (value) => (value == null ? '' : Math.round(value).toLocaleString('en-US'))
  const axis = (more) => ({
    stroke: color('--text'), grid: { stroke: color('--line'), width: 1 }, ticks: { stroke: color('--line') },
    font: '12px system-ui, sans-serif', ...more,
  })
  const height = (width) => Math.round(Math.min(320, Math.max(200, width * 0.45)))

  function draw(id, options, series) {
    const holder = document.getElementById(id)
    if (!holder) return
    const width = holder.clientWidth
    charts.push({ holder, chart: new uPlot({ width, height: height(width), ...options }, series, holder) })
  }

  // Limits are lines across the bars, each with its name on top.
  const limits = (found) => ({
    hooks: {
      draw: (u) => {
        const { ctx, bbox } = u
        ctx.save()
        ctx.font = devicePixelRatio * 12 + 'px system-ui, sans-serif'
        ctx.textBaseline = 'top'
        found.forEach(({ at, name, index }, nth) => {
          const x = Math.round(u.valToPos(at, 'x', true))
          if (x < bbox.left || x > bbox.left + bbox.width) return
          ctx.strokeStyle = ctx.fillStyle = color('--text')
          ctx.lineWidth = devicePixelRatio * 1.5
          ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio])
          ctx.beginPath()
          ctx.moveTo(x, bbox.top)
          ctx.lineTo(x, bbox.top + bbox.height)
          ctx.stroke()
          const right = x > bbox.left + bbox.width / 2
          ctx.textAlign = right ? 'right' : 'left'
          ctx.fillText(name, x + (right ? -5 : 5) * devicePixelRatio, bbox.top + (2 + 15 * (nth % 4)) * devicePixelRatio)
        })
        ctx.restore()
      },
    },
  })

  const logScale = { distr: 3, log: 10, time: false }
  const logTicks = (u, splits) => splits.map((value) => (Math.abs(Math.log10(value) % 1) < 1e-6 ? seconds(value) : ''))
  const steps = uPlot.paths.stepped({ align: 1 })

  // Areas on top of each other: each is drawn from 0 to its sum, the highest first.
  function stacked(x, parts, names, xSeries) {
    const sums = []
    parts.forEach((values, index) => sums.push(values.map((value, at) => value + (index ? sums[index - 1][at] : 0))))
    const order = parts.map((_, index) => index).reverse()
    return {
      series: [xSeries, ...order.map((index) => ({
        label: names[index], stroke: cause(index), fill: cause(index), width: 1, paths: steps, points: { show: false },
        value: (u, _, __, at) => (at == null ? '' : whole(parts[index][at])),
      }))],
      values: [x, ...order.map((index) => sums[index])],
    }
  }

  function drawAll() {
    for (const { chart } of charts.splice(0)) chart.destroy()
    const { ages, hazard, time, names } = data
    if (ages.x.length > 1) {
      const { series, values } = stacked(ages.x, ages.parts, names, { label: 'age', value: (u, value) => seconds(value) })
      draw('ages', {
        scales: { x: logScale, y: { range: (u, low, high) => [0, Math.max(1, high * 1.1)] } }, series,
        axes: [axis({ values: logTicks }), axis({ size: 60, values: (u, splits) => splits.map(whole) })],
        plugins: [limits(ages.limits)],
      }, values)
    }
    if (time.x.length > 1) {
      const { series, values } = stacked(time.x, time.parts, names, {
        label: 'time (UTC)', value: (u, value) => (value == null ? '' : new Date(value * 1000).toISOString().slice(0, 19).replace('T', ' ')),
      })
      draw('time', {
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'), scales: { y: { range: (u, low, high) => [0, Math.max(1, high * 1.1)] } },
        series, axes: [axis({ values: clock, space: 70 }), axis({ size: 60, values: (u, splits) => splits.map(whole) })],
      }, values)
    }
    if (hazard.x.length > 1) {
      draw('hazard', {
        scales: { x: logScale, y: { range: (u, low, high) => [0, (high || 1) * 1.1] } },
        series: [{ label: 'age', value: (u, value) => seconds(value) },
          { label: 'leave each second', stroke: cause(0), width: 2, points: { show: false }, value: (u, value) => (value == null ? '' : (value * 100).toPrecision(2) + ' %') }],
        axes: [axis({ values: logTicks }), axis({ size: 60, values: (u, splits) => splits.map((value) => +(value * 100).toPrecision(3) + ' %') })],
      }, [hazard.x, hazard.y])
    }
  }

  // Hours of one day, or days, in UTC, and 24 of them.
  const clock = (u, splits) => {
    const days = u.scales.x.max - u.scales.x.min > 2 * 86400
    return splits.map((at) => new Date(at * 1000).toISOString().slice(days ? 5 : 11, days ? 10 : 16))
  }

  function resize() {
    for (const { holder, chart } of charts) {
      const width = holder.clientWidth
      if (width !== chart.width) chart.setSize({ width, height: height(width) })
    }
  }

  drawAll()
  new ResizeObserver(resize).observe(document.body)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll)
  document.documentElement.dataset.drawn = String(charts.length)
})()
`
