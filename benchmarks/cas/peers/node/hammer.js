'use strict'
// A torture loop: concurrent loops put, get and remove a few hot keys and check everything they
// read. Every value says for which key and by whom it was written (see benchmarks/cas/README.md),
// so that a reader can tell a torn, swapped or foreign value from a good one without knowing the
// writer.

const cacache = require('cacache')
const { Random } = require('./data.js')

async function run (dir, { seconds, keys, seed, threads }) {
  const counts = { puts: 0, hits: 0, misses: 0, removes: 0 }
  const errors = []
  const deadline = Date.now() + seconds * 1000
  await Promise.all(Array.from({ length: threads }, (_, t) =>
    work(dir, deadline, keys, seed * 1000 + t, counts, errors)))
  console.log(JSON.stringify({
    impl: 'cacache-npm', ...counts, errors: errors.length, first_errors: errors.slice(0, 5),
  }))
  return errors.length ? 1 : 0
}

async function work (dir, deadline, keys, seed, counts, errors) {
  const random = new Random(seed)
  const writer = `node-${process.pid}-${seed}`
  while (Date.now() < deadline) {
    const key = `hammer-${String(random.below(keys)).padStart(4, '0')}`
    const dice = random.below(10)
    try {
      if (dice < 4) {
        await cacache.put(dir, key, value(key, writer, counts.puts, random))
        counts.puts++
      } else if (dice < 9) {
        check(key, (await cacache.get(dir, key, { memoize: false })).data)
        counts.hits++
      } else {
        await cacache.rm.entry(dir, key)
        counts.removes++
      }
    } catch (error) {
      // A miss is the library's own "no such entry"; a missing blob file has no `key`.
      if (error.code === 'ENOENT' && error.key === key) {
        counts.misses++
      } else {
        errors.push(`${dice < 4 ? 'put' : dice < 9 ? 'get' : 'rm'} ${key}: ${error.code ?? ''} ${error.message}`)
      }
    }
  }
}

/** `<key> <writer> <n> <length of the body>\n`, then the body: byte j is (31*j + n) mod 256. */
function value (key, writer, n, random) {
  const dice = random.below(10)
  const size = random.below(dice < 7 ? 4096 : dice < 9 ? 65536 : 2000000)
  const body = Buffer.alloc(size)
  for (let j = 0; j < size; j++) {
    body[j] = (31 * j + n) & 255
  }
  return Buffer.concat([Buffer.from(`${key} ${writer} ${n} ${size}\n`), body])
}

function check (key, bytes) {
  const end = bytes.indexOf(10)
  const [owner, , n, size] = bytes.subarray(0, Math.max(end, 0)).toString().split(' ')
  const body = bytes.subarray(end + 1)
  if (owner !== key) {
    throw new Error(`holds the value of ${owner}`)
  }
  if (Number(size) !== body.length) {
    throw new Error(`${body.length} bytes, header says ${size}`)
  }
  const wrong = body.findIndex((b, j) => b !== ((31 * j + Number(n)) & 255))
  if (wrong >= 0) {
    throw new Error(`wrong byte at ${wrong}`)
  }
}

module.exports = { run }
