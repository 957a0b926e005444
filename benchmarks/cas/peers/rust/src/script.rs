//! `apply` runs a list of operations, one JSON object a line; `dump` prints what a cache holds.
//! Both formats are described in benchmarks/cas/README.md.

use base64::{Engine, engine::general_purpose::STANDARD};
use cacache::{Algorithm, Integrity, Metadata, RemoveOpts, WriteOpts};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

type Outcome = Result<Value, String>;

pub fn apply(dir: &Path, file: &str) -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let input: Box<dyn Read> = match file {
        "-" => Box::new(std::io::stdin()),
        path => Box::new(std::fs::File::open(path).expect("cannot open the script")),
    };
    let mut failed = false;
    for (number, line) in BufReader::new(input).lines().enumerate() {
        let line = line.expect("cannot read the script");
        if line.trim().is_empty() {
            continue;
        }
        let op: Value = serde_json::from_str(&line).expect("a script line is not JSON");
        let outcome = guarded(|| execute(dir, &op));
        failed |= outcome.is_err();
        let mut report = json!({ "line": number + 1, "ok": outcome.is_ok() });
        match outcome {
            Ok(value) => report["result"] = value,
            Err(error) => report["error"] = error.into(),
        }
        println!("{report}");
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// A panic inside the crate becomes an error that starts with "panic:".
fn guarded<T>(action: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(action)).unwrap_or_else(|cause| {
        let text = cause
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| cause.downcast_ref::<&str>().map(|s| s.to_string()))
            .unwrap_or_default();
        Err(format!("panic: {text}"))
    })
}

fn execute(dir: &Path, op: &Value) -> Outcome {
    let key = || op["key"].as_str().ok_or("no key");
    let sri =
        || -> Result<Integrity, String> { parse(op["integrity"].as_str().ok_or("no integrity")?) };
    match op["op"].as_str().ok_or("no op")? {
        "put" => put(dir, Some(key()?), op),
        "put_hash" => put(dir, None, op),
        "get" => deliver(op, cacache::read_sync(dir, key()?)),
        "get_hash" => deliver(op, cacache::read_hash_sync(dir, &sri()?)),
        "rm" => cacache::remove_sync(dir, key()?).map(|()| Value::Null).map_err(text),
        "rm_fully" => RemoveOpts::new()
            .remove_fully(true)
            .remove_sync(dir, key()?)
            .map(|()| Value::Null)
            .map_err(text),
        "rm_hash" => cacache::remove_hash_sync(dir, &sri()?).map(|()| Value::Null).map_err(text),
        "link_to" => {
            let target = op["target"].as_str().ok_or("no target")?;
            cacache::link_to_sync(dir, key()?, target)
                .map(|i| json!({ "integrity": i.to_string() }))
                .map_err(text)
        }
        "clear" => cacache::clear_sync(dir).map(|()| Value::Null).map_err(text),
        other => Err(format!("unknown op {other}")),
    }
}

/// Stores `data` (base64), `text` or `file`. Without any option this is the crate's plain
/// `write_sync` or `write_hash_sync`; with one it goes through `WriteOpts`.
fn put(dir: &Path, key: Option<&str>, op: &Value) -> Outcome {
    let data = match (&op["data"], &op["text"], &op["file"]) {
        (Value::String(b), _, _) => STANDARD.decode(b).map_err(text)?,
        (_, Value::String(t), _) => t.clone().into_bytes(),
        (_, _, Value::String(f)) => std::fs::read(f).map_err(text)?,
        _ => return Err("no data, text or file".into()),
    };
    let algorithm: Algorithm =
        op["algorithm"].as_str().unwrap_or("sha256").parse().map_err(text)?;
    let mut opts = WriteOpts::new().algorithm(algorithm);
    let mut plain = true;
    if let Some(size) = op["size"].as_u64() {
        opts = opts.size(size as usize);
        plain = false;
    }
    if let Some(time) = op["time"].as_u64() {
        opts = opts.time(time.into());
        plain = false;
    }
    if let Some(value) = op.get("metadata") {
        opts = opts.metadata(value.clone());
        plain = false;
    }
    if let Some(raw) = op["raw_metadata"].as_array() {
        opts = opts.raw_metadata(raw.iter().map(|n| n.as_u64().unwrap_or(0) as u8).collect());
        plain = false;
    }
    if let Some(expected) = op["integrity"].as_str() {
        opts = opts.integrity(parse(expected)?);
        plain = false;
    }
    let chunk = op["chunk"].as_u64().map(|n| n.max(1) as usize);
    let sri = match (key, plain && chunk.is_none()) {
        (Some(key), true) => cacache::write_sync_with_algo(algorithm, dir, key, data),
        (None, true) => cacache::write_hash_sync_with_algo(algorithm, dir, data),
        (key, false) => {
            let mut writer = match key {
                Some(key) => opts.open_sync(dir, key).map_err(text)?,
                None => opts.open_hash_sync(dir).map_err(text)?,
            };
            // One write unless "chunk" asks for pieces: a declared size makes the crate expect one.
            match chunk {
                Some(n) => data.chunks(n).try_for_each(|c| writer.write_all(c)).map_err(text)?,
                None => writer.write_all(&data).map_err(text)?,
            }
            writer.commit()
        }
    };
    sri.map(|i| json!({ "integrity": i.to_string() })).map_err(text)
}

pub fn dump(dir: &Path) -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let listed = guarded(|| Ok(cacache::list_sync(dir).collect::<Vec<_>>()));
    let mut failed = false;
    let mut entries: Vec<Metadata> = Vec::new();
    match listed {
        Ok(items) => {
            for item in items {
                match item {
                    Ok(entry) => entries.push(entry),
                    Err(e) => {
                        failed = true;
                        eprintln!("list: {e:?}");
                    }
                }
            }
        }
        Err(e) => {
            failed = true;
            eprintln!("list: {e}");
        }
    }
    entries.sort_by(|a, b| a.key.as_bytes().cmp(b.key.as_bytes()));
    let mut out = std::io::stdout().lock();
    for entry in entries {
        let line = json!({
            "key": entry.key,
            "integrity": entry.integrity.to_string(),
            "size": entry.size,
            "time": entry.time as u64,
            "metadata": entry.metadata,
            "raw_metadata": entry.raw_metadata,
            "by_key": digest(guarded(|| cacache::read_sync(dir, &entry.key).map_err(text))),
            "by_hash": digest(guarded(|| cacache::read_hash_sync(dir, &entry.integrity).map_err(text))),
        });
        writeln!(out, "{line}").expect("cannot write the dump");
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The SHA-256 of what was read, in hex, or `error: ...`.
fn digest(read: Result<Vec<u8>, String>) -> String {
    match read {
        Ok(bytes) => hex(&bytes),
        Err(error) => format!("error: {error}"),
    }
}

/// Reports what was read, and writes it to the file `to` if the operation names one.
fn deliver(op: &Value, read: cacache::Result<Vec<u8>>) -> Outcome {
    let bytes = read.map_err(text)?;
    if let Some(to) = op["to"].as_str() {
        std::fs::write(to, &bytes).map_err(text)?;
    }
    Ok(json!({ "size": bytes.len(), "sha256": hex(&bytes) }))
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

fn parse(sri: &str) -> Result<Integrity, String> {
    sri.parse().map_err(text)
}

fn text(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}
