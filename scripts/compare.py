"""Compares every number of two builds of the command line tool; see scripts/compare.

Exit code 0: all numbers are the same; 1: some are not, or one build failed where the other did not; 2: wrong use.
"""

import argparse
import csv
import io
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SECONDS = 300  # longest run of one command
SHOWN = 40  # differences that are printed; the rest are counted
LARGE = 1_000_000  # characters of an output that is not taken apart where both are the same
FIGURES = ["6", "7a", "7b", "8", "9", "10a", "10b", "11", "12"]
VIEWS = ["rate", "qber", "bandwidth", "window", "noise"]

NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
# In a sentence a digit inside a name (C34, p_1) is part of the name; in a single word it counts.
IN_PROSE = re.compile(rf"(?<![\w.])[-+−]?{NUMBER}")
IN_WORD = re.compile(NUMBER)
SHAPES = re.compile(r'\s(?:points|d|x1|x2|y1|y2|r)="([^"]*)"')


# --- What to run -------------------------------------------------------------------------------------------------------------------


def parameters(program):
    """Rows of the table of parameters as the help prints them: name, words, lowest and highest number."""
    text = subprocess.run([program, "sweep", "--help"], capture_output=True, text=True, check=True).stdout
    rows = []
    table = text[text.index("Parameters (--set") :]
    for name, domain in re.findall(r"^ {2}(\w+) +[^:\n]+: (.+?)\. Default", table, re.MULTILINE):
        bounds = re.search(rf"({NUMBER}|-{NUMBER}) … ({NUMBER})", domain)
        alone = [part.strip() for part in domain.split(",")[0].split("|")]
        words = [part for part in alone if "…" not in part]
        rows.append((name, words, tuple(map(float, bounds.groups())) if bounds else None))
    if len(rows) < 30:
        sys.exit(f"compare: cannot find the table of parameters in `{program} sweep --help`")
    return rows


# Where links work: a range of values around which a random link still has a key, so that not all results are zero.
USUAL = {
    "alpha": (0.16, 0.4), "bitrate": (1e8, 1e12), "ncc": (10, 1e4), "iso_for": (1e-14, 1e-6), "iso_back": (1e-14, 1e-6),
    "raman": (1e-10, 5e-9), "dark": (1, 1e5), "eff": (0.05, 0.95), "afterpulse": (1e-4, 0.05), "rate": (1e7, 1e10), "fec": (1, 1.5),
    "misalign": (1e-4, 0.03), "window": (2e-11, 2e-9), "pd": (0.6, 0.999), "bandwidth": (1e10, 2e11), "filter": (1e10, 2e11),
    "mu": (0.1, 0.9), "nu1": (0.01, 0.09), "nu2": (1e-5, 1e-3), "p_signal": (0.3, 0.7), "p_decoy": (0.05, 0.3), "events": (1e7, 1e13),
    "pz": (0.5, 0.99), "dispersion": (1, 20), "dispersion_residual": (0.01, 1), "jitter": (1e-12, 1e-10), "deadtime": (1e-9, 1e-5),
    "loss": (0.1, 6),
}  # fmt: skip


def number(rng, low, high):
    """A number in the range, even in its logarithm where the range spans decades, with few or with all digits."""
    if low > 0 and high / low > 100:
        value = math.exp(rng.uniform(math.log(low), math.log(high)))
    else:
        value = rng.uniform(low, high)
    return min(max(float(f"{value:.3g}"), low), high) if rng.random() < 0.5 else value


def link(rng, table):
    """Settings of a random link."""
    settings = {}
    for name, words, bounds in table:
        chance = rng.random()
        # These decide which formulas are used at all.
        often = name in {"band", "detector", "source", "analysis", "key", "window"}
        if chance > (0.6 if often else 0.25):
            continue
        if words and (bounds is None or rng.random() < (0.7 if often else 0.2)):
            settings[name] = rng.choice(words)
        elif bounds:
            low, high = bounds
            usual = USUAL.get(name)
            if usual and rng.random() < 0.85:
                low, high = max(low, usual[0]), min(high, usual[1])
            settings[name] = repr(number(rng, low, high))
    return settings


def plan(rng):
    """Random classical channels, and a slot that they leave free."""
    *places, free = rng.sample(range(18, 56), rng.randint(2, 7))
    texts = []
    for place in places:
        rate = rng.choice(["1G", "2.5G", "10G", "100G"])
        photons = rng.choice(["", "", f"x{rng.choice([10, 300, 5000])}"])
        texts.append(f"C{place}{rng.choice('fb')}{rate}{photons}")
    return ",".join(texts), f"C{free}"


def sets(settings):
    return [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]


def without(settings, *names):
    return {name: value for name, value in settings.items() if name not in names}


def commands(rng, table, spans):
    """Each command as arguments, and the kind of its output."""
    for figure in FIGURES:
        yield ["figure", figure], "csv"
        yield ["figure", figure, "--format", "json", "--distances", "0:150:10,33.3"], "json"
        yield ["export", "--link", f"v=1&figure={figure}", "--format", "svg"], "svg"
    for view in VIEWS:
        yield ["export", "--link", f"v=1&figure=11&view={view}", "--format", "svg", "--dark"], "svg"
    yield ["export", "--link", "v=1&figure=9&pin=one*0*bitrate*5e10&pin=two*1h*eff*0.2*channels*C32f10G,C31b10G*quantum*C36"], "csv"
    yield ["paper", "--format", "json"], "json"
    yield ["paper", "--format", "csv"], "csv"
    yield ["channels"], "csv"
    axes = ["bitrate=1G:1T", "isolation=-120dB:-50dB", "dark=1:100k", "eff=10%:90%", "filter=10G:100G:linear", "ncc=10:10k"]

    for _ in range(spans):
        settings = link(rng, table)
        chosen = sets(settings)
        if rng.random() < 0.15:
            classical, slot = plan(rng)
            settings = without(settings, *PLANNED)
            chosen = [*sets(settings), "--link", f"v=1&channels={classical}&quantum={slot}"]
        distance = f"{number(rng, 0.5, 120):.6g}"
        step = rng.choice(["0:150:7.5", "0:60:2,61.7,140", f"{distance}", "0:400:20"])
        yield ["sweep", "--distances", step, *chosen], "csv"
        yield ["reach", *chosen], "text"
        yield ["explain", "--distance", distance, *chosen], "formulas"

        asked = rng.sample(["isolation", "bitrate", "dark", "eff", "raman", "filter", "loss", "alpha", "misalign"], 2)
        rate = rng.choice(["1k", "100k", "1M", "10 Mbit/s"])
        how = rng.choice(["csv", "json"])
        yield ["ask", "--rate", rate, "--distance", distance, "--for", ",".join(asked), "--format", how, *chosen], how

        vary = {f"{name}:{law}" for name, law in rng.sample(sorted(LAWS.items()), rng.randint(1, 3))}
        varied = [part for text in sorted(vary) for part in ("--vary", text)]
        # Its several maxima at each of 64 samples would take half a minute.
        if settings.get("analysis") != "one_decoy":
            yield ["uncertainty", *varied, "--samples", "64", "--distances", "0:100:25", "--format", "json", *chosen], "json"

        device, measured = cow(rng)
        if rng.random() < 0.5:
            yield ["cow", *measured, *sets(device), "--distances", "0:120:15"], "csv"
        else:
            yield ["cow", *measured, *sets(without(device, "attenuation")), "--loss", "3,8.5,12,20"], "csv"

        if rng.random() < 0.2:
            x, y = rng.sample(axes, 2)
            at = rng.choice([[], ["--at", distance]])
            fast = sets(without(settings, "analysis", "source"))
            yield ["map", "--x", x, "--y", y, "--size", "5x4", *at, *fast], "csv"
        if rng.random() < 0.2:
            spacing = rng.choice(["50", "100", "200"])
            fast = sets(without(settings, "analysis", "source", *PLANNED))
            curve = rng.choice(["flat", "measured"])
            classical, free = plan(rng)
            slot = rng.choice([["--quantum", "best"], ["--quantum", free], []])
            grid = ["--spacing", spacing, "--attenuation", curve]
            yield ["channels", "--channels", classical, "--distance", distance, *grid, *slot, *fast], "csv"
        if rng.random() < 0.1:
            yield ["export", "--format", "json", *chosen], "json"


# What a channel plan decides itself.
PLANNED = ["bitrate", "raman", "band", "ncc"]
LAWS = {
    "dark": "normal:10%", "raman": "lognormal:1.5", "eff": "uniform:2%", "iso_back": "lognormal:3dB", "alpha": "normal:0.01",
    "bitrate": "uniform:20%", "fec": "uniform:0.05", "filter": "normal:3%", "misalign": "uniform:0.5%",
}  # fmt: skip


def cow(rng):
    """Settings of a random COW device, and what it measures."""
    settings = {}
    ranges = {
        "attenuation": (0.17, 0.35), "efficiency": (0.02, 0.9), "bob_loss": (0, 10), "error_correction": (1, 1.4),
        "repetition_rate": (1e7, 5e9), "mean_photons": (0.05, 1), "dark_count": (1e-9, 1e-5), "dead_time": (1e-9, 5e-5),
        "storage_line": (5, 30),
    }  # fmt: skip
    for name, (low, high) in ranges.items():
        if rng.random() < 0.4:
            settings[name] = repr(number(rng, low, high))
    qber, visibility = number(rng, 0.001, 0.09), number(rng, 0.8, 0.999)
    return settings, ["--qber", repr(qber), "--visibility", repr(visibility)]


def batch_table(rng, table, rows):
    """A table for `batch`: every parameter a column, and a few rows that cannot be read."""
    names = [name for name, _, _ in table]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["site", "distance_km", *names])
    for i in range(rows):
        settings = link(rng, table)
        if i % 20 == 7:
            settings["dark"] = "many"
        distance = "" if i % 9 == 4 else repr(number(rng, 1, 120))
        writer.writerow([f"row-{i}", distance, *(settings.get(name, "") for name in names)])
    return out.getvalue()


# One after the other: each reads what those before it wrote.
MEASUREMENTS = [
    (["demo-data", "network", "--seed", "3", "--links", "46,57,42,43", "--days", "8"], "text"),
    (["monitor", "network", "--solve", "bob_loss", "--cleaned", "cleaned", "--format", "json"], "json"),
    (["monitor", "network", "--window", "30min", "--set", "bob_loss=28dB", "--set", "dark_count=1e-8", "--format", "csv"], "csv"),
    (["monitor", "network", "--fit", "2", "--format", "json", "--output", "report.json"], "text"),
    (["train", "network", "--links", "1,2", "--epochs", "5", "--out", "mixed.onnx"], "text"),
    (["train", "network", "--links", "1,2", "--epochs", "3", "--recipe", "thesis", "--simplified", "--out", "plain.onnx"], "text"),
    (["train", "network", "--links", "1", "--epochs", "3", "--no-link-loss", "--laser-power", "--out", "power.onnx"], "text"),
    (["score", "network", "--model", "mixed.onnx", "--format", "json"], "json"),
    (["score", "network", "--model", "mixed.onnx", "--loss", "3=25", "--format", "csv"], "csv"),
    (["score", "network", "--model", "power.onnx", "--format", "csv"], "csv"),
    (["study", "network", "--epochs", "1", "--format", "csv"], "csv"),
    (["forecast", "network", "--link", "3", "--store", "100M", "--rekey", "1", "--tunnels", "4", "--format", "json"], "json"),
    (["forecast", "network", "--link", "1", "--horizon", "6h", "--format", "csv"], "csv"),
    (["anomalies", "network", "--format", "json"], "json"),
    (["batch", "links.csv", "--output", "results.csv"], "text"),
    (["batch", "links.csv", "--format", "jsonl"], "jsonl"),
]  # fmt: skip


# --- How results are compared ------------------------------------------------------------------------------------------------------


class Report:
    """What was compared, and what differs."""

    def __init__(self):
        self.runs = 0
        self.refused = 0
        self.numbers = 0
        self.differing = 0
        self.lines = []
        self.words = Counter()
        self.added = Counter()
        self.values = {}

    def differ(self, place, before, after):
        self.differing += 1
        self.lines.append(f"{place}: {short(before)} → {short(after)}")

    def word(self, before, after):
        self.words[(short(before), short(after))] += 1

    def value(self, place, before, after):
        """A single word in a column, such as C, true or needed."""
        column = re.sub(r"\[\d+\]", "", place).split()[-1]
        self.values.setdefault(column, {}).setdefault((before, after), place)

    def judge_values(self):
        """A word that was renamed is renamed everywhere; one that is only sometimes another is another result."""
        for pairs in self.values.values():
            for (before, after), place in pairs.items():
                others = {a for b, a in pairs if b == before} - {after}
                if before != after and (others or (after, after) in pairs):
                    self.differ(place, before, after)


def short(text):
    text = " ".join(str(text).split())
    return text if len(text) <= 120 else f"{text[:117]}…"


def as_number(value):
    """The number that a cell or a JSON value is; whole numbers exactly."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return value
    try:
        return int(value)
    except ValueError:
        pass
    try:
        return float(value)
    except ValueError:
        return None


def same_bits(a, b):
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    return float(a).hex() == float(b).hex()


def tokens(text):
    return (IN_PROSE if re.search(r"\s", text) else IN_WORD).findall(text)


def compare_value(report, place, a, b):
    """Two cells, or two values of JSON that are neither lists nor objects."""
    x, y = as_number(a), as_number(b)
    if x is not None and y is not None:
        report.numbers += 1
        if not same_bits(x, y):
            report.differ(place, a, b)
    elif x is not None or y is not None:
        report.numbers += 1
        report.differ(place, a, b)
    elif isinstance(a, str) and isinstance(b, str):
        compare_text(report, place, a, b)
    elif a != b:  # true, false or nothing at all
        report.differ(place, a, b)


def compare_text(report, place, a, b):
    """Two texts: the same numbers, in any order, for a sentence may be turned round."""
    x, y = tokens(a), tokens(b)
    report.numbers += len(x)
    if not x and not y and a and b and not re.search(r"\s", a + b):
        report.value(place, a, b)
    if a == b:
        return
    if Counter(x) != Counter(y):
        report.differ(place, a, b)
    else:
        report.word(a, b)


def paired(report, before, after):
    """Names of both sides in pairs: equal names first, the rest in their order, as a name may have changed."""
    pairs = [(name, name) for name in before if name in after]
    left = [name for name in before if name not in after]
    new = [name for name in after if name not in before]
    for old, renamed in zip(left, new):
        compare_text(report, "a name", old, renamed)
        pairs.append((old, renamed))
    for name in new[len(left) :]:
        report.added[name] += 1
    return pairs, left[len(new) :]


def compare_json(report, place, a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        pairs, gone = paired(report, list(a), list(b))
        for old, new in pairs:
            compare_json(report, f"{place} {old}", a[old], b[new])
        for name in gone:
            report.differ(f"{place} {name}", a[name], "(missing)")
    elif isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            report.differ(place, f"{len(a)} values", f"{len(b)} values")
        for i, (x, y) in enumerate(zip(a, b)):
            compare_json(report, f"{place}[{i}]", x, y)
    elif isinstance(a, (dict, list)) or isinstance(b, (dict, list)):
        report.differ(place, a, b)
    else:
        compare_value(report, place, a, b)


def compare_csv(report, place, a, b):
    before, after = (list(csv.reader(io.StringIO(text))) for text in (a, b))
    if len(before) != len(after):
        report.differ(place, f"{len(before)} lines", f"{len(after)} lines")
    if not before or not after:
        return
    # A file without a header line, or with a name twice: by position.
    if as_number(before[0][0]) is not None or len(set(before[0])) < len(before[0]) or len(set(after[0])) < len(after[0]):
        columns, gone = [(i, i) for i in range(min(len(before[0]), len(after[0])))], []
        names = [str(i) for i in range(len(before[0]))]
    else:
        names = before[0]
        pairs, gone = paired(report, before[0], after[0])
        columns = [(before[0].index(old), after[0].index(new)) for old, new in pairs]
    for name in gone:
        report.differ(place, f"column {name}", "(missing)")
    for line, (x, y) in enumerate(zip(before[1:], after[1:]), 2):
        for i, j in columns:
            left, right = (row[at] if at < len(row) else "" for row, at in ((x, i), (y, j)))
            compare_value(report, f"{place} line {line} {names[i]}", left, right)


def formulas(text):
    """The lines of an explanation that compute something."""
    return [line for line in text.splitlines() if "=" in line or re.match(r"\s+[\d.]", line)]


def compare_sequence(report, place, a, b):
    """Two lists of numbers in a fixed order."""
    report.numbers += len(a)
    if len(a) != len(b):
        report.differ(place, f"{len(a)} numbers", f"{len(b)} numbers")
    for i, (x, y) in enumerate(zip(a, b), 1):
        if not same_bits(as_number(x), as_number(y)):
            report.differ(f"{place} number {i}", x, y)


def compare_output(report, place, kind, a, b):
    if a == b and (kind not in KINDS.values() or len(a) > LARGE):
        report.numbers += len(IN_PROSE.findall(a))
    elif kind == "json":
        compare_json(report, place, json.loads(a), json.loads(b))
    elif kind == "jsonl":
        compare_json(report, place, [json.loads(line) for line in a.splitlines()], [json.loads(line) for line in b.splitlines()])
    elif kind == "csv":
        compare_csv(report, place, a, b)
    elif kind == "svg":
        # Curves and axes; where a text stands depends on its wording.
        x, y = ([n for shape in SHAPES.findall(text) for n in re.findall(rf"-?{NUMBER}", shape)] for text in (a, b))
        compare_sequence(report, place, x, y)
    elif kind == "formulas":
        compare_text(report, place, "\n".join(formulas(a)), "\n".join(formulas(b)))
    else:
        compare_text(report, place, a, b)


KINDS = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".svg": "svg"}


def compare_files(report, before, after):
    """Every file that either build has written."""
    lists = [{path.relative_to(root) for path in root.rglob("*") if path.is_file()} for root in (before, after)]
    for path in sorted(lists[0] ^ lists[1]):
        report.differ(str(path), *("written" if path in files else "(not written)" for files in lists))
    for path in sorted(lists[0] & lists[1]):
        a, b = (before / path).read_bytes(), (after / path).read_bytes()
        if path.suffix not in KINDS and path.suffix not in {".md", ".txt"}:
            report.numbers += 1
            if a != b:
                report.differ(str(path), f"{len(a)} bytes", f"{len(b)} other bytes")
        else:
            compare_output(report, str(path), KINDS.get(path.suffix, "text"), a.decode(), b.decode())


# --- The run -----------------------------------------------------------------------------------------------------------------------


def run(program, arguments, folder):
    try:
        done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return f"no answer within {SECONDS} s", ""
    return done.returncode, done.stdout.decode()


def compare_run(report, arguments, kind, before, after):
    place = " ".join(f"'{a}'" if re.search(r"[\s&|;]", a) else a for a in arguments)
    report.runs += 1
    if before[0] != after[0]:
        report.differ(place, f"exit code {before[0]}", f"exit code {after[0]}")
        return
    if before[0] != 0 and not before[1]:
        report.refused += 1
        return
    try:
        compare_output(report, place, kind, before[1], after[1])
    except ValueError as problem:
        report.differ(place, f"{kind} in both", f"cannot be read: {problem}")


def whole(text):
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("a whole number, 0 or more, is needed")
    return value


def main():
    parser = argparse.ArgumentParser(prog="scripts/compare", description="Compare every number of two builds of keyspan.")
    parser.add_argument("before", metavar="BEFORE")
    parser.add_argument("after", metavar="AFTER")
    parser.add_argument("--spans", type=whole, default=200, help="number of random links")
    parser.add_argument("--seed", type=whole, default=1, help="the same seed gives the same links")
    parser.add_argument("--words", action="store_true", help="also list texts and names that differ")
    options = parser.parse_args()
    programs = []
    for program in (options.before, options.after):
        found = shutil.which(program)
        if not found:
            parser.error(f"{program} is not a program")
        programs.append(os.path.abspath(found))

    rng = random.Random(options.seed)
    table = parameters(programs[0])
    report = Report()
    with tempfile.TemporaryDirectory(prefix="keyspan-compare-") as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        folders = [Path(scratch, name) for name in ("before", "after")]
        links = batch_table(rng, table, max(20, options.spans))
        for folder in folders:
            folder.mkdir()
            (folder / "links.csv").write_text(links)

        def in_order(program, folder):
            return [run(program, arguments, folder) for arguments, _ in MEASUREMENTS]

        measured = [pool.submit(in_order, program, folder) for program, folder in zip(programs, folders)]
        cases = list(commands(rng, table, options.spans))
        runs = [
            [pool.submit(run, program, arguments, folder) for program, folder in zip(programs, folders)] for arguments, _ in cases
        ]
        for (arguments, kind), (before, after) in zip(cases, runs):
            compare_run(report, arguments, kind, before.result(), after.result())
        for (arguments, kind), before, after in zip(MEASUREMENTS, *(results.result() for results in measured)):
            compare_run(report, arguments, kind, before, after)
        compare_files(report, *folders)
    report.judge_values()

    for line in report.lines[:SHOWN]:
        print(line)
    if len(report.lines) > SHOWN:
        print(f"… and {len(report.lines) - SHOWN} more")
    if options.words:
        for name, count in report.added.most_common():
            print(f"only in AFTER: {name} ({count} times)")
        for (before, after), count in report.words.most_common():
            print(f"words ({count} times): {before} → {after}")
    print(
        f"{options.spans} links, {report.runs} runs ({report.refused} refused by both), {report.numbers} numbers compared: "
        f"{report.differing} differ; {sum(report.words.values())} texts differ in wording only"
    )
    return 1 if report.differing else 0


if __name__ == "__main__":
    sys.exit(main())
