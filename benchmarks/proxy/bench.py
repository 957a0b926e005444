#!/usr/bin/env python3
"""Measure Cratehold beside other pull-through caches for cargo registries, on the same work.

  benchmarks/proxy/bench.py                               Cratehold and nginx, everything, 3 rounds
  benchmarks/proxy/bench.py --scenarios a,b --rounds 5 --json figures.json
  benchmarks/proxy/bench.py --peers cratehold,nginx,crates-io-proxy \\
      --add 'mine|my-cache --port {port} --upstream {upstream} --data {data}|http://127.0.0.1:{port}/index/'

Everything runs on loopback, against the tests' own fake registry as the upstream. "direct" is cargo
straight at that, which speaks HTTP/2 (h2c) as crates.io does.

Scenarios
  a  cold `cargo fetch --locked`, empty cache, fresh CARGO_HOME, upstream latency 50 ms
  b  warm `cargo fetch --locked`, fresh CARGO_HOME, upstream stopped
  c  20 parallel cold fetches on one empty cache: upstream GETs for each object
  d  load on warm objects: index 2 KB, crates of 20 KB, 100 KB, 5 MB (wrk; h2load for HTTP/2), after a
     warm-up: a JVM just started spends four times as much on a request in its first second
  e  `cargo update` of an unchanged lock, warm CARGO_HOME (conditional requests)
  f  start to first answered request, idle memory
  g  behaviour while the upstream misbehaves, and afterwards

Peers are interleaved, and every other round runs them in the opposite order. CPU and memory (PSS)
are those of all processes that a peer's command spawned. Differences below 15 % are noise, more on a
busy machine: its load is printed first.

Needs: Linux, python3, cargo, a JDK 25 and Maven (for the fake registry); wrk for d, h2load for its
HTTP/2 column; nginx and curl for the peer nginx (Debian: apt install nginx wrk nghttp2-client). A
peer whose programs are missing is skipped, and said to be.

A peer is a file peers/NAME.json with "start" and "base" (the URL of the sparse index, which ends in
a slash). Placeholders: {port}, {upstream} (sparse index, ends in a slash), {upstream_root}, {data}
(an empty directory, kept over restarts within a scenario), {ttl} (seconds), {here}, {cratehold}.
"""
import argparse, contextlib, hashlib, http.client, json, os, re, signal, socket, statistics
import subprocess, sys, tempfile, threading, time, urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import processes as p

LATENCY = 50


class Upstream:
    """The fake registry: BenchRegistry.java, run from source on the classes of the module testing."""

    def __init__(self, work, crates):
        java = subprocess.run([p.ROOT + "/dist/find-jdk"], capture_output=True, text=True, check=True).stdout.strip()
        subprocess.run([p.ROOT + "/build", "-q", "-pl", "testing", "-am", "compile", "dependency:build-classpath",
                        "-Dmdep.outputFile=target/classpath", "-Dmdep.includeScope=runtime"],
                       check=True, stdout=subprocess.DEVNULL)
        testing = p.ROOT + "/testing/target/"
        path = testing + "classes:" + open(testing + "classpath").read().strip()
        log = work + "/upstream.log"
        self.proc = p.Proc(f"exec {java}/bin/java -XX:+UseSerialGC -Xmx1g -cp {path} {HERE}/BenchRegistry.java {crates}", log)
        self.port, self.control_port = self._ports(log)

    def _ports(self, log):
        for _ in range(1200):
            line = re.search(r"^(\d+) (\d+)$", open(log).read(), re.M)
            if line:
                return int(line.group(1)), int(line.group(2))
            if not self.proc.alive():
                break
            time.sleep(0.05)
        raise SystemExit("the fake registry does not start:\n" + open(log).read()[-2000:])

    def ask(self, path, **query):
        return p.get(f"http://127.0.0.1:{self.control_port}/{path}?" + urllib.parse.urlencode(query))

    def control(self, **what):
        self.ask("control", **what)

    @property
    def root(self):
        return f"http://127.0.0.1:{self.port}/"

    @property
    def index(self):
        return self.root + "index/"

    def counts(self):
        """{"index": (GETs, objects, most for one object), "dl": ...}"""
        log = json.loads(self.ask("log"))
        found = {}
        for kind, pattern in (("index", r"/index/(?!config\.json)"), ("dl", r"/dl/")):
            numbers = [n for path, n in log.items() if re.match(pattern, path)]
            found[kind] = (sum(numbers), len(numbers), max(numbers, default=0))
        return found


class Peer:
    def __init__(self, spec, a):
        self.name, self.start, self.base = spec["name"], spec.get("start"), spec.get("base")
        self.version_command = spec.get("version")
        self.a, self.proc, self.data = a, None, None

    def fresh(self):
        self.stop()
        if self.data:
            p.remove(self.data)
        self.data = tempfile.mkdtemp(prefix=f"data-{self.name}-", dir=self.a.work)

    def launch(self, up, ttl=None):
        """Starts on the current data directory; returns seconds to the first 200."""
        self.up, self.port = up, p.free_port()
        if self.start is None:
            return 0.0
        command = self.start.format(port=self.port, upstream=up.index, upstream_root=up.root, data=self.data,
                                    ttl=ttl or self.a.ttl, here=HERE, cratehold=self.a.cratehold)
        self.proc = p.Proc(command, f"{self.a.work}/{self.name}.log")
        return p.await_answer(self.proc, self.url() + "config.json")

    def url(self):
        return self.base.format(port=self.port) if self.base else self.up.index

    def download_url(self, row):
        """Where cargo would download the crate."""
        dl = json.loads(p.get(self.url() + "config.json"))["dl"]
        if "{" not in dl:
            dl = dl.rstrip("/") + "/{crate}/{version}/download"
        prefix = "/".join(row["index"].split("/")[:-1])
        for marker, value in (("crate", row["name"]), ("version", row["version"]), ("prefix", prefix),
                              ("lowerprefix", prefix), ("sha256-checksum", row["checksum"])):
            dl = dl.replace("{" + marker + "}", value)
        return dl

    def cpu(self):
        return self.proc.cpu() if self.proc else 0.0

    def memory(self):
        return self.proc.memory() if self.proc else 0.0

    def stop(self):
        if self.proc:
            self.proc.stop()
            self.proc = None


def cargo(a, url, *arguments, home=None, timeout=150):
    """Runs cargo through a replaced source; (seconds, exit status, standard error, home)."""
    home = home or p.make_home(a.work, url)
    start = time.perf_counter()
    try:
        done = subprocess.run(["cargo", *arguments], cwd=a.ws, env=p.cargo_environment(home), capture_output=True,
                              text=True, timeout=timeout)
        status, err = done.returncode, done.stderr
    except subprocess.TimeoutExpired:
        status, err = 124, "timeout"
    return time.perf_counter() - start, status, err, home


def raw(url, headers=None, timeout=20):
    """(status or error, headers, body, whether it is whole), without following redirects."""
    target = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(target.hostname, target.port, timeout=timeout)
    with contextlib.closing(connection):
        try:
            connection.request("GET", target.path, headers=headers or {})
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException) as e:
            return type(e).__name__, {}, b"", False
        head = {k.lower(): v for k, v in answer.getheaders()}
        try:
            return answer.status, head, answer.read(), True
        except http.client.IncompleteRead as e:
            return answer.status, head, e.partial, False
        except OSError:
            return answer.status, head, b"", False


def seconds(text):
    number, unit = re.match(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}[unit]


def wrk(url, connections, length):
    out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{length}s", "--latency", url],
                         capture_output=True, text=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return {"requests": int(re.search(r"(\d+) requests in", out).group(1)),
            "rps": float(re.search(r"Requests/sec: +([\d.]+)", out).group(1)),
            "p50_ms": seconds(re.search(r"50% +(\S+)", out).group(1)) * 1e3,
            "p99_ms": seconds(re.search(r"99% +(\S+)", out).group(1)) * 1e3,
            "non2xx": int(bad.group(1)) if bad else 0}


def h2load(url, connections, streams, length):
    """HTTP/2 without TLS; None where the server does not speak it (prior knowledge)."""
    try:
        out = subprocess.run(["h2load", f"-c{connections}", f"-m{streams}", "-D", str(length), url],
                             capture_output=True, text=True, timeout=length + 20).stdout
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return None
    rate = re.search(r"finished in [\d.]+\w+, ([\d.]+) req/s", out)
    good = re.search(r"(\d+) succeeded", out)
    if not rate or not good or int(good.group(1)) == 0:
        return None
    return {"requests": int(good.group(1)), "rps": float(rate.group(1))}


def answers_upgrade(url):
    """Does the server answer `Upgrade: h2c`, as cargo asks on plain http?"""
    target = urllib.parse.urlsplit(url)
    with contextlib.suppress(OSError), socket.create_connection((target.hostname, target.port), timeout=3) as s:
        s.sendall((f"GET {target.path}config.json HTTP/1.1\r\nHost: {target.netloc}\r\n"
                   "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                   "HTTP2-Settings: AAMAAABkAAQAAQAAAAIAAAAA\r\n\r\n").encode())
        return s.recv(64).startswith(b"HTTP/1.1 101")
    return False


# ------------------------------------------------------------------ scenarios

def interleaved(peers, rounds):
    for number in range(rounds):
        for peer in (peers if number % 2 == 0 else peers[::-1]):
            yield number, peer


def cold(a, peer, up, result):
    up.control(clear="", latency=LATENCY)
    up.ask("reset")
    before, up_before = peer.cpu(), up.proc.cpu()
    taken, status, _, home = cargo(a, peer.url(), "fetch", "--locked")
    if "a" in a.scenarios:
        result.setdefault("a_s", []).append(taken)
        result.setdefault("a_cpu_s", []).append(peer.cpu() - before)
        result.setdefault("a_status", []).append(status)
        result.setdefault("a_upstream_cpu_s", []).append(up.proc.cpu() - up_before)
        result["a_upstream"] = up.counts()
    return home


def update(a, peer, up, result, home):
    up.ask("reset")
    taken, status, _, _ = cargo(a, peer.url(), "update", home=home)
    result.setdefault("e_s", []).append(taken)
    result.setdefault("e_status", []).append(status)
    result["e_upstream"] = up.counts()["index"][0]
    url = peer.url() + a.rows[0]["index"]
    _, head, _, _ = raw(url)
    condition = ({"If-None-Match": head["etag"]} if "etag" in head else
                 {"If-Modified-Since": head["last-modified"]} if "last-modified" in head else None)
    result["e_304"] = bool(condition) and raw(url, condition)[0] == 304


def warm(a, peer, up, result):
    up.control(clear="")
    if peer.start:
        up.ask("stop")
    before = peer.cpu()
    taken, status, err, home = cargo(a, peer.url(), "fetch", "--locked")
    result.setdefault("b_s", []).append(taken)
    result.setdefault("b_cpu_s", []).append(peer.cpu() - before)
    result.setdefault("b_status", []).append(status)
    result["b_silent"] = status == 0 and "warning" not in err
    if status:
        result["b_error"] = err.strip()[-300:]
    p.remove(home)
    if peer.start:
        up.ask("restart")


def scenarios_abe(a, peers, up, results):
    """Cold, unchanged update, warm with the upstream stopped; interleaved."""
    for _, peer in interleaved(peers, a.rounds):
        peer.fresh()
        peer.launch(up)
        home = cold(a, peer, up, results[peer.name])
        if "e" in a.scenarios:
            update(a, peer, up, results[peer.name], home)
        p.remove(home)
        if "b" in a.scenarios:
            warm(a, peer, up, results[peer.name])
        peer.stop()


def scenario_c(a, peers, up, results):
    for peer in peers:
        peer.fresh()
        peer.launch(up)
        up.control(clear="", latency=LATENCY)
        up.ask("reset")
        done = []
        start = time.perf_counter()
        threads = [threading.Thread(target=lambda: done.append(cargo(a, peer.url(), "fetch", "--locked"))) for _ in range(20)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        results[peer.name]["c"] = {"wall_s": round(time.perf_counter() - start, 2),
                                   "failed": sum(1 for d in done if d[1]), "upstream": up.counts(),
                                   "cpu_s": round(peer.cpu(), 2), "memory_mb": round(peer.memory(), 1)}
        for d in done:
            p.remove(d[3])
        peer.stop()


def scenario_d(a, peers, up, results):
    works = [("index 2 KB", "index-2k", 32), ("crate 20 KB", "size-20k", 32), ("crate 100 KB", "size-100k", 32),
             ("crate 5 MB", "size-5m", 8)]
    rows = {r["name"]: r for r in a.rows}
    up.control(clear="")
    for number, peer in interleaved([q for q in peers if q.start], a.rounds):
        peer.fresh()
        peer.launch(up, ttl=3600)
        result = results[peer.name]
        for label, name, connections in works:
            url = peer.url() + rows[name]["index"] if name.startswith("index") else peer.download_url(rows[name])
            for _ in range(3):
                raw(url)
            wrk(url, connections, a.warm_up)
            result.setdefault("d", {}).setdefault(label, []).append(load(peer, lambda: wrk(url, connections, a.seconds)))
            if number == 0:
                streams = 32 if connections == 32 else 8
                result.setdefault("d_h2", {})[label] = load(peer, lambda: h2load(url, 4, streams, 2))
        result["h2c_upgrade"] = answers_upgrade(peer.url())
        peer.stop()


def load(peer, run):
    before = peer.cpu()
    measured = run()
    if measured:
        measured["cpu_us"] = (peer.cpu() - before) * 1e6 / max(1, measured["requests"])
        measured["memory_mb"] = peer.memory()
    return measured


def scenario_f(a, peers, up, results):
    up.control(clear="")
    for peer in [q for q in peers if q.start]:
        peer.fresh()
        times = []
        for number in range(5):
            times.append(peer.launch(up))
            if number == 4:
                time.sleep(2)
                results[peer.name]["f_idle_mb"] = round(peer.memory(), 1)
            peer.stop()
        results[peer.name]["f_start_ms"] = round(statistics.median(times) * 1000, 1)


KINDS = ["500", "503", "404", "403", "reset", "midreset", "truncate", "short", "corrupt", "html", "empty"]


def said(status, whole, good):
    if status == 200 and whole:
        return "good" if good else "200 COMPLETE BUT WRONG"
    return "200 cut" if status == 200 else str(status)


def crate_fault(peer, up, kind, row):
    def ask():
        status, _, body, whole = raw(url)
        return said(status, whole, hashlib.sha256(body).hexdigest() == row["checksum"])

    url = peer.download_url(row)
    up.control(clear="", fail=kind, match="/dl/.*")
    first = ask()
    up.control(clear="")
    then = ask()
    return f"{first} -> {then if then == 'good' else then + ' STILL BAD'}"


def index_fault(peer, up, kind, row):
    def ask():
        status, _, body, whole = raw(url)
        return said(status, whole, body == want)

    url = peer.url() + row["index"]
    want = p.get(up.index + row["index"])
    time.sleep(1.2)  # longer than the index TTL
    up.control(clear="", fail=kind, match="/index/.*")
    first = ask()
    up.control(clear="")
    time.sleep(1.2)
    ask()
    time.sleep(0.2)
    then = ask()
    if kind == "404" and then == "404":  # the registry's own word, which a cache may keep for a while
        return f"{first} -> 404 kept as negative"
    return f"{first} -> {then if then == 'good' else then + ' STILL BAD'}"


def scenario_g(a, peers, up, results):
    """One object for each fault: what is answered, and is it answered again after the upstream healed?"""
    for peer in [q for q in peers if q.start]:
        up.control(clear="")
        peer.fresh()
        peer.launch(up, ttl=1)
        found = {}
        for number, kind in enumerate(KINDS):
            found["crate " + kind] = crate_fault(peer, up, kind, a.rows[20 + number])
        for number, kind in enumerate(KINDS):
            for state in ("cold", "cached"):
                found[f"index {kind} {state}"] = index_fault(peer, up, kind, a.rows[50 + number])
        results[peer.name]["g"] = found
        peer.stop()


# --------------------------------------------------------------------- output

def median(values, digits=3):
    return round(statistics.median(values), digits) if values else None


def report(results, a):
    if set("abef") & a.scenarios:
        p.table(["peer", "a cold s", "CPU s", "b warm s", "CPU s", "silent", "e update s", "GETs up", "304", "f start ms", "idle MB"],
                [[name, median(r.get("a_s")), median(r.get("a_cpu_s")), median(r.get("b_s")), median(r.get("b_cpu_s")),
                  r.get("b_silent"), median(r.get("e_s")), r.get("e_upstream"), r.get("e_304"), r.get("f_start_ms"),
                  r.get("f_idle_mb")] for name, r in results.items()])
    failed = {name: [k for k in ("a_status", "b_status", "e_status") if any(r.get(k, []))] for name, r in results.items()}
    for name, keys in failed.items():
        if keys:
            print(f"FAILED cargo runs of {name}: {', '.join(k[0] for k in keys)} {results[name].get('b_error', '')}\n")
    if "c" in a.scenarios:
        print("c: 20 parallel cold fetches; upstream GETs / distinct objects / most for one object")
        p.table(["peer", "wall s", "failed", "index", "crates", "CPU s", "MB"],
                [[name, c["wall_s"], c["failed"], "/".join(map(str, c["upstream"]["index"])),
                  "/".join(map(str, c["upstream"]["dl"])), c["cpu_s"], c["memory_mb"]]
                 for name, c in ((name, r["c"]) for name, r in results.items() if "c" in r)])
    if "d" in a.scenarios:
        report_load(results)
    broken = {name: r["g"] for name, r in results.items() if "g" in r}
    if broken:
        print("g: answer during the fault -> answer after the upstream healed")
        p.table(["fault"] + list(broken), [[k] + [g[k] for g in broken.values()] for k in next(iter(broken.values()))])


def report_load(results):
    measured = {name: r for name, r in results.items() if "d" in r}
    for label in next(iter(measured.values()), {}).get("d", {}):
        rows = []
        for name, r in measured.items():
            runs, h2 = r["d"][label], r["d_h2"][label]
            rows.append([name] + [median([x[k] for x in runs], 1) for k in ("rps", "p50_ms", "p99_ms", "cpu_us", "memory_mb")]
                        + [max(x["non2xx"] for x in runs), round(h2["rps"]) if h2 else "no h2",
                           round(h2["cpu_us"], 1) if h2 else None, "yes" if r.get("h2c_upgrade") else "no"])
        print("d:", label)
        p.table(["peer", "req/s", "p50 ms", "p99 ms", "CPU us/req", "MB", "non-2xx", "h2 req/s", "h2 CPU us/req", "h2c upgrade"], rows)


def make_workspace(a, up):
    a.ws = a.work + "/ws"
    os.makedirs(a.ws + "/src")
    open(a.ws + "/src/lib.rs", "w").close()
    with open(a.ws + "/Cargo.toml", "wb") as f:
        f.write(up.ask("workspace"))
    _, status, err, home = cargo(a, up.index, "generate-lockfile")
    p.remove(home)
    if status:
        raise SystemExit(err)


def usable(a, specs, up, results):
    """The peers that start, with their versions."""
    found = []
    for spec in specs:
        peer = Peer(spec, a)
        try:
            peer.fresh()
            peer.launch(up)
            found.append(peer)
            results[peer.name] = {}
            if peer.version_command:
                command = peer.version_command.format(cratehold=a.cratehold)
                done = subprocess.run(command, shell=True, capture_output=True, text=True)
                results[peer.name]["version"] = (done.stdout or done.stderr).strip().split("\n")[0]
                print(f"{peer.name}: {results[peer.name]['version']}")
        except RuntimeError as e:
            print(f"SKIPPED {spec['name']}: {e}", file=sys.stderr)
        finally:
            peer.stop()
    return found


def measure(a, specs, up, results):
    peers = usable(a, specs, up, results)
    try:
        if set("abe") & a.scenarios:
            scenarios_abe(a, peers, up, results)
        for letter, scenario in (("c", scenario_c), ("d", scenario_d), ("f", scenario_f), ("g", scenario_g)):
            if letter in a.scenarios:
                scenario(a, peers, up, results)
    finally:
        for peer in peers:
            peer.stop()


def main():
    ap = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    ap.add_argument("--peers", default="cratehold,nginx", help="comma list of names in peers/, or of JSON files")
    ap.add_argument("--add", action="append", default=[], help="NAME|START|BASE")
    ap.add_argument("--server", help="the command cratehold, or its package (.tar.gz)")
    ap.add_argument("--scenarios", default="a,b,c,d,e,f,g")
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--crates", type=int, default=120, help="crates of the workspace, 61 or more")
    ap.add_argument("--seconds", type=int, default=3, help="length of each wrk run")
    ap.add_argument("--warm-up", type=int, default=10, help="length of the wrk run before each; a JVM needs it, s")
    ap.add_argument("--ttl", type=int, default=60, help="index TTL of the caches, s")
    ap.add_argument("--work", help="directory for homes and data (default: the system's temporary one)")
    ap.add_argument("--json", help="write all figures here")
    a = ap.parse_args()
    a.scenarios = set(a.scenarios.split(","))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # still stop everything and report
    print(p.machine())
    specs = [{"name": "direct"}]
    for peer in filter(None, a.peers.split(",")):
        specs.append(json.load(open(peer if peer.endswith(".json") else f"{HERE}/peers/{peer}.json")))
    specs += [dict(zip(("name", "start", "base"), s.split("|"))) for s in a.add]
    with tempfile.TemporaryDirectory(prefix="bench-", dir=a.work, ignore_cleanup_errors=True) as a.work:
        a.cratehold, origin = p.cratehold_command(a.work, a.server)
        print(f"cratehold from {origin}")
        up, results = Upstream(a.work, a.crates), {}
        try:
            a.rows = json.loads(up.ask("crates"))
            make_workspace(a, up)
            measure(a, specs, up, results)
        finally:
            up.proc.stop()
            print(f"\nworkspace of {a.crates} crates, {a.rounds} rounds, medians\n")
            report(results, a)
            if a.json:
                with open(a.json, "w") as f:
                    json.dump(results, f, indent=1)


if __name__ == "__main__":
    main()
