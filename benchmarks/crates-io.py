#!/usr/bin/env python3
"""Fetch published applications from crates.io: directly, and through Cratehold.

  benchmarks/crates-io.py                        the newest package in dist/target, 3 rounds
  benchmarks/crates-io.py --server ./cratehold --rounds 5 --json figures.json

Each round runs, for all applications one after the other and each with a fresh CARGO_HOME,
`cargo fetch --locked`:

  direct  straight from crates.io
  cold    through a server that was just started, with an empty data directory
  warm    through the same server, which now has everything

Every other round begins with the server instead of direct. The figures are medians over the rounds,
and ratios of their sums. The bars: cold at most 1.3 times direct, warm at most 0.9 of it.

Needs: python3, cargo, crates.io within reach; Linux for CPU and memory. Nothing else should run on
the machine: `load` is printed first. Most of a fetch's system time is unpacking crates onto the disk:
`--work /dev/shm` leaves the disk out and shows the way to the registry more clearly.
"""
import argparse, hashlib, io, json, os, re, signal, statistics, subprocess, sys, tarfile, tempfile, time, urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import processes as p

APPS = "fd-find@10.2.0,bat@0.25.0,cargo-edit@0.13.0,starship@1.22.1,nu@0.103.0"
INDEX = "https://index.crates.io/"
USER_AGENT = "cratehold-benchmark (+https://github.com/cratehold/cratehold)"
BARS = {"cold": 1.3, "warm": 0.9}


def fetch(url):
    request = urllib.request.Request(url, headers={"user-agent": USER_AGENT})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def unpack_app(work, dl, app):
    """The published sources of an application, which carry their Cargo.lock."""
    name, version = app.split("@")
    lines = fetch(f"{INDEX}{name[:2]}/{name[2:4]}/{name}" if len(name) > 3 else
                  f"{INDEX}{len(name)}/{name}" if len(name) < 3 else f"{INDEX}3/{name[0]}/{name}")
    entry = next(e for e in map(json.loads, lines.splitlines()) if e["vers"] == version)
    file = fetch(f"{dl}/{name}/{version}/download")
    if hashlib.sha256(file).hexdigest() != entry["cksum"]:
        raise SystemExit(f"{app}: the downloaded file has another checksum than its index")
    with tarfile.open(fileobj=io.BytesIO(file)) as tar:
        tar.extractall(work, filter="data")
    directory = f"{work}/{name}-{version}"
    return directory, open(directory + "/Cargo.lock").read().count("\nchecksum = ")


def cargo_fetch(a, directory, index=None):
    home = p.make_home(a.work, index)
    start = time.perf_counter()
    done = subprocess.run(["cargo", "fetch", "--locked"], cwd=directory, env=p.cargo_environment(home),
                          capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"cargo fetch failed in {directory}:\n{done.stderr}")
    result = cached(home)
    p.remove(home)
    return seconds, result


def cached(home):
    """The names and sizes of the .crate files that cargo holds; it has verified their checksums."""
    found = {}
    for directory, _, names in os.walk(home + "/registry/cache"):
        found |= {n: os.path.getsize(f"{directory}/{n}") for n in names if n.endswith(".crate")}
    return found


class Figures:
    def __init__(self, apps):
        self.seconds = {mode: {app: [] for app in apps} for mode in ("direct", "cold", "warm")}
        self.server = {}

    def note(self, key, value):
        self.server.setdefault(key, []).append(round(value, 3))

    def median(self, mode, app):
        return statistics.median(self.seconds[mode][app])

    def total(self, mode):
        return sum(self.median(mode, app) for app in self.seconds[mode])


def run_direct(a, figures):
    for app, (directory, _) in a.apps.items():
        seconds, a.expected[app] = cargo_fetch(a, directory)
        figures.seconds["direct"][app].append(seconds)


def run_server(a, figures):
    data = tempfile.mkdtemp(prefix="data-", dir=a.work)
    port = p.free_port()
    server = p.Proc(f"exec {a.command} serve --port {port} --data {data} {a.options}", a.work + "/server.log")
    index = f"http://127.0.0.1:{port}/crates-io/"
    try:
        figures.note("start s", p.await_answer(server, index + "config.json"))
        for mode in ("cold", "warm"):
            before = server.cpu()
            for app, (directory, _) in a.apps.items():
                seconds, got = cargo_fetch(a, directory, index)
                if got != a.expected.setdefault(app, got):
                    raise SystemExit(f"{app}: another set of files came through the server than directly")
                figures.seconds[mode][app].append(seconds)
            figures.note(f"{mode} CPU s", server.cpu() - before)
            figures.note(f"{mode} memory MB", server.memory())
    finally:
        server.stop()
        p.remove(data)


def report(a, figures):
    rows = []
    for app, (_, packages) in a.apps.items():
        direct, cold, warm = (figures.median(mode, app) for mode in ("direct", "cold", "warm"))
        rows.append([app, packages] + [f"{x:.2f}" for x in (direct, cold, warm, cold / direct, warm / direct)])
    totals = [figures.total(mode) for mode in ("direct", "cold", "warm")]
    ratios = {"cold": totals[1] / totals[0], "warm": totals[2] / totals[0]}
    rows.append(["all", sum(n for _, n in a.apps.values())] + [f"{x:.2f}" for x in (*totals, *ratios.values())])
    p.table(["application", "packages", "direct s", "cold s", "warm s", "cold/direct", "warm/direct"], rows)
    p.table(["server", "median", "rounds"],
            [[k, round(statistics.median(v), 3), " ".join(map(str, v))] for k, v in figures.server.items()])
    failed = [mode for mode, bar in BARS.items() if ratios[mode] > bar]
    for mode, bar in BARS.items():
        print(f"{'over ' if mode in failed else 'within'} the bar: {mode} {ratios[mode]:.2f} of direct, bar {bar}")
    if a.json:
        with open(a.json, "w") as f:
            json.dump({"machine": a.machine, "seconds": figures.seconds, "server": figures.server, "ratios": ratios},
                      f, indent=1)
    return 1 if failed else 0


def main():
    ap = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    ap.add_argument("--server", help="the command cratehold, or its package (.tar.gz)")
    ap.add_argument("--options", default="", help="further options for `cratehold serve`")
    ap.add_argument("--apps", default=APPS, help=f"comma list of NAME@VERSION (default {APPS})")
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--work", help="directory for homes and data (default: the system's temporary one)")
    ap.add_argument("--direct-only", action="store_true", help="no server, only the reference")
    ap.add_argument("--json", help="write all figures here")
    a = ap.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # still stops the server
    a.machine = p.machine()
    print(a.machine)
    with tempfile.TemporaryDirectory(prefix="crates-io-", dir=a.work) as a.work:
        dl = json.loads(fetch(INDEX + "config.json"))["dl"]
        a.apps = {app: unpack_app(a.work, dl, app) for app in a.apps.split(",")}
        a.expected = {}
        figures = Figures(a.apps)
        if a.direct_only:
            for _ in range(a.rounds):
                run_direct(a, figures)
            p.table(["application", "packages", "direct s"],
                    [[app, n, f"{figures.median('direct', app):.2f}"] for app, (_, n) in a.apps.items()])
            return 0
        a.command, origin = p.cratehold_command(a.work, a.server)
        print(f"server: {origin}\n")
        for number in range(a.rounds):
            order = (run_direct, run_server) if number % 2 == 0 else (run_server, run_direct)
            for run in order:
                run(a, figures)
        return report(a, figures)


if __name__ == "__main__":
    sys.exit(main())
