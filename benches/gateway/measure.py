"""Measures `wenda export`, loading, and searches through one and two gateways, beside those of `wenda serve`; prints Markdown.

usage: measure.py WENDA SITE WORK. All runs on this machine, so the load that it has anyway is told, too.
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

SECONDS = 20  # of asking, for each measure
ASKERS = 4
QUERIES = 400
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
    command += ["--innodb-buffer-pool-size=1G", "--innodb-flush-log-at-trx-commit=2", f"--log-error={folder / 'log'}"]
    with running(command) as process:
        wait_for(lambda: subprocess.run(client(path, "-e", "SELECT 1"), capture_output=True).returncode == 0)
        user = "CREATE USER wenda@'%' IDENTIFIED BY 'wenda'; GRANT SELECT ON wenda.* TO wenda@'%'"
        subprocess.run(client(path, "-e", f"CREATE DATABASE wenda; {user}"), check=True)
        yield process, path, data


def answer(port, query):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/api/search?limit=10&q=" + urllib.parse.quote(query))
    response = connection.getresponse()
    return response.status, response.read()


def is_ready(port, path):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False


def asked(ports, queries, until=lambda: False):
    """Times of answers of ASKERS who ask at once, for SECONDS or `until`; each answer has to be one."""
    taken, failed = [], []
    end = time.monotonic() + SECONDS

    def ask(number):
        chosen = random.Random(number)
        while time.monotonic() < end and not until():
            begun = time.monotonic()
            status, body = answer(ports[number % len(ports)], chosen.choice(queries))
            taken.append(time.monotonic() - begun)
            if status != 200:
                failed.append(body)

    begun = time.monotonic()
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(ASKERS)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    taken.sort()
    at = lambda part: taken[int((len(taken) - 1) * part)] * 1000
    rate = len(taken) / (time.monotonic() - begun)
    return f"{at(0.5):.0f} ms | {at(0.99):.0f} ms | {rate:.0f} | {len(failed)} of {len(taken)}"


def queries_of(site):
    """Some characters of titles, as readers type them."""
    chosen = random.Random(1)
    files = sorted((site / "content/faq").rglob("*.md"))
    found = []
    for file in chosen.choices(files, k=QUERIES):
        title = file.read_text(encoding="utf8").split("\n# ", 1)[-1].lstrip("# ").split("\n")[0]
        begin = chosen.randrange(max(1, len(title) - 6))
        found.append(title[begin : begin + 6].strip() or title[:6])
    return found


def memory(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) >> 10
    return 0


def row(name, told):
    print(f"| {name} | {told} |", flush=True)


def measure(wenda, site, work):
    load = os.getloadavg()[0]
    articles = sum(1 for _ in (site / "content/faq").rglob("*.md"))
    print(f"{articles:,} articles; load of the machine before: {load:.1f} on {os.cpu_count()} cores\n\n| | |\n|---|---|")
    export = work / "export"
    begun = time.monotonic()
    subprocess.run([wenda, "export", "--to", "mysql", "--site", site, "--out", export], check=True, stdout=subprocess.DEVNULL)
    script = export / "wenda.sql"
    row("export", f"{time.monotonic() - begun:.0f} s, {script.stat().st_size >> 20} MiB")
    port = free_port()
    with engine(work / "engine", port) as (process, path, data):
        begun = time.monotonic()
        subprocess.run(client(path, "wenda"), stdin=script.open(), check=True)
        held = sum(file.stat().st_size for file in (data / "wenda").iterdir()) >> 20
        row("loading it", f"{time.monotonic() - begun:.0f} s, {held} MiB of tables")
        ports = [free_port(), free_port()]
        environment = {**os.environ, "WENDA_ENGINE": f"mysql://wenda:wenda@127.0.0.1:{port}/wenda"}
        queries = queries_of(site)
        with contextlib.ExitStack() as stack:
            command = [wenda, "gateway", "--memory", "0", "--listen"]
            gateways = [stack.enter_context(running([*command, f"127.0.0.1:{each}"], env=environment)) for each in ports]
            [wait_for(lambda each=each: is_ready(each, "/ready")) for each in ports]
            asked(ports, queries)
            row(f"{ASKERS} askers, nothing remembered", "half within | 99 % within | a second | failed")
            row("one gateway", asked(ports[:1], queries))
            row("two gateways", asked(ports, queries))
            row("memory", f"engine {memory(process.pid)} MiB, gateway {memory(gateways[0].pid)} MiB")
        remembering = [wenda, "gateway", "--listen", f"127.0.0.1:{ports[0]}"]
        with running(remembering, env=environment):
            wait_for(lambda: is_ready(ports[0], "/ready"))
            [answer(ports[0], query) for query in queries]
            row("one gateway that remembers", asked(ports[:1], queries))
            edited = next((site / "content/faq").rglob("*.md"))
            before = edited.read_text(encoding="utf8")
            try:
                edited.write_text(before + "\n\n斑马。\n", encoding="utf8")
                subprocess.run([wenda, "export", "--to", "mysql", "--site", site, "--out", work / "next", "--since", export / "manifest.jsonl"], check=True, stdout=subprocess.DEVNULL)
            finally:
                edited.write_text(before, encoding="utf8")
            begun = time.monotonic()
            loading = subprocess.Popen(client(path, "wenda"), stdin=(work / "next/wenda.sql").open())
            told = asked(ports[:1], queries, until=lambda: loading.poll() is not None)
            assert loading.wait() == 0
            row("while the next version is loaded", told)
            row("loading that", f"{time.monotonic() - begun:.0f} s")
    with running([wenda, "serve", "--port", str(ports[0]), "--site", site]):
        wait_for(lambda: is_ready(ports[0], "/api/search?q=a"))
        [answer(ports[0], query) for query in queries]
        row("`wenda serve`, from its own index", asked(ports[:1], queries))
    print(f"\nload after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    measure(str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]), Path(sys.argv[3]).resolve())
