"""What both benchmarks share: commands with their CPU and memory, cargo, Cratehold's package."""
import contextlib, glob, os, re, shutil, signal, socket, subprocess, tarfile, tempfile, time, urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TICK = os.sysconf("SC_CLK_TCK")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback goes through no proxy


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def get(url, timeout=30):
    with DIRECT.open(url, timeout=timeout) as answer:
        return answer.read()


class Proc:
    """A shell command with all its processes; CPU and memory are read from /proc."""

    def __init__(self, command, log):
        self.log_path = log
        self.log = open(log, "ab")
        self.shell = subprocess.Popen(command, shell=True, executable="/bin/bash", stdin=subprocess.DEVNULL,
                                      stdout=self.log, stderr=self.log, start_new_session=True)

    def members(self):
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError, IndexError, ValueError):
                stat = open(f"/proc/{pid}/stat").read()
                fields = stat[stat.rindex(")") + 2:].split()
                if int(fields[3]) == self.shell.pid and fields[0] != "Z":
                    found.append((int(pid), fields))
        return found

    def alive(self):
        return self.shell.poll() is None or bool(self.members())

    def cpu(self):
        """Seconds, user and system, of all processes and their children that ended."""
        return sum(sum(map(int, f[11:15])) for _, f in self.members()) / TICK

    def memory(self):
        """Proportional set size of all processes, MB."""
        total = 0
        for pid, _ in self.members():
            with contextlib.suppress(OSError):
                for line in open(f"/proc/{pid}/smaps_rollup"):
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
        return total / 1024

    def stop(self):
        self._signal(signal.SIGTERM)
        end = time.time() + 10
        while self.members() and time.time() < end:
            self.shell.poll()
            time.sleep(0.02)
        self._signal(signal.SIGKILL)
        self.shell.wait()
        self.log.close()

    def _signal(self, number):
        for pid, _ in self.members():
            with contextlib.suppress(OSError):
                os.kill(pid, number)


def await_answer(proc, url, seconds=60):
    """Polls until the URL answers 200; seconds since the call."""
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        with contextlib.suppress(OSError):
            get(url, timeout=5)
            return time.perf_counter() - start
        if not proc.alive():
            break
        time.sleep(0.002)
    tail = open(proc.log_path, errors="replace").read()[-2000:]
    raise RuntimeError(f"no answer from {url}; the server's output ends in:\n{tail}")


def cargo_environment(home):
    """The environment without what would change cargo's way to the registry."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("CARGO_")}
    return env | {"CARGO_HOME": home, "CARGO_TERM_COLOR": "never"}


def make_home(work, index=None):
    """A fresh CARGO_HOME, with crates.io replaced if an index is given."""
    home = tempfile.mkdtemp(prefix="home-", dir=work)
    if index:
        with open(home + "/config.toml", "w") as f:
            f.write('[source.crates-io]\nreplace-with = "cache"\n\n[registries.cache]\n'
                    f'index = "sparse+{index}"\n')
    return home


def cratehold_command(work, given=None):
    """The command `cratehold`: the one given, or the newest package under dist/target unpacked into
    `work`, or the checkout's own ./cratehold. Returns (command, where it is from)."""
    if given and given.endswith(".tar.gz"):
        return unpack(work, given), os.path.basename(given)
    if given:
        return os.path.abspath(given), given
    packages = sorted(glob.glob(f"{ROOT}/dist/target/cratehold-*.tar.gz"), key=os.path.getmtime)
    if packages:
        return unpack(work, packages[-1]), os.path.basename(packages[-1])
    return f"{ROOT}/cratehold", "the checkout (no package: make one with ./build package)"


def unpack(work, package):
    with tarfile.open(package) as tar:
        tar.extractall(work, filter="tar")
        top = tar.getnames()[0].split("/")[0]
    return f"{work}/{top}/bin/cratehold"


def table(head, rows):
    rows = [["-" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [head] + rows) for i in range(len(head))]
    for row in [head] + rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print()


def machine():
    cpu = "unknown CPU"
    with contextlib.suppress(OSError):
        cpu = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read()).group(1)
    load = " ".join(f"{x:.1f}" for x in os.getloadavg())
    cargo = subprocess.run(["cargo", "--version"], capture_output=True, text=True).stdout.strip()
    return f"{os.cpu_count()} x {cpu}, load {load}, {cargo}"


def remove(path):
    shutil.rmtree(path, ignore_errors=True)
