"""Measures `wenda export`, loading, searches through one and two gateways, beside those of `wenda serve`, and how another version
takes the place of one while it is asked; prints Markdown.

usage: measure.py WENDA SITE WORK. All runs on this machine, so the load that it has anyway is told, too. Titles of the site's articles
get a mark by which it is seen what version an answer is from.
"""

import contextlib
import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

SECONDS = float(os.environ.get("SECONDS", "20"))  # of asking, for each measure
ASKERS = 4
QUERIES = 400
MARKS = " 甲", " 乙"  # after each title, for one version and the next
POOL = os.environ.get("POOL", "4G")  # of the engine's memory
IS_ROOT = os.getuid() == 0


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def running(command, **options):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_for(does_answer):
    end = time.monotonic() + 600
    while not does_answer():
        assert time.monotonic() < end, "it does not start"
        time.sleep(0.2)


def client(socket_path, *arguments):
    return ["mariadb", "--no-defaults", "--user=root", f"--socket={socket_path}", *arguments]


@contextlib.contextmanager
def engine(folder, port):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    data, path = folder / "data", f"/tmp/wenda-bench-{port}"
    make = ["mariadb-install-db", "--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run([*make, f"--datadir={data}"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if IS_ROOT:
        subprocess.run(["chown", "-R", "mysql:", folder], check=True)
    command = ["mariadbd", "--no-defaults", *(["--user=mysql"] if IS_ROOT else []), f"--datadir={data}"]
    command += [f"--socket={path}", f"--port={port}", "--bind-address=127.0.0.1", "--skip-name-resolve"]
    command += [f"--innodb-buffer-pool-size={POOL}", "--innodb-flush-log-at-trx-commit=2", f"--log-error={folder / 'log'}"]
    command += [f"--tmpdir={folder}", "--skip-log-bin"]
    with running(command) as process:
        wait_for(lambda: subprocess.run(client(path, "-e", "SELECT 1"), capture_output=True).returncode == 0)
        user = "CREATE USER wenda@'%' IDENTIFIED BY 'wenda'; GRANT SELECT ON wenda.* TO wenda@'%'"
        subprocess.run(client(path, "-e", f"CREATE DATABASE wenda; {user}"), check=True)
        yield process, path, data
    shutil.rmtree(folder)


class Disk:
    """Looks how much of the disk is taken, more than when it began."""

    def __init__(self, folder):
        self.folder, self.most, self.is_over = folder, 0, threading.Event()
        self.free = shutil.disk_usage(folder).free
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while not self.is_over.wait(0.5):
            self.most = max(self.most, self.free - shutil.disk_usage(self.folder).free)

    def end(self):
        self.is_over.set()
        self.thread.join()
        return self.most >> 20


def answer(port, query):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/api/search?limit=10&q=" + urllib.parse.quote(query))
    response = connection.getresponse()
    return response.status, response.read()


def first_five(port, queries):
    """By query, which hits are the first five."""
    replies = {query: json.loads(answer(port, query)[1]) for query in queries}
    return {query: [hit["url"] for hit in reply["hits"][:5]] for query, reply in replies.items()}


def is_ready(port, path):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False


class Asked:
    """What ASKERS got who ask at once, for SECONDS or `until`."""

    def __init__(self, ports, queries, until=None):
        self.taken, self.failed = [], 0
        self.of = {mark: 0 for mark in MARKS}  # answers by the version that all their hits are of
        self.mixed = 0
        self.ports, self.queries = ports, queries
        begun = time.monotonic()
        self.is_over = until or (lambda: time.monotonic() > begun + SECONDS)
        threads = [threading.Thread(target=self.ask, args=(number,)) for number in range(ASKERS)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        self.seconds = time.monotonic() - begun
        self.taken.sort()

    def ask(self, number):
        chosen = random.Random(number)
        while not self.is_over():
            begun = time.monotonic()
            status, body = answer(self.ports[number % len(self.ports)], chosen.choice(self.queries))
            self.taken.append(time.monotonic() - begun)
            if status != 200:
                self.failed += 1
                continue
            hits = json.loads(body)["hits"]
            marks = {hit["title"][-2:] for hit in hits if hit["kind"] == "article"} & set(MARKS)
            self.mixed += len(marks) > 1
            if len(marks) == 1:
                self.of[marks.pop()] += 1

    def __str__(self):
        at = lambda part: self.taken[int((len(self.taken) - 1) * part)] * 1000
        rate = len(self.taken) / self.seconds
        return f"{at(0.5):,.0f} ms | {at(0.99):,.0f} ms | {rate:,.0f} | {self.failed} of {len(self.taken):,}"


def articles_of(site):
    return sorted((site / "content/faq").rglob("*.md"))


def titled(text):
    """What stands before the title of an article, the title without a mark, and what comes after it."""
    begin = text.index("# ", 0 if text.startswith("# ") else text.index("\n# ")) + 2
    end = text.index("\n", begin)
    title = text[begin:end]
    for mark in MARKS:
        title = title.removesuffix(mark)
    return text[:begin], title, text[end:]


def mark_titles(site, mark):
    for file in articles_of(site):
        before, title, after = titled(file.read_text(encoding="utf8"))
        file.write_text(before + title + mark + after, encoding="utf8")


def queries_of(site):
    """Some characters of titles, as readers type them."""
    chosen = random.Random(1)
    found = []
    for file in chosen.choices(articles_of(site), k=QUERIES):
        title = titled(file.read_text(encoding="utf8"))[1]
        begin = chosen.randrange(max(1, len(title) - 6))
        found.append(title[begin : begin + 6].strip() or title[:6])
    return found


def memory(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) >> 10
    return 0


def peak_of(command):
    """Runs a command, and tells how long it took, in seconds, and the most memory that it held, in MiB."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.monotonic() - begun, usage.ru_maxrss >> 10


def table(*columns):
    print(f"\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)


def row(*cells):
    print(f"| {' | '.join(cells)} |", flush=True)


def export(wenda, site, out):
    shutil.rmtree(out, ignore_errors=True)
    seconds, held = peak_of([wenda, "export", "--quiet", "--to", "mysql", "--site", site, "--out", out])
    script = out / "wenda.sql"
    return script, f"{seconds:,.0f} s, {held:,} MiB of memory, {script.stat().st_size >> 20:,} MiB of SQL"


def measure(wenda, site, work):
    articles = len(articles_of(site))
    size = sum(file.stat().st_size for file in articles_of(site)) >> 10
    print(f"{articles:,} articles of {size / articles:.1f} KB; load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    disk = Disk(work)
    mark_titles(site, MARKS[0])
    queries = queries_of(site)
    script, told = export(wenda, site, work / "export")
    table("", "")
    row("`wenda export --to mysql`", told)
    port, ports = free_port(), [free_port(), free_port()]
    with engine(work / "engine", port) as (process, path, data):
        load = lambda: subprocess.Popen(client(path, "wenda"), stdin=script.open())
        begun = time.monotonic()
        assert load().wait() == 0
        held = sum(file.stat().st_size for file in (data / "wenda").iterdir()) >> 20
        row("loading it", f"{time.monotonic() - begun:,.0f} s, {held:,} MiB of tables")
        script.unlink()
        environment = {**os.environ, "WENDA_ENGINE": f"mysql://wenda:wenda@127.0.0.1:{port}/wenda"}
        gateway = lambda place, *more: running([wenda, "gateway", "--listen", f"127.0.0.1:{ports[place]}", *more], env=environment)
        table(f"{ASKERS} askers", "half within", "99 % within", "a second", "failed")
        with contextlib.ExitStack() as stack:
            gateways = [stack.enter_context(gateway(place, "--memory", "0")) for place in range(2)]
            [wait_for(lambda each=each: is_ready(each, "/ready")) for each in ports]
            Asked(ports, queries)
            row("one gateway that remembers nothing", str(Asked(ports[:1], queries)))
            row("two of them, on the same engine and cores", str(Asked(ports, queries)))
            memories = f"engine {memory(process.pid):,} MiB, gateway that remembers nothing {memory(gateways[0].pid):,} MiB"
        with gateway(0) as remembering:
            wait_for(lambda: is_ready(ports[0], "/ready"))
            [answer(ports[0], query) for query in queries]
            row("one that remembers", str(Asked(ports[:1], queries)))
            memories += f", one that remembers {memory(remembering.pid):,} MiB"
        mark_titles(site, MARKS[1])
        script, _ = export(wenda, site, work / "export")
        with gateway(0), gateway(1, "--memory", "0"):
            [wait_for(lambda each=each: is_ready(each, "/ready")) for each in ports]
            begun, loading, seconds = time.monotonic(), load(), []

            def is_over():
                if loading.poll() is None:
                    return False
                seconds.append(time.monotonic() - begun)
                return time.monotonic() > begun + seconds[0] + 10

            swap = Asked(ports, queries, is_over)
            assert loading.returncode == 0
            by_gateway = first_five(ports[1], queries)
        row("two, one of which remembers, while all of another version is loaded", str(swap))
        most = f"{memory(process.pid):,} MiB after loading both"
    shutil.rmtree(work / "export")
    with running([wenda, "serve", "--port", str(ports[0]), "--site", site]) as serving:
        wait_for(lambda: is_ready(ports[0], "/api/search?q=a"))
        [answer(ports[0], query) for query in queries]
        row("`wenda serve`, from its own index", str(Asked(ports[:1], queries)))
        by_itself = first_five(ports[0], queries)
        memories += f", `wenda serve` {memory(serving.pid):,} MiB"
    table("", "")
    row("memory", f"{memories}; engine {most}, of which {POOL} may be its pool")
    same = sum(by_itself[query] == five for query, five in by_gateway.items())
    begins = sum(by_itself[query][:1] == five[:1] for query, five in by_gateway.items())
    row("queries whose first five hits are those of `wenda serve`", f"{same:,} of {len(by_itself):,}; the first of {begins:,}")
    old, new = (swap.of[mark] for mark in MARKS)
    row("that other version", f"loaded in {seconds[0]:,.0f} s; {old:,} answers of the version before, {new:,} of it, {swap.mixed} of both")
    row("disk, at most", f"{disk.end():,} MiB more than before")
    print(f"\nload after: {os.getloadavg()[0]:.1f}")
    assert swap.mixed == 0 and old and new, "an answer is of one version"


if __name__ == "__main__":
    measure(str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]), Path(sys.argv[3]).resolve())
