'use strict'
// A command-line driver around npm's `cacache`.
//
// Usage:
//   node index.js bench  <workload> <dir> [--seconds S]
//   node index.js apply  <dir> <script.jsonl | ->
//   node index.js dump   <dir>
//   node index.js verify <dir>
//   node index.js hammer <dir> [--seconds S] [--keys K] [--seed N] [--threads T]
//
// Workloads are defined in benchmarks/cas/WORKLOADS.md, the script and dump formats in
// benchmarks/cas/README.md.

const USAGE = 'usage: index.js (bench <workload> <dir> [--seconds S] | apply <dir> <script|-> | dump <dir> | ' +
  'verify <dir> | hammer <dir> [--seconds S] [--keys K] [--seed N] [--threads T])'

function splitOptions (args) {
  const options = {}
  const words = []
  for (let i = 0; i < args.length; i++) {
    if (args[i].startsWith('--')) {
      options[args[i].slice(2)] = Number(args[++i])
    } else {
      words.push(args[i])
    }
  }
  return { options, words }
}

async function main () {
  const { options, words } = splitOptions(process.argv.slice(2))
  const [command, first, second] = words
  if (command === 'bench' && words.length === 3) {
    return require('./bench.js').run(first, second, options.seconds ?? 3)
  }
  if (command === 'apply' && words.length === 3) {
    return require('./script.js').apply(first, second)
  }
  if (command === 'dump' && words.length === 2) {
    return require('./script.js').dump(first)
  }
  if (command === 'verify' && words.length === 2) {
    return require('./script.js').verify(first)
  }
  if (command === 'hammer' && words.length === 2) {
    return require('./hammer.js').run(first, { seconds: 10, keys: 50, seed: 1, threads: 8, ...options })
  }
  console.error(USAGE)
  return 2
}

main().then(
  (code) => { process.exitCode = code },
  (error) => {
    console.error(error)
    process.exitCode = 1
  }
)
