//! A command-line driver around the `cacache` crate.
//!
//! Usage:
//!   cas-peer bench  <workload> <dir> [--seconds S]
//!   cas-peer apply  <dir> <script.jsonl | ->
//!   cas-peer dump   <dir>
//!   cas-peer hammer <dir> [--seconds S] [--keys K] [--seed N] [--threads T]
//!
//! Workloads are defined in benchmarks/cas/WORKLOADS.md, the script and dump formats in
//! benchmarks/cas/README.md.

mod bench;
mod data;
mod hammer;
mod script;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: cas-peer (bench <workload> <dir> [--seconds S] | apply <dir> <script|-> \
| dump <dir> | hammer <dir> [--seconds S] [--keys K] [--seed N] [--threads T])";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (options, words) = split_options(&args);
    let number = |name: &str, default: f64| {
        options
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.parse().expect("option value must be a number"))
            .unwrap_or(default)
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["bench", workload, dir] => bench::run(workload, Path::new(dir), number("--seconds", 3.0)),
        ["apply", dir, file] => script::apply(Path::new(dir), file),
        ["dump", dir] => script::dump(Path::new(dir)),
        ["hammer", dir] => hammer::run(
            Path::new(dir),
            number("--seconds", 10.0),
            number("--keys", 50.0) as u64,
            number("--seed", 1.0) as u64,
            number("--threads", 8.0) as u64,
        ),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Separates `--name value` pairs from plain words.
fn split_options(args: &[String]) -> (Vec<(String, String)>, Vec<String>) {
    let (mut options, mut words) = (Vec::new(), Vec::new());
    let mut it = args.iter();
    while let Some(arg) = it.next() {
        if arg.starts_with("--") {
            options.push((arg.clone(), it.next().cloned().unwrap_or_default()));
        } else {
            words.push(arg.clone());
        }
    }
    (options, words)
}
