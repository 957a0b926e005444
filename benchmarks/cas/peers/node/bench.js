'use strict'
// The workloads of benchmarks/cas/WORKLOADS.md. Every operation is awaited before the next one
// starts, except in mixed_8t (eight concurrent loops in one process). Memoization is off: the disk
// is measured.

const fs = require('node:fs')
const assert = require('node:assert')
const cacache = require('cacache')
const { HELLO, small, block, renumber, keyOf, Random } = require('./data.js')

const KIB10 = 10 * 1024
const MIB5 = 5 << 20
const MIB64 = 64 << 20
const CHUNK = 64 * 1024
const SHA256 = { algorithms: ['sha256'] }
const DISK = { memoize: false }

/** Repeats `op` until the time limit or the operation limit, at least once. */
async function measure (bytesPerOp, maxOps, seconds, op) {
  const nanos = []
  const start = process.hrtime.bigint()
  const limit = BigInt(Math.round(Math.min(seconds, 1e6) * 1e9))
  for (let last = start; ;) {
    await op(nanos.length)
    const now = process.hrtime.bigint()
    nanos.push(Number(now - last))
    last = now
    if (nanos.length >= maxOps || now - start >= limit) {
      return { nanos, wall: Number(now - start), bytesPerOp }
    }
  }
}

class Bench {
  constructor (dir, seconds) {
    this.dir = dir
    this.seconds = seconds
  }

  // ---- plumbing -------------------------------------------------------------------------------

  /** Warms up for a fifth of the time limit, then measures. Item numbers never repeat. */
  async timed (bytes, maxOps, op) {
    const warm = (await measure(bytes, maxOps / 5, this.seconds / 5, op)).nanos.length
    return measure(bytes, maxOps, this.seconds, (i) => op(warm + i))
  }

  /** Runs the set-up once per directory: a finished set-up leaves `<dir>.ready` beside it. */
  async prepare (setUp) {
    if (!fs.existsSync(`${this.dir}.ready`)) {
      await setUp()
      fs.writeFileSync(`${this.dir}.ready`, '')
    }
  }

  put (key, value) {
    return cacache.put(this.dir, key, value, SHA256)
  }

  /** The library has no "content only" put; this is its keyed put under one fixed key. */
  async putContent (value) {
    return String(await this.put('content', value))
  }

  async get (key, size) {
    assert.equal((await cacache.get(this.dir, key, DISK)).data.length, size)
  }

  async fill10KB () {
    const value = block(0, KIB10)
    for (let i = 0; i < 10000; i++) {
      renumber(value, i)
      await this.put(keyOf(i), value)
    }
  }

  async writeStream (key, chunk, item) {
    const stream = cacache.put.stream(this.dir, key, SHA256)
    const done = stream.promise()
    for (let c = 0; c < MIB64 / CHUNK; c++) {
      // The stream keeps what it is given until it is written, so each chunk needs its own bytes.
      const bytes = Buffer.from(chunk)
      renumber(bytes, 1024 * item + c)
      if (!stream.write(bytes)) {
        await new Promise((resolve) => stream.once('drain', resolve))
      }
    }
    stream.end()
    await done
  }

  // ---- workloads ------------------------------------------------------------------------------

  async getHash (value) {
    const sri = await this.putContent(value)
    return this.timed(value.length, Infinity, async () => {
      assert.equal((await cacache.get.byDigest(this.dir, sri, DISK)).length, value.length)
    })
  }

  async getHashMany () {
    const all = []
    for (let i = 0; i < 10; i++) {
      all.push(await this.putContent(small(i)))
    }
    return this.timed(110, Infinity, async () => {
      for (const sri of all) {
        assert.equal((await cacache.get.byDigest(this.dir, sri, DISK)).length, 11)
      }
    })
  }

  async getKey () {
    await this.put('hello', HELLO)
    return this.timed(11, Infinity, () => this.get('hello', 11))
  }

  async get10KB () {
    await this.prepare(() => this.fill10KB())
    const random = new Random(42)
    return this.timed(KIB10, Infinity, () => this.get(keyOf(random.below(10000)), KIB10))
  }

  async streamRead () {
    await this.prepare(() => this.writeStream('stream', block(0, CHUNK), 0))
    return this.timed(MIB64, Infinity, async () => {
      let total = 0
      for await (const chunk of cacache.get.stream(this.dir, 'stream', DISK)) {
        total += chunk.length
      }
      assert.equal(total, MIB64)
    })
  }

  putKey () {
    return this.timed(11, 20000, (i) => this.put(keyOf(i), small(i)))
  }

  put5MiB () {
    const value = block(0, MIB5)
    return this.timed(MIB5, 100, (i) => {
      renumber(value, i)
      return this.put(keyOf(i), value)
    })
  }

  put10KB () {
    const value = block(0, KIB10)
    return measure(KIB10, 10000, Infinity, (i) => {
      renumber(value, i)
      return this.put(keyOf(i), value)
    })
  }

  streamWrite () {
    const chunk = block(0, CHUNK)
    return this.timed(MIB64, 10, (i) => this.writeStream(`stream-${i}`, chunk, i))
  }

  async findRevisions () {
    await this.prepare(async () => {
      const sri = await this.putContent(HELLO)
      const insert = (revision) => cacache.index.insert(this.dir, 'hot', sri,
        { size: 11, time: 1700000000000 + revision, metadata: { revision } })
      // The order does not matter up to the last one, so the set-up may run 50 appends at a time.
      for (let r = 0; r < 99950; r += 50) {
        await Promise.all(Array.from({ length: 50 }, (_, k) => insert(r + k)))
      }
      for (let r = 99950; r < 100000; r++) {
        await insert(r)
      }
    })
    return this.timed(0, Infinity, async () => {
      const found = await cacache.get.info(this.dir, 'hot', DISK)
      assert.equal(found.metadata.revision, 99999)
    })
  }

  async list () {
    await this.prepare(async () => {
      const sri = await this.putContent(HELLO)
      await cacache.rm.entry(this.dir, 'content')
      for (let i = 0; i < 100000; i += 50) {
        await Promise.all(Array.from({ length: 50 }, (_, k) =>
          cacache.index.insert(this.dir, keyOf(i + k), sri, { size: 11 })))
      }
    })
    return this.timed(0, Infinity, async () => {
      let count = 0
      for await (const entry of cacache.ls.stream(this.dir)) {
        count += entry.integrity ? 1 : 0
      }
      assert.equal(count, 100000)
    })
  }

  async remove () {
    for (let i = 0; i < 10000; i++) {
      await this.put(keyOf(i), HELLO)
    }
    return measure(0, 10000, Infinity, (i) => cacache.rm.entry(this.dir, keyOf(i)))
  }

  async mixed () {
    await this.fill10KB()
    const nanos = []
    const start = process.hrtime.bigint()
    const end = start + BigInt(Math.round(this.seconds * 1e9))
    const worker = async (number) => {
      const random = new Random(1000 + number)
      const value = block(0, KIB10)
      let item = 1000000 * (number + 1)
      for (let begin = start; begin < end;) {
        const key = keyOf(random.below(10000))
        if (random.below(10) === 0) {
          renumber(value, ++item)
          await this.put(key, value)
        } else {
          await this.get(key, KIB10)
        }
        const now = process.hrtime.bigint()
        nanos.push(Number(now - begin))
        begin = now
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, number) => worker(number)))
    return { nanos, wall: Number(process.hrtime.bigint() - start), bytesPerOp: KIB10 }
  }

  async verify () {
    await this.prepare(() => this.fill10KB())
    return this.timed(KIB10 * 10000, Infinity, async () => {
      assert.equal((await cacache.verify(this.dir)).verifiedContent, 10000)
    })
  }

  coldPut () {
    return measure(11, 1, Infinity, () => this.put('cold', HELLO))
  }

  coldGet () {
    return measure(11, 1, Infinity, () => this.get('cold', 11))
  }
}

const WORKLOADS = {
  get_hash_11B: (b) => b.getHash(HELLO),
  get_hash_many_10x11B: (b) => b.getHashMany(),
  get_key_11B: (b) => b.getKey(),
  get_hash_5MiB: (b) => b.getHash(block(0, MIB5)),
  put_key_11B: (b) => b.putKey(),
  put_5MiB: (b) => b.put5MiB(),
  put_10KB_x10k: (b) => b.put10KB(),
  get_10KB_random: (b) => b.get10KB(),
  stream_write_64MiB: (b) => b.streamWrite(),
  stream_read_64MiB: (b) => b.streamRead(),
  find_key_1e5_revisions: (b) => b.findRevisions(),
  ls_100k: (b) => b.list(),
  rm_key: (b) => b.remove(),
  mixed_8t: (b) => b.mixed(),
  verify_10k_x_10KB: (b) => b.verify(),
  cold_start_put: (b) => b.coldPut(),
  cold_start_get: (b) => b.coldGet(),
}

const SKIPPED = {
  get_hash_11B_xxh3: 'no xxh3 in this library',
  get_hash_5MiB_xxh3: 'no xxh3 in this library',
  put_hash_11B: 'no put without a key in this library',
  put_hash_11B_xxh3: 'no xxh3 in this library',
}

async function run (workload, dir, seconds) {
  const line = { impl: 'cacache-npm', workload }
  if (!WORKLOADS[workload]) {
    console.log(JSON.stringify({ ...line, skipped: SKIPPED[workload] ?? 'unknown workload' }))
    return 0
  }
  const { nanos, wall, bytesPerOp } = await WORKLOADS[workload](new Bench(dir, seconds))
  nanos.sort((a, b) => a - b)
  const ops = nanos.length
  console.log(JSON.stringify({
    ...line,
    ops,
    ns_per_op_median: nanos[ops >> 1],
    ns_per_op_p99: nanos[Math.min(Math.floor(ops * 99 / 100), ops - 1)],
    ns_per_op_wall: Math.floor(wall / ops),
    total_ns: wall,
    bytes_per_op: bytesPerOp,
    mb_per_s: Number((ops * bytesPerOp / 1e6 / (wall / 1e9)).toFixed(1)),
  }))
  return 0
}

module.exports = { run }
