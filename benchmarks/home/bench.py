#!/usr/bin/env python3
"""Cratehold beside cargo, cargo-cache, du and rm on the same Cargo homes, in turns.

  benchmarks/home/bench.py                          all scenarios, 9 rounds, the newest package in dist/target
  benchmarks/home/bench.py --only scan,gc --rounds 3 --work /dev/shm
  benchmarks/home/bench.py --only scale --work /big/disk       2 million files: 10 GB, half an hour

Scenarios
  scan   sizes of a home, every file looked at: 5,000 crates and 5,000 srcs of 100 files
  show   what cargo's database says of a home of 20,000 crates, as a whole process
  daily  the same home, a collection that finds nothing to do
  gc     crates and srcs not used for 60 days, about half of 5,000 each, are collected; and how long others were locked out
  scale  20,000 crates and srcs of 100 files, 300 git dbs: show, a plan in 256 MB of heap, scan

Every round runs each command once, in turn, beginning with another one each time. A collection begins with a fresh copy of
the home, made outside the measured time and read once, so that it lies in memory. The figures are medians, with the least and the
most. How long the lock is held is read from /proc/locks every millisecond: from when the process holds cargo's lock
`.package-cache-mutate` exclusively to when it does not. That disturbs nobody, as trying the lock would.

Needs: python3, cargo, Linux; cargo-cache for its rows (`cargo install --locked cargo-cache`, --cargo-cache says where it is).
Nothing else should run on the machine: `load` is printed first.
"""
import argparse, json, os, re, shutil, statistics, subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import mkhome
import processes as p

DAY = 86400
HOMES = {"scan": dict(crates=5000, srcs=5000, files=100), "show": dict(crates=20000, srcs=0, files=2),
         "scale": dict(crates=20000, srcs=20000, files=100, git_dbs=300, checkouts=1)}
SIZES = {"file_size": "20:2000", "days": 120, "seed": 1}
AGES = ["--max-src-age", "60 days", "--max-crate-age", "60 days"]
CARGO_GC = ["clean", "gc", "-Zgc"] + AGES


class LockWatch:
    """How long somebody holds a home's mutate lock exclusively, seen in the kernel's list of locks."""

    def __init__(self, home):
        self.inode = f":{os.stat(home + '/.package-cache-mutate').st_ino} "
        self.holds, self.ended = [], threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def _watch(self):
        since = None
        while not self.ended.wait(0.001):
            with open("/proc/locks") as f:
                held = any("FLOCK" in line and "WRITE" in line and "->" not in line and self.inode in line for line in f)
            now = time.perf_counter()
            if held and since is None:
                since = now
            elif not held and since is not None:
                self.holds.append(now - since)
                since = None
        if since is not None:
            self.holds.append(time.perf_counter() - since)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


class Bench:
    def __init__(self, a):
        self.a = a
        self.home = a.work + "/home"
        self.figures = {}

    def environment(self):
        env = p.cargo_environment(self.home)
        return env | {"RUSTC_BOOTSTRAP": "1", "XDG_CONFIG_HOME": self.a.work + "/config"}

    def run(self, command):
        """Seconds, peak memory in MB, output. GNU time is a small process: a child of this one would be as large."""
        peak = self.a.work + "/peak"
        start = time.perf_counter()
        done = subprocess.run(self.a.prefix.split() + ["/usr/bin/time", "-q", "-f", "%M", "-o", peak] + command, cwd=self.a.work, env=self.environment(),
                              capture_output=True, text=True)
        seconds = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}\nexit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        with open(peak) as f:
            return seconds, int(f.read()) / 1024, done.stdout + done.stderr

    def make(self, shape):
        p.remove(self.home)
        facts = mkhome.make(self.home, **(SIZES | HOMES[shape]))
        self.warm()
        return facts

    def warm(self):
        """Looks at every file, and says how many there are."""
        files = 0
        for folder, _, names in os.walk(self.home):
            for name in names:
                os.lstat(f"{folder}/{name}")
            files += len(names)
        return files

    def rounds(self, commands, prepare=None):
        for number in range(self.a.rounds):
            turn = number % len(commands)
            for name, command in commands[turn:] + commands[:turn]:
                if prepare:
                    prepare()
                yield name, command

    def reading(self, scenario, commands):
        """Commands that change nothing."""
        rows = {name: [] for name, _ in commands}
        for name, command in self.rounds(commands):
            rows[name].append(self.run(command)[:2])
        self.report(scenario, rows)

    def report(self, scenario, rows, more=None):
        base = None
        lines = []
        for name, values in rows.items():
            seconds = [v[0] for v in values]
            median = statistics.median(seconds)
            base = base or median
            lines.append([name, f"{median:.3f}", f"{min(seconds):.3f}-{max(seconds):.3f}", f"{median / base:.2f}",
                          f"{max(v[1] for v in values):.0f}", len(values)] + (more or {}).get(name, []))
        head = [scenario, "s", "min-max", "ratio", "peak MB", "n"] + (["lock s", "longest s", "files gone"] if more else [])
        p.table(head, lines)
        self.figures[scenario] = rows

    def cratehold(self, *words):
        return [self.a.command, "home", *words]

    def sizes(self):
        peers = [("du -s", ["du", "-s", self.home])]
        if shutil.which(self.a.cargo_cache):
            peers.append(("cargo-cache", [self.a.cargo_cache, "cache"]))
        return peers + [("home show --scan", self.cratehold("show", "--scan"))]

    def scan(self):
        self.make("scan")
        self.reading("scan", self.sizes())

    def show(self):
        self.make("show")
        self.reading("show", [("home show", self.cratehold("show")), ("cratehold --version", [self.a.command, "--version"])])

    def daily(self):
        self.make("show")
        gc = ["gc", "--max-crate-age", "12 months"]
        self.reading("daily", [("cargo clean gc --dry-run", [self.a.cargo] + CARGO_GC[:3] + ["--max-crate-age", "12 months", "--dry-run"]),
                               ("home gc --dry-run", self.cratehold(*gc, "--dry-run")), ("home gc", self.cratehold(*gc))])

    def gc(self):
        self.make("scan")
        keep = self.a.work + "/keep"
        p.remove(keep)
        os.rename(self.home, keep)

        def prepare():
            p.remove(self.home)
            subprocess.run(["cp", "-a", keep, self.home], check=True)
            self.before = self.warm()

        commands = [("cargo clean gc", [self.a.cargo] + CARGO_GC), ("home gc", self.cratehold("gc", *AGES))]
        rows, locks = {n: [] for n, _ in commands}, {n: [] for n, _ in commands}
        for name, command in self.rounds(commands, prepare):
            with LockWatch(self.home) as watch:
                rows[name].append(self.run(command)[:2])
            locks[name].append((sum(watch.holds), max(watch.holds, default=0), self.before - self.warm()))
        more = {n: [f"{statistics.median(v[i] for v in values):.3f}" for i in (0, 1)] + [values[-1][2]] for n, values in locks.items()}
        self.report("gc", rows, more)
        self.figures["gc locks"] = locks
        p.remove(keep)

    def scale(self):
        self.make("scale")
        plan = ["gc", *AGES, "--dry-run"]
        self.reading("scale", [("home show", self.cratehold("show"))])
        self.reading("scale: plan", [("cargo clean gc --dry-run", [self.a.cargo] + CARGO_GC + ["--dry-run"]),
                                     ("home gc --dry-run", self.cratehold(*plan))])
        self.reading("scale: scan", self.sizes())


def main():
    ap = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    ap.add_argument("--server", help="the command cratehold, or its package (.tar.gz)")
    ap.add_argument("--only", default="scan,show,daily,gc", help="scenarios, separated by commas (default %(default)s)")
    ap.add_argument("--rounds", type=int, default=9)
    ap.add_argument("--work", help="directory for the homes (default: a temporary one)")
    ap.add_argument("--cargo", default=shutil.which("cargo"), help="a cargo itself, not rustup's proxy, starts faster")
    ap.add_argument("--cargo-cache", default="cargo-cache")
    ap.add_argument("--prefix", default="", help="runs each measured command: 'chrt --rr 10' lets nothing else come between")
    ap.add_argument("--json", help="write all figures there")
    a = ap.parse_args()
    a.work = tempfile.mkdtemp(prefix="cratehold-home-", dir=a.work)
    a.cargo = real(a.cargo)
    try:
        a.command, origin = p.cratehold_command(a.work, a.server)
        print(f"{p.machine()}; {origin}; homes in {a.work}\n", flush=True)
        bench = Bench(a)
        for scenario in a.only.split(","):
            getattr(bench, scenario)()
        if a.json:
            with open(a.json, "w") as f:
                json.dump(bench.figures, f, indent=1)
    finally:
        p.remove(a.work)


def real(cargo):
    """Rustup's proxy costs a start of its own, which is none of cargo's."""
    asked = subprocess.run(["rustup", "which", "cargo"], capture_output=True, text=True) if shutil.which("rustup") else None
    return asked.stdout.strip() if asked and asked.returncode == 0 else cargo


if __name__ == "__main__":
    main()
