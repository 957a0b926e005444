//! A torture loop: threads put, get and remove a few hot keys and check everything they read.
//!
//! Every value says for which key and by whom it was written (see benchmarks/cas/README.md), so
//! that a reader can tell a torn, swapped or foreign value from a good one without knowing the
//! writer.

use crate::data::Random;
use cacache::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

#[derive(Default)]
struct Counts {
    puts: u64,
    hits: u64,
    misses: u64,
    removes: u64,
    errors: Vec<String>,
}

pub fn run(dir: &Path, seconds: f64, keys: u64, seed: u64, threads: u64) -> ExitCode {
    let deadline = Instant::now() + Duration::from_secs_f64(seconds);
    let mut total = Counts::default();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|t| {
                scope.spawn(move || {
                    work(dir, deadline, keys, seed.wrapping_mul(1000).wrapping_add(t))
                })
            })
            .collect();
        for worker in workers {
            let counts = worker.join().unwrap();
            total.puts += counts.puts;
            total.hits += counts.hits;
            total.misses += counts.misses;
            total.removes += counts.removes;
            total.errors.extend(counts.errors);
        }
    });
    println!(
        "{}",
        serde_json::json!({
            "impl": "cacache-rs", "puts": total.puts, "hits": total.hits, "misses": total.misses,
            "removes": total.removes, "errors": total.errors.len(),
            "first_errors": &total.errors[..total.errors.len().min(5)],
        })
    );
    if total.errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn work(dir: &Path, deadline: Instant, keys: u64, seed: u64) -> Counts {
    let mut random = Random(seed);
    let mut counts = Counts::default();
    let writer = format!("rust-{}-{seed}", std::process::id());
    while Instant::now() < deadline {
        let key = format!("hammer-{:04}", random.below(keys));
        match random.below(10) {
            0..=3 => {
                match cacache::write_sync(dir, &key, value(&key, &writer, counts.puts, &mut random))
                {
                    Ok(_) => counts.puts += 1,
                    Err(e) => counts.errors.push(format!("put {key}: {e:?}")),
                }
            }
            4..=8 => match cacache::read_sync(dir, &key) {
                Ok(bytes) => match check(&key, &bytes) {
                    Ok(()) => counts.hits += 1,
                    Err(why) => counts.errors.push(format!("get {key}: {why}")),
                },
                Err(Error::EntryNotFound(..)) => counts.misses += 1,
                Err(e) => counts.errors.push(format!("get {key}: {e:?}")),
            },
            _ => match cacache::remove_sync(dir, &key) {
                Ok(()) => counts.removes += 1,
                Err(e) => counts.errors.push(format!("rm {key}: {e:?}")),
            },
        }
    }
    counts
}

/// `<key> <writer> <n> <length of the body>\n`, then the body: byte j is (31*j + n) mod 256.
fn value(key: &str, writer: &str, n: u64, random: &mut Random) -> Vec<u8> {
    let size = match random.below(10) {
        0..=6 => random.below(4096),
        7..=8 => random.below(65_536),
        _ => random.below(2_000_000),
    };
    let mut out = format!("{key} {writer} {n} {size}\n").into_bytes();
    out.extend((0..size).map(|j| ((31 * j + n) & 255) as u8));
    out
}

fn check(key: &str, bytes: &[u8]) -> Result<(), String> {
    let end = bytes.iter().position(|b| *b == b'\n').ok_or("no header line")?;
    let header = std::str::from_utf8(&bytes[..end]).map_err(|e| e.to_string())?;
    let fields: Vec<&str> = header.split(' ').collect();
    let [owner, _, n, size] = fields.as_slice() else {
        return Err(format!("bad header {header:?}"));
    };
    let n: u64 = n.parse().map_err(|_| "bad number in header")?;
    let body = &bytes[end + 1..];
    if *owner != key {
        return Err(format!("holds the value of {owner}"));
    }
    if size.parse() != Ok(body.len()) {
        return Err(format!("{} bytes, header says {size}", body.len()));
    }
    match body.iter().enumerate().find(|(j, b)| **b != ((31 * *j as u64 + n) & 255) as u8) {
        Some((at, _)) => Err(format!("wrong byte at {at}")),
        None => Ok(()),
    }
}
