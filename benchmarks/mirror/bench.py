#!/usr/bin/env python3
"""A full mirror of a made-up registry of 15,000 crates, and of one ten times as large: ten versions each, tiny bodies.

  benchmarks/mirror/bench.py                       both sizes, the newest package in dist/target
  benchmarks/mirror/bench.py --crates 15000 --work /dev/shm

What is measured, in this order, each once and in a process of its own (wall, CPU seconds, peak resident memory):
  sync      `cratehold mirror sync` into an empty directory, names from the git index
  again     the same once more, with nothing to do: how it finds that out
  delta     after 10 crates got a new version; and how many requests the registry saw
  status    `cratehold mirror status`
  start     `cratehold serve` on the directory, until it answers an index file; and its memory then
  clone     `git clone` of its git index by the real git: the first one, for which it is made, tried again until it is
            there, and a second one
  cargo     cargo 1.65 fetches 20 crates through `registry = "http://…/index"`, if rustup has it
  plan      `cratehold store gc --max-size … --dry-run --json`, by which nothing goes, a tenth, or everything; in the heap
            that the launcher gives every command, 256 MB
Growth from the smaller to the larger size is printed for each: 10 is linear.

Needs: python3, git, GNU time (Debian: `time`), JDK 25, the package. The registry runs on the same cores.
"""
import argparse, json, os, sqlite3, subprocess, sys, tempfile, time, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE)]
import processes as p


class Registry:
    """LargeRegistry.java, run from source."""

    def __init__(self, crates, work):
        java = subprocess.check_output([p.ROOT + "/dist/find-jdk"], text=True).strip() + "/bin/java"
        self.directory = tempfile.mkdtemp(prefix="registry-", dir=work)
        self.log = self.directory + "/log"
        self.proc = p.Proc(f"exec {java} -XX:+UseParallelGC -Xmx2g {HERE}/LargeRegistry.java {crates} {self.directory}",
                           self.log)
        while not (text := open(self.log).read()).strip().isdigit():
            if not self.proc.alive():
                raise RuntimeError("the registry did not start: " + text)
            time.sleep(0.1)
        self.url = f"http://127.0.0.1:{text.strip()}"

    def counts(self):
        return [int(n) for n in p.get(self.url + "/counts").split()]

    def publish(self, crates):
        p.get(f"{self.url}/publish?crates={crates}", timeout=600)

    def close(self):
        self.proc.stop()
        p.remove(self.directory)


def crate_name(number):
    """As LargeRegistry.java makes it."""
    mixed, name = number * 7919 % 28**4, ""
    for _ in range(4):
        name += "babebibodadedidofafefifogagegigokakekikolalelilomamemimo"[mixed % 28 * 2:][:2]
        mixed //= 28
    return name


def timed(command, work, env=None, codes=(0,)):
    """Wall and CPU seconds and peak memory in MB of a command and all that it starts, and what it printed."""
    figures = tempfile.mktemp(dir=work)
    done = subprocess.run(["/usr/bin/time", "-o", figures, "-f", "%e %U %S %M"] + command, capture_output=True, text=True,
                          env=env)
    if done.returncode not in codes:
        raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    wall, user, system, memory = map(float, open(figures).read().split("\n")[-2].split())
    print(f"{wall:8.2f} s {user + system:8.2f} CPU s {memory / 1024:8.1f} MB  {' '.join(command)}"[:150], file=sys.stderr)
    return {"wall": wall, "cpu": user + system, "mb": memory / 1024}, done.stdout


def measure(cratehold, crates, work):
    data = tempfile.mkdtemp(prefix="data-", dir=work)
    registry = Registry(crates, work)
    try:
        return measure_with(cratehold, registry, data, work)
    finally:
        registry.close()
        p.remove(data)


def measure_with(cratehold, registry, data, work):
    upstream = ["--data", data, "--upstream", f"sparse+{registry.url}/index/", "--catalog", f"git+{registry.url}/git/index"]
    rows = {}

    def sync(name):
        before = registry.counts()
        rows[name], _ = timed([cratehold, "mirror", "sync", "--rate", "none", *upstream], work)
        rows[name]["requests"] = [now - then for now, then in zip(registry.counts(), before)]

    def plan(name, limit):
        rows[name], out = timed([cratehold, "store", "gc", "--data", data, "--max-size", str(limit), "--gc-grace", "0s",
                                 "--dry-run", "--json"], work, codes=(0, 3))
        rows[name]["lines"] = out.count("\n")

    sync("sync")
    sync("again")
    registry.publish(10)
    sync("delta")
    rows["status"], _ = timed([cratehold, "mirror", "status", "--data", data], work)
    serve(cratehold, upstream, work, rows)
    plan("plan nothing", 1 << 40)
    plan("plan a tenth", kept_of(data, 10))
    plan("plan all", 1)
    rows["disk"] = {"mb": int(subprocess.check_output(["du", "-sm", data], text=True).split()[0])}
    return rows


def kept_of(data, parts):
    """A limit by which one of so many parts of the crates' bytes goes. What else the store has counts, too."""
    database = sqlite3.connect(f"file:{data}/cratehold.db?mode=ro", uri=True)
    crates = database.execute("SELECT sum(size) FROM crate").fetchone()[0]
    database.close()
    beside = sum(os.path.getsize(f"{data}/cratehold.db{suffix}") for suffix in ("", "-wal", "-shm")
                 if os.path.exists(f"{data}/cratehold.db{suffix}"))
    return beside + crates - crates // parts


def serve(cratehold, upstream, work, rows):
    port = p.free_port()
    url = f"http://127.0.0.1:{port}"
    begun = time.perf_counter()
    server = p.Proc(f"exec {cratehold} serve --port {port} {' '.join(upstream)}", work + "/serve.log")
    try:
        p.await_answer(server, url + "/crates-io/ba/ba/babababa")
        rows["start"] = {"wall": time.perf_counter() - begun, "cpu": server.cpu(), "mb": server.memory()}
        for name in ("clone", "clone again"):
            before, begun = server.cpu(), time.perf_counter()
            clone = tempfile.mkdtemp(prefix="clone-", dir=work)
            command = ["git", "clone", "--quiet", "--no-checkout", url + "/index", clone]
            # Until the index is made the answer is "try again soon".
            while subprocess.run(command, stderr=subprocess.DEVNULL).returncode != 0:
                time.sleep(0.2)
            rows[name] = {"wall": time.perf_counter() - begun}
            files = subprocess.check_output(["git", "-C", clone, "ls-tree", "-r", "HEAD"], text=True).count("\n")
            rows[name] |= {"server cpu": server.cpu() - before, "server mb": server.memory(), "files": files}
            p.remove(clone)
        cargo(url, work, rows)
    finally:
        server.stop()


def cargo(url, work, rows):
    home = tempfile.mkdtemp(prefix="home-", dir=work)
    with open(home + "/config.toml", "w") as f:
        f.write(f'[source.mirror]\nregistry = "{url}/index"\n\n[source.crates-io]\nreplace-with = "mirror"\n')
    project = tempfile.mkdtemp(prefix="project-", dir=work)
    os.makedirs(project + "/src")
    open(project + "/src/lib.rs", "w").close()
    name = crate_name(19)  # the end of a chain of 20
    with open(project + "/Cargo.toml", "w") as f:
        f.write(f'[package]\nname = "x"\nversion = "0.1.0"\nedition = "2018"\n\n[dependencies]\n{name} = "1"\n')
    env = p.cargo_environment(home) | {"RUSTUP_TOOLCHAIN": "1.65.0"}
    if subprocess.run(["cargo", "--version"], env=env, capture_output=True, cwd=project).returncode == 0:
        rows["cargo"], _ = timed(["cargo", "fetch", "--manifest-path", project + "/Cargo.toml"], work, env)
    p.remove(home)
    p.remove(project)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--crates", default="15000,150000", help="sizes, with commas between them")
    parser.add_argument("--server", help="the command cratehold, or a package")
    parser.add_argument("--work", default=tempfile.gettempdir(), help="where data goes")
    parser.add_argument("--json", help="write all figures to this file")
    options = parser.parse_args()
    print(p.machine())
    work = tempfile.mkdtemp(prefix="bench-mirror-", dir=options.work)
    try:
        cratehold, source = p.cratehold_command(work, options.server)
        print(f"cratehold: {source}\n")
        sizes = [int(size) for size in options.crates.split(",")]
        results = {size: measure(cratehold, size, work) for size in sizes}
    finally:
        p.remove(work)
    show(results)
    if options.json:
        with open(options.json, "w") as f:
            json.dump(results, f, indent=1)


def show(results):
    sizes = list(results)
    first, last = results[sizes[0]], results[sizes[-1]]
    for figure in ("wall", "cpu", "mb"):
        rows = []
        for name in first:
            values = [results[size].get(name, {}).get(figure) for size in sizes]
            if None not in values:
                growth = f"{values[-1] / values[0]:.1f}" if len(sizes) > 1 and values[0] else "-"
                rows.append([name] + [f"{v:.2f}" for v in values] + [growth])
        p.table([{"wall": "seconds", "cpu": "CPU seconds", "mb": "MB"}[figure]] + [f"{s:,} crates" for s in sizes] + ["growth"],
                rows)
    for name, row in last.items():
        more = {k: v for k, v in row.items() if k not in ("wall", "cpu", "mb")}
        if more:
            print(f"{name}: {more}")


if __name__ == "__main__":
    main()
