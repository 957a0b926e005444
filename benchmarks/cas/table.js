'use strict'
// Prints the table of a results file (JSON lines of run.sh): node table.js results.jsonl [column...]
// A cell is the median over the rounds of the median time of one operation, then its ratio to
// cacache-rs in brackets (below 1: faster). mixed_8t and put_10KB_x10k show wall time per
// operation instead, because there the total is the point.

const fs = require('node:fs')

const REFERENCE = 'cacache-rs'
const BY_WALL = new Set(['mixed_8t', 'put_10KB_x10k'])

const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l))
const columns = [...new Set([...process.argv.slice(3), ...lines.map((l) => l.impl)])]
const rows = [...new Set(lines.map((l) => l.workload))]

const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)]

function nanos (impl, workload) {
  const field = BY_WALL.has(workload) ? 'ns_per_op_wall' : 'ns_per_op_median'
  const found = lines.filter((l) => l.impl === impl && l.workload === workload && l[field] !== undefined)
  return found.length ? middle(found.map((l) => l[field])) : undefined
}

function time (ns) {
  const [unit, size] = ns < 1e4 ? ['ns', 1] : ns < 1e7 ? ['µs', 1e3] : ns < 1e10 ? ['ms', 1e6] : ['s', 1e9]
  const value = ns / size
  return `${value.toFixed(unit === 'ns' || value >= 100 ? 0 : 1)} ${unit}`
}

function cell (impl, workload) {
  const own = nanos(impl, workload)
  if (own === undefined) {
    const line = lines.find((l) => l.impl === impl && l.workload === workload)
    return line?.error ? 'FAILED' : '—'
  }
  const reference = nanos(REFERENCE, workload)
  return impl === REFERENCE || !reference ? time(own) : `${time(own)} (${(own / reference).toPrecision(3)}×)`
}

console.log(`| workload | ${columns.join(' | ')} |`)
console.log(`|---${'|---:'.repeat(columns.length)}|`)
for (const workload of rows) {
  console.log(`| ${workload}${BY_WALL.has(workload) ? ' (wall/op)' : ''} | ${columns.map((c) => cell(c, workload)).join(' | ')} |`)
}
