//! The workloads of benchmarks/cas/WORKLOADS.md on the synchronous API of the crate.

use crate::data::{self, HELLO, Random};
use cacache::{Algorithm, Integrity, SyncReader, WriteOpts};
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const KIB10: usize = 10 * 1024;
const MIB5: usize = 5 << 20;
const MIB64: usize = 64 << 20;
const CHUNK: usize = 64 * 1024;

/// What was measured: one sample per operation and the wall time over all of them.
struct Samples {
    nanos: Vec<u64>,
    wall: Duration,
    bytes_per_op: usize,
}

pub fn run(workload: &str, dir: &Path, seconds: f64) -> ExitCode {
    let bench = Bench { dir, limit: Duration::from_secs_f64(seconds) };
    let (samples, note) = match workload {
        "get_hash_11B" => (bench.get_hash(HELLO.to_vec(), Algorithm::Sha256), ""),
        "get_hash_11B_xxh3" => (bench.get_hash(HELLO.to_vec(), Algorithm::Xxh3), ""),
        "get_hash_many_10x11B" => (bench.get_hash_many(), ""),
        "get_key_11B" => (bench.get_key(), ""),
        "get_hash_5MiB" => (bench.get_hash(data::block(0, MIB5), Algorithm::Sha256), ""),
        "get_hash_5MiB_xxh3" => (bench.get_hash(data::block(0, MIB5), Algorithm::Xxh3), ""),
        "put_hash_11B" => (bench.put_hash(Algorithm::Sha256), ""),
        "put_hash_11B_xxh3" => (bench.put_hash(Algorithm::Xxh3), ""),
        "put_key_11B" => (bench.put_key(), ""),
        "put_5MiB" => (bench.put_5mib(), ""),
        "put_10KB_x10k" => (bench.put_10kb(), ""),
        "get_10KB_random" => (bench.get_10kb(), ""),
        "stream_write_64MiB" => (bench.stream_write(), ""),
        "stream_read_64MiB" => (bench.stream_read(), ""),
        "find_key_1e5_revisions" => (bench.find_revisions(), ""),
        "ls_100k" => (bench.list(), ""),
        "rm_key" => (bench.remove(), ""),
        "mixed_8t" => (bench.mixed(), ""),
        "verify_10k_x_10KB" => {
            (bench.verify(), "no verify in the crate: list, then read every entry")
        }
        "cold_start_put" => (bench.cold_put(), ""),
        "cold_start_get" => (bench.cold_get(), ""),
        _ => {
            println!(
                "{{\"impl\":\"cacache-rs\",\"workload\":\"{workload}\",\"skipped\":\"unknown workload\"}}"
            );
            return ExitCode::SUCCESS;
        }
    };
    print_line(workload, samples, note);
    ExitCode::SUCCESS
}

struct Bench<'a> {
    dir: &'a Path,
    limit: Duration,
}

impl Bench<'_> {
    // ---- reading ------------------------------------------------------------------------------

    fn get_hash(&self, value: Vec<u8>, algorithm: Algorithm) -> Samples {
        let sri = cacache::write_hash_sync_with_algo(algorithm, self.dir, &value).unwrap();
        self.timed(value.len(), u64::MAX, |_| {
            assert_eq!(cacache::read_hash_sync(self.dir, &sri).unwrap().len(), value.len());
        })
    }

    fn get_hash_many(&self) -> Samples {
        let all: Vec<Integrity> =
            (0..10).map(|i| cacache::write_hash_sync(self.dir, data::small(i)).unwrap()).collect();
        self.timed(110, u64::MAX, |_| {
            for sri in &all {
                assert_eq!(cacache::read_hash_sync(self.dir, sri).unwrap().len(), 11);
            }
        })
    }

    fn get_key(&self) -> Samples {
        cacache::write_sync(self.dir, "hello", HELLO).unwrap();
        self.timed(11, u64::MAX, |_| {
            assert_eq!(cacache::read_sync(self.dir, "hello").unwrap().len(), 11);
        })
    }

    fn get_10kb(&self) -> Samples {
        self.prepare(|| self.fill_10kb());
        let mut random = Random(42);
        self.timed(KIB10, u64::MAX, |_| {
            let key = format!("key-{:06}", random.below(10_000));
            assert_eq!(cacache::read_sync(self.dir, key).unwrap().len(), KIB10);
        })
    }

    fn stream_read(&self) -> Samples {
        self.prepare(|| {
            self.write_stream("stream", &mut data::block(0, CHUNK), 0);
        });
        let mut buffer = vec![0u8; CHUNK];
        self.timed(MIB64, u64::MAX, |_| {
            let mut reader = SyncReader::open(self.dir, "stream").unwrap();
            let mut total = 0;
            loop {
                let n = reader.read(&mut buffer).unwrap();
                if n == 0 {
                    break;
                }
                total += n;
            }
            reader.check().unwrap();
            assert_eq!(total, MIB64);
        })
    }

    // ---- writing ------------------------------------------------------------------------------

    fn put_hash(&self, algorithm: Algorithm) -> Samples {
        self.timed(11, 20_000, |i| {
            cacache::write_hash_sync_with_algo(algorithm, self.dir, data::small(i)).unwrap();
        })
    }

    fn put_key(&self) -> Samples {
        self.timed(11, 20_000, |i| {
            cacache::write_sync(self.dir, format!("key-{i:06}"), data::small(i)).unwrap();
        })
    }

    fn put_5mib(&self) -> Samples {
        let mut value = data::block(0, MIB5);
        self.timed(MIB5, 100, |i| {
            data::renumber(&mut value, i);
            cacache::write_sync(self.dir, format!("key-{i:06}"), &value).unwrap();
        })
    }

    fn put_10kb(&self) -> Samples {
        let mut value = data::block(0, KIB10);
        measure(KIB10, 10_000, Duration::MAX, |i| {
            data::renumber(&mut value, i);
            cacache::write_sync(self.dir, format!("key-{i:06}"), &value).unwrap();
        })
    }

    fn stream_write(&self) -> Samples {
        let mut chunk = data::block(0, CHUNK);
        self.timed(MIB64, 10, |i| self.write_stream(&format!("stream-{i:06}"), &mut chunk, i))
    }

    /// Writes 1,024 chunks; chunk c of item i carries the number 1024 * i + c.
    fn write_stream(&self, key: &str, chunk: &mut [u8], item: u64) {
        let mut writer =
            WriteOpts::new().algorithm(Algorithm::Sha256).open_sync(self.dir, key).unwrap();
        for c in 0..(MIB64 / CHUNK) as u64 {
            data::renumber(chunk, 1024 * item + c);
            writer.write_all(chunk).unwrap();
        }
        writer.commit().unwrap();
    }

    // ---- the index ----------------------------------------------------------------------------

    fn find_revisions(&self) -> Samples {
        self.prepare(|| {
            let sri = cacache::write_hash_sync(self.dir, HELLO).unwrap();
            for revision in 0..100_000u64 {
                let entry = WriteOpts::new()
                    .integrity(sri.clone())
                    .size(11)
                    .time(1_700_000_000_000 + u128::from(revision))
                    .metadata(serde_json::json!({ "revision": revision }));
                cacache::index::insert(self.dir, "hot", entry).unwrap();
            }
        });
        self.timed(0, u64::MAX, |_| {
            let found = cacache::metadata_sync(self.dir, "hot").unwrap().unwrap();
            assert_eq!(found.metadata["revision"], 99_999);
        })
    }

    fn list(&self) -> Samples {
        self.prepare(|| {
            let sri = cacache::write_hash_sync(self.dir, HELLO).unwrap();
            for i in 0..100_000 {
                let entry = WriteOpts::new().integrity(sri.clone()).size(11);
                cacache::index::insert(self.dir, &format!("key-{i:06}"), entry).unwrap();
            }
        });
        self.timed(0, u64::MAX, |_| {
            assert_eq!(cacache::list_sync(self.dir).filter(|e| e.is_ok()).count(), 100_000);
        })
    }

    fn remove(&self) -> Samples {
        for i in 0..10_000 {
            cacache::write_sync(self.dir, format!("key-{i:06}"), HELLO).unwrap();
        }
        measure(0, 10_000, Duration::MAX, |i| {
            cacache::remove_sync(self.dir, format!("key-{i:06}")).unwrap();
        })
    }

    // ---- whole stores -------------------------------------------------------------------------

    fn mixed(&self) -> Samples {
        self.fill_10kb();
        let stop = AtomicBool::new(false);
        let start = Instant::now();
        let mut nanos: Vec<u64> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8)
                .map(|worker| {
                    let stop = &stop;
                    scope.spawn(move || self.mixed_worker(worker, stop))
                })
                .collect();
            std::thread::sleep(self.limit);
            stop.store(true, Ordering::Relaxed);
            workers.into_iter().flat_map(|w| w.join().unwrap()).collect()
        });
        let wall = start.elapsed();
        nanos.shrink_to_fit();
        Samples { nanos, wall, bytes_per_op: KIB10 }
    }

    fn mixed_worker(&self, worker: u64, stop: &AtomicBool) -> Vec<u64> {
        let mut random = Random(1000 + worker);
        let mut value = data::block(0, KIB10);
        let mut nanos = Vec::new();
        let mut item = 1_000_000 * (worker + 1);
        while !stop.load(Ordering::Relaxed) {
            let key = format!("key-{:06}", random.below(10_000));
            let put = random.below(10) == 0;
            let begin = Instant::now();
            if put {
                item += 1;
                data::renumber(&mut value, item);
                cacache::write_sync(self.dir, key, &value).unwrap();
            } else {
                assert_eq!(cacache::read_sync(self.dir, key).unwrap().len(), KIB10);
            }
            nanos.push(begin.elapsed().as_nanos() as u64);
        }
        nanos
    }

    fn verify(&self) -> Samples {
        self.prepare(|| self.fill_10kb());
        self.timed(KIB10 * 10_000, u64::MAX, |_| {
            let mut good = 0;
            for entry in cacache::list_sync(self.dir) {
                let data = cacache::read_hash_sync(self.dir, &entry.unwrap().integrity).unwrap();
                good += usize::from(data.len() == KIB10);
            }
            assert_eq!(good, 10_000);
        })
    }

    fn cold_put(&self) -> Samples {
        measure(11, 1, Duration::MAX, |_| {
            cacache::write_sync(self.dir, "cold", HELLO).unwrap();
        })
    }

    fn cold_get(&self) -> Samples {
        measure(11, 1, Duration::MAX, |_| {
            assert_eq!(cacache::read_sync(self.dir, "cold").unwrap(), HELLO);
        })
    }

    // ---- plumbing -----------------------------------------------------------------------------

    fn fill_10kb(&self) {
        let mut value = data::block(0, KIB10);
        for i in 0..10_000 {
            data::renumber(&mut value, i);
            cacache::write_sync(self.dir, format!("key-{i:06}"), &value).unwrap();
        }
    }

    /// Runs the set-up once per directory: a finished set-up leaves `<dir>.ready` beside it.
    fn prepare(&self, set_up: impl FnOnce()) {
        let mut name = self.dir.as_os_str().to_owned();
        name.push(".ready");
        if !Path::new(&name).exists() {
            set_up();
            fs::write(&name, "").unwrap();
        }
    }

    /// Warms up for a fifth of the time limit, then measures. Item numbers never repeat.
    fn timed(&self, bytes: usize, max_ops: u64, mut op: impl FnMut(u64)) -> Samples {
        let warm = measure(bytes, max_ops / 5, self.limit / 5, &mut op).nanos.len() as u64;
        measure(bytes, max_ops, self.limit, |i| op(warm + i))
    }
}

/// Repeats `op` until the time limit or the operation limit, at least once.
fn measure(bytes_per_op: usize, max_ops: u64, limit: Duration, mut op: impl FnMut(u64)) -> Samples {
    let mut nanos = Vec::with_capacity(1 << 16);
    let start = Instant::now();
    let mut last = start;
    loop {
        op(nanos.len() as u64);
        let now = Instant::now();
        nanos.push((now - last).as_nanos() as u64);
        last = now;
        if nanos.len() as u64 >= max_ops || now - start >= limit {
            return Samples { nanos, wall: now - start, bytes_per_op };
        }
    }
}

fn print_line(workload: &str, samples: Samples, note: &str) {
    let Samples { mut nanos, wall, bytes_per_op } = samples;
    nanos.sort_unstable();
    let ops = nanos.len();
    let total = wall.as_nanos() as u64;
    let mean = total / ops as u64;
    let mb = (ops * bytes_per_op) as f64 / 1e6 / wall.as_secs_f64();
    let note = if note.is_empty() { String::new() } else { format!(",\"note\":\"{note}\"") };
    println!(
        "{{\"impl\":\"cacache-rs\",\"workload\":\"{workload}\",\"ops\":{ops},\"ns_per_op_median\":{},\
         \"ns_per_op_p99\":{},\"ns_per_op_wall\":{mean},\"total_ns\":{total},\"bytes_per_op\":{bytes_per_op},\
         \"mb_per_s\":{mb:.1}{note}}}",
        nanos[ops / 2],
        nanos[(ops * 99 / 100).min(ops - 1)],
    );
}
