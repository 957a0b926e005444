'use strict'
// `apply` runs a list of operations, one JSON object a line; `dump` prints what a cache holds;
// `verify` runs the library's own repair. The formats are described in benchmarks/cas/README.md.

const fs = require('node:fs')
const crypto = require('node:crypto')
const cacache = require('cacache')

async function apply (dir, file) {
  const lines = fs.readFileSync(file === '-' ? 0 : file, 'utf8').split('\n')
  let failed = false
  for (const [index, line] of lines.entries()) {
    if (!line.trim()) {
      continue
    }
    const report = { line: index + 1, ok: true }
    try {
      report.result = await execute(dir, JSON.parse(line))
    } catch (error) {
      failed = true
      report.ok = false
      report.error = describe(error)
    }
    console.log(JSON.stringify(report))
  }
  return failed ? 1 : 0
}

async function execute (dir, op) {
  switch (op.op) {
    case 'put': return put(dir, op)
    case 'get': return deliver(op, (await cacache.get(dir, op.key, { memoize: false })).data)
    case 'get_hash': return deliver(op, await cacache.get.byDigest(dir, op.integrity, { memoize: false }))
    case 'rm': return void await cacache.rm.entry(dir, op.key)
    case 'rm_fully': return void await cacache.rm.entry(dir, op.key, { removeFully: true })
    case 'rm_hash': return { removed: await cacache.rm.content(dir, op.integrity) }
    case 'clear': return void await cacache.rm.all(dir)
    default: throw new Error(`not in this library: ${op.op}`)
  }
}

/** Stores `data` (base64), `text` or `file`; with "chunk" through the stream, in pieces. */
async function put (dir, op) {
  const data = op.data !== undefined
    ? Buffer.from(op.data, 'base64')
    : op.text !== undefined ? Buffer.from(op.text) : fs.readFileSync(op.file)
  const options = { algorithms: [].concat(op.algorithm ?? 'sha512') }
  for (const name of ['size', 'time', 'metadata', 'integrity']) {
    if (op[name] !== undefined) {
      options[name] = op[name]
    }
  }
  if (!op.chunk) {
    return { integrity: String(await cacache.put(dir, op.key, data, options)) }
  }
  const stream = cacache.put.stream(dir, op.key, options)
  let integrity
  stream.on('integrity', (i) => { integrity = String(i) })
  const done = stream.promise()
  for (let at = 0; at < data.length; at += op.chunk) {
    stream.write(data.subarray(at, at + op.chunk))
  }
  stream.end()
  await done
  return { integrity }
}

async function dump (dir) {
  const entries = []
  for await (const entry of cacache.ls.stream(dir)) {
    entries.push(entry)
  }
  entries.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
  for (const { key, integrity, size, time, metadata } of entries) {
    console.log(JSON.stringify({
      key,
      integrity,
      size: size ?? null,
      time,
      metadata: metadata ?? null,
      by_key: await digest(cacache.get(dir, key, { memoize: false }).then((r) => r.data)),
      by_hash: await digest(cacache.get.byDigest(dir, integrity, { memoize: false })),
    }))
  }
  return 0
}

async function verify (dir) {
  console.log(JSON.stringify(await cacache.verify(dir)))
  return 0
}

/** The SHA-256 of what was read, in hex, or `error: ...`. */
const digest = (read) => read.then(hex, (error) => `error: ${describe(error)}`)

/** Reports what was read, and writes it to the file `to` if the operation names one. */
function deliver (op, bytes) {
  if (op.to) {
    fs.writeFileSync(op.to, bytes)
  }
  return { size: bytes.length, sha256: hex(bytes) }
}

const hex = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex')

const describe = (error) => `${error.code ?? error.name}: ${error.message}`

module.exports = { apply, dump, verify }
