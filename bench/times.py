"""How long the command line takes on this project's content, each figure beside the start of Python in the same run.

The comparison of two versions is also timed on an invented region of some three thousand pages with one changed outcome.

Run it with `make bench`. Machines differ and drift: compare the ratios, not the seconds.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from generate import SIZES, change_one_outcome, generate

PROJECT = Path(__file__).resolve().parents[1]
RUNS = 7
PATIENCE = 20
OUTCOME = "utfall: 83\n"
OTHER = "utfall: 84\n"
NOTHING = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""The id that git gives the tree without files."""
NOBODY = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")


def seconds(*command: str, cwd: Path) -> float:
    """Run a command to its end, and return how long it took."""
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)
    return time.perf_counter() - start


def turn_outcome(path: Path) -> None:
    """Change one outcome in the follow-up, back and forth."""
    text = path.read_text(encoding="utf-8")
    old, new = (OUTCOME, OTHER) if OUTCOME in text else (OTHER, OUTCOME)
    assert old in text, "the outcome to change is not there"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def build_times(folder: Path) -> dict[str, list[float]]:
    """Time builds in turn with the start of Python, so that a drifting machine drifts for all of them."""
    vpgen = (sys.executable, "-m", "vpgen")
    report = folder / "content" / "regionstyrelsen" / "2024" / "verksamhetsberattelse.yml"
    times: dict[str, list[float]] = {}
    for run in range(RUNS + 1):
        shutil.rmtree(folder / "site", ignore_errors=True)
        shutil.rmtree(folder / ".cache", ignore_errors=True)
        row = {
            "python -c pass": seconds(sys.executable, "-c", "pass", cwd=folder),
            "build, nothing cached": seconds(*vpgen, "build", cwd=folder),
            "build, nothing changed": seconds(*vpgen, "build", cwd=folder),
        }
        turn_outcome(report)
        row["build, one outcome changed"] = seconds(*vpgen, "build", cwd=folder)
        row["check"] = seconds(*vpgen, "check", cwd=folder)
        if run:  # the first run warms the disk
            for what, taken in row.items():
                times.setdefault(what, []).append(taken)
    return times


def serve_times(folder: Path) -> list[float]:
    """Time from a saved change until the server shows the page with it."""
    command = (sys.executable, "-m", "vpgen", "serve", "--port", "8765")
    report = folder / "content" / "regionstyrelsen" / "2024" / "verksamhetsberattelse.yml"
    taken = []
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        line = next(line for line in server.stderr if "http://" in line)
        page = (
            next(word for word in line.split() if word.startswith("http://")).rstrip(".")
            + "indikatorer/hme.html"
        )
        threading.Thread(target=server.stderr.read, daemon=True).start()
        for run in range(RUNS + 1):
            time.sleep(1)
            turn_outcome(report)
            start = time.perf_counter()
            shown = "84" if OTHER in report.read_text(encoding="utf-8") else "83"
            while f'">{shown}</' not in read(page):
                assert time.perf_counter() - start < PATIENCE, "the change was not shown"
                time.sleep(0.01)
            if run:
                taken.append(time.perf_counter() - start)
        server.terminate()
    return taken


def diff_times(folder: Path, large: Path) -> dict[str, list[float]]:
    """Time `vpgen diff`: the whole of this content against nothing, and a large one with one changed value."""
    vpgen = (sys.executable, "-m", "vpgen", "diff")
    for each in (folder, large):
        for words in (("init", "-q"), ("add", "-A"), (*NOBODY, "commit", "-q", "-m", "bench")):
            seconds("git", *words, cwd=each)
    change_one_outcome(large, 1)
    times: dict[str, list[float]] = {}
    for run in range(RUNS + 1):
        row = {
            "diff, all against nothing": seconds(*vpgen, NOTHING, "HEAD", cwd=folder),
            "diff, M, one value": seconds(*vpgen, "HEAD", cwd=large),
        }
        if run:
            for what, taken in row.items():
                times.setdefault(what, []).append(taken)
    return times


def read(address: str) -> str:
    """Fetch a page; an empty text while the server is not ready."""
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
            return str(answer.read().decode())
    except urllib.error.URLError:
        return ""


def main() -> None:
    """Print a table, and the figures as JSON on the last line."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, large = Path(temporary) / "own", Path(temporary) / "large"
        folder.mkdir()
        shutil.copytree(PROJECT / "content", folder / "content")
        shutil.copy(PROJECT / "mkdocs.yml", folder)
        shutil.copytree(PROJECT / "templates" / "ram", folder / "templates" / "ram")
        times = build_times(folder)
        times["serve, save to page"] = serve_times(folder)
        shutil.rmtree(folder / "site")
        generate(SIZES["M"], large, 1)
        times |= diff_times(folder, large)
    yardstick = times["python -c pass"]
    print(f"{'what':30} {'median s':>9} {'min':>7} {'max':>7} {'/ python':>9}")
    for what, taken in times.items():
        ratio = statistics.median(a / b for a, b in zip(taken, yardstick, strict=True))
        print(f"{what:30} {statistics.median(taken):9.3f} {min(taken):7.3f} {max(taken):7.3f} {ratio:9.1f}")
    print(json.dumps({what: statistics.median(taken) for what, taken in times.items()}))


if __name__ == "__main__":
    main()
