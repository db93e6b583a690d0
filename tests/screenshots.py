#!/usr/bin/env python3
"""The screenshot book: every kind of page of the shipped site as PNGs, on phones and desktops, light and dark, in both languages,
and on paper. Drives chromedriver, which `sh tests/run.sh` installs.

    python3 tests/screenshots.py WENDA FOLDER    the program, and where the pictures go
"""

import base64
import functools
import http.server
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

PHONE, DESKTOP, PAPER = (360, 740), (1280, 900), (720, 1018)

# Each kind of page, by the name of its pictures, below the folder of a language.
PAGES = {
    "home": "",
    "questions": "faq/",
    "category": "category/servers/",
    "article": "faq/sites-per-server/",
    "article-contents": "faq/cancel-others-filing/",
    "step": "faq/step-5-upload/",
    "guide": "guide/filing/",
    "rules": "rules/",
    "table": "rules/provinces/",
    "products": "rules/products/",
    "row": "rules/provinces/sichuan/",
    "row-product": "rules/products/ecs/",
    "checklist": "checklist/preparation/",
    "checklist-row": "checklist/preparation/guangdong/individual/",
    "decision": "ask/filing/",
    "decision-asked": "ask/filing/?product=ecs&region=mainland",
    "decision-answer": "ask/filing/?product=ecs&region=hong_kong",
    "answers": "answers/filing/",
    "answers-cell": "answers/filing/cdn/mainland/",
    "glossary": "glossary/",
    "sources": "sources/",
    "search": "search/?q=cdn",
}
# Those of no language.
OTHERS = {"languages": "", "not-found": "404.html", "offline": "offline.html"}
# What is printed.
PRINTED = ["article", "table", "checklist-row", "decision-answer"]
# No picture is longer.
LONGEST = 2400


class Browser:
    """Chromium without a window."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.driver = subprocess.Popen(["chromedriver", f"--port={self.port}"], **quiet)
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
        wanted = {"browserName": "chrome", "goog:chromeOptions": {"args": flags}}
        self.session = ""
        for _ in range(100):
            try:
                opened = self.call("/session", {"capabilities": {"alwaysMatch": wanted}})
                break
            except OSError:
                time.sleep(0.1)
        self.session = f"/session/{opened['sessionId']}"

    def call(self, path, body, method="POST"):
        address = f"http://127.0.0.1:{self.port}{self.session}{path}"
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(address, method=method, data=data)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["value"]

    def devtools(self, command, **parameters):
        return self.call("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def value_of(self, expression):
        return self.call("/execute/sync", {"script": f"return {expression}", "args": []})

    def wait_until(self, expression):
        for _ in range(100):
            if self.value_of(expression):
                return
            time.sleep(0.1)
        raise SystemExit(f"never true: {expression}")

    def show(self, size, scheme="light", media=""):
        width, height = size
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if width < 600 else 1,
            mobile=width < 600,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.devtools("Emulation.setEmulatedMedia", media=media, features=features)

    def go(self, address):
        self.call("/url", {"url": "about:blank"})
        self.call("/url", {"url": address})
        if "?q=" in address:
            self.wait_until("document.querySelector('[role=listbox][aria-busy=false] .snippet') !== null")
        elif "?" in address:
            self.wait_until("document.querySelector('.outcome, [data-value=unknown]') !== null")
        self.value_of("document.activeElement.blur()")
        time.sleep(0.2)

    def picture(self, path, longest=LONGEST):
        width, height = self.value_of("[innerWidth, Math.max(innerHeight, document.documentElement.scrollHeight)]")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, longest), "scale": 1}
        taken = self.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(taken["data"]))

    def close(self):
        try:
            self.call("", None, "DELETE")
        finally:
            self.driver.terminate()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def publish(wenda, folder):
    """Builds the shipped site, and serves it; returns its address."""
    root = pathlib.Path(__file__).resolve().parent.parent
    subprocess.run([wenda, "build", "--quiet", "--site", root, "--out", folder], check=True)
    handler = functools.partial(Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def main(wenda, folder):
    pictures = pathlib.Path(folder)
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as published:
        site = publish(pathlib.Path(wenda).resolve(), pathlib.Path(published) / "public")
        browser = Browser()
        try:
            pages = {f"{name}.{lang}": f"{lang}/{path}" for name, path in PAGES.items() for lang in ("zh", "en")}
            for name, path in {**OTHERS, **pages}.items():
                for kind, size in (("phone", PHONE), ("desktop", DESKTOP)):
                    for scheme in ("light", "dark"):
                        browser.show(size, scheme)
                        browser.go(f"{site}/{path}")
                        browser.picture(pictures / f"{name}.{kind}.{scheme}.png")
                if name.split(".")[0] in PRINTED:
                    browser.show(PAPER, media="print")
                    browser.go(f"{site}/{path}")
                    browser.picture(pictures / f"{name}.print.png")
        finally:
            browser.close()
    print(f"{len(list(pictures.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
