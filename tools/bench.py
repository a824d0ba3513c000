"""``make bench``: a step of Adam and of AdamW, the book's and torch's, side by side.

Every round runs each of them once, in a new order, and compares it with torch's fused loop *in the
same round*. The table shows medians over the rounds, so a machine that is busy for a while
disturbs little. A plain sum that moves as many bytes as the step must move runs in every round too:
how near a step comes to it says how well it uses the memory.

Writes ``report.md`` and a roofline plot for each optimizer into ``_build/bench``. ``--quick`` takes
small sizes and few rounds, to see that everything works; its times say nothing.
"""

import argparse
import os
import platform
import random
import statistics
import sys
import time
import tracemalloc
from pathlib import Path
from typing import NamedTuple

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.profiler import ProfilerActivity, profile

from lab.cache import Array, Cache
from lab.traffic import Traffic
from optimizers import compiled, numpy_optim, rules, torch_optim

# name: number of tensors, elements of each
SIZES = {"1 x 10 M": (1, 10_000_000), "200 x 50 k": (200, 50_000), "2000 x 500": (2000, 500)}
QUICK = {"1 x 20 k": (1, 20_000), "4 x 1 k": (4, 1000), "20 x 50": (20, 50)}
HYPER = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
BASE = "torch, fused"  # what all others are compared with
STREAM = "in-place sum, 28 bytes an element"
COMPILED, EAGER = "ours, compile=True", "ours"


def update(name, theta, g, m, v, t):
    """Run the rule as it is written, on whole arrays of any kind. The averages and the step."""
    if name == "Adam":
        return rules.adam(g, m, v, t, **HYPER)
    return rules.adamw(g, theta, m, v, t, **HYPER, weight_decay=1e-2)


class AsWritten:
    """The rule on whole NumPy arrays, the plainest way to run it."""

    def __init__(self, name, params):
        self.name, self.params, self.t = name, params, 0
        self.state = [(np.zeros_like(p), np.zeros_like(p)) for p in params]

    def step(self, grads):
        self.t += 1
        for theta, g, (m, v) in zip(self.params, grads, self.state, strict=True):
            m[...], v[...], step = update(self.name, theta, g, m, v, self.t)
            theta -= step


class ByHand:
    """Adam or AdamW on NumPy arrays as one writes it by hand: in place, with one scratch array."""

    def __init__(self, name, params):
        self.decay, self.params, self.t = 1e-2 * (name == "AdamW"), params, 0
        self.state = [(np.zeros_like(p), np.zeros_like(p)) for p in params]
        self.scratch = np.empty(max(p.size for p in params), params[0].dtype)

    def step(self, grads):
        self.t += 1
        lr, beta1, beta2, eps = HYPER.values()
        for theta, g, (m, v) in zip(self.params, grads, self.state, strict=True):
            scratch = self.scratch[: theta.size].reshape(theta.shape)
            m *= beta1
            np.multiply(g, 1 - beta1, out=scratch)
            m += scratch
            v *= beta2
            np.multiply(g, g, out=scratch)
            scratch *= 1 - beta2
            v += scratch
            np.divide(v, 1 - beta2**self.t, out=scratch)
            np.sqrt(scratch, out=scratch)
            scratch += eps
            np.divide(m, scratch, out=scratch)
            scratch *= lr / (1 - beta1**self.t)
            if self.decay:
                theta *= 1 - lr * self.decay
            theta -= scratch


def on_tensors(make):
    """A contestant in PyTorch, from a function that makes its optimizer."""

    def start(name, shape):
        params = [torch.nn.Parameter(torch.ones(shape[1])) for _ in range(shape[0])]
        for k, param in enumerate(params):
            param.grad = torch.full_like(param, 0.1 + k / len(params))
        return make(name, params).step

    return start


def on_arrays(make):
    """A contestant in NumPy."""

    def start(name, shape):
        params = [np.ones(shape[1], np.float32) for _ in range(shape[0])]
        grads = [np.full_like(p, 0.1 + k / len(params)) for k, p in enumerate(params)]
        optimizer = make(name, params)
        return lambda: optimizer.step(grads)

    return start


def stream(name, shape):
    """Read and write in place, by the plainest operation, as many bytes as the step must move.

    Not a copy: before it writes to another array, most processors read what is there.
    """
    source = torch.ones(shape[0] * shape[1] * 28 // 12)
    target = torch.zeros_like(source)
    return lambda: target.add_(source)


CONTESTANTS = {
    STREAM: stream,
    "torch, for-loop": on_tensors(lambda n, ps: getattr(torch.optim, n)(ps, foreach=False)),
    "torch, foreach": on_tensors(lambda n, ps: getattr(torch.optim, n)(ps, foreach=True)),
    BASE: on_tensors(lambda n, ps: getattr(torch.optim, n)(ps, fused=True)),
    EAGER: on_tensors(lambda n, ps: getattr(torch_optim, n)(ps)),
    COMPILED: on_tensors(lambda n, ps: getattr(torch_optim, n)(ps, compile=True)),
    "NumPy, ours": on_arrays(lambda n, ps: getattr(numpy_optim, n)(ps)),
    "NumPy, by hand": on_arrays(ByHand),
    "NumPy, rule as written": on_arrays(AsWritten),
}


class Row(NamedTuple):
    """What was measured of one contestant."""

    seconds: float  # median of a step
    ratio: float  # to torch's fused step, median over the rounds
    share: float  # of the bandwidth that the plain sum reaches, median over the rounds
    extra: int  # bytes, the most that a step had allocated at one time
    first: float  # seconds of the first step, with what had to be compiled


def seconds(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def extra_memory(run, numpy):
    """The most bytes that a step holds at one time beyond what was there before it."""
    if numpy:
        tracemalloc.start()
        run()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as recorded:
        run()
    events = [e for e in recorded.profiler.kineto_results.events() if e.name() == "[memory]"]
    held = peak = 0
    for event in sorted(events, key=lambda e: e.start_ns()):
        held += event.nbytes()
        peak = max(peak, held)
    return peak


def measure(name, shape, rounds, say):
    """Measure all contestants for one optimizer and one size: their rows, and who could not run."""
    compiled._kernels.clear()  # so that the first step compiles, whatever came before
    running, first, failed = {}, {}, {}
    for who, start in CONTESTANTS.items():
        run = start(name, shape)
        try:
            first[who] = seconds(run)
        except RuntimeError as error:
            failed[who] = str(error).splitlines()[0]
            continue
        running[who] = run
        for _ in range(2):  # warm up
            run()
    extra = {who: extra_memory(run, who.startswith("NumPy")) for who, run in running.items()}
    times = {who: [] for who in running}
    order, dice = list(running), random.Random(0)
    for number in range(rounds):
        dice.shuffle(order)
        for who in order:
            times[who].append(seconds(running[who]))
        say(f"\r  round {number + 1} of {rounds}")
    say("\n")

    def median_ratio(who, to):
        return statistics.median(a / b for a, b in zip(times[who], times[to], strict=True))

    return {
        who: Row(
            statistics.median(times[who]),
            median_ratio(who, BASE),
            1 / median_ratio(who, STREAM),
            extra[who],
            first[who],
        )
        for who in running
    }, failed


def operations(name):
    """Arithmetic operations of the rule for each element, counted by running it."""
    cache = Cache(100)
    theta, g, m, v = (Array(cache, 1) for _ in range(4))
    theta -= update(name, theta, g, m, v, 2)[-1]
    return cache.operations


def bytes_asked(who, name):
    """Bytes for each element that the operations of a contestant ask for, or None if unknown."""
    if who.startswith("NumPy") or who in (COMPILED, STREAM):
        return None
    run = CONTESTANTS[who](name, (1, 100_000))
    run()
    with Traffic() as traffic:
        run()
    return traffic.bytes / 100_000


def machine():
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        names = [
            line.split(":", 1)[1].strip()
            for line in text.splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return (
        f"{model}, {os.cpu_count()} cores, {torch.get_num_threads()} threads for torch"
        f" and 1 for NumPy{load}. {platform.system()}, Python {platform.python_version()},"
        f" torch {torch.__version__}, NumPy {np.__version__}."
    )


def table(rows, failed):
    """One table in Markdown."""
    lines = [
        "| | ms a step | ratio to fused | share of bandwidth | extra MB in a step |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for who in CONTESTANTS:
        if who in failed:
            lines.append(f"| {who} | did not run | | | |")
            continue
        row = rows[who]
        lines.append(
            f"| {who} | {1e3 * row.seconds:.3g} | {row.ratio:.2f} | {row.share:.0%} |"
            f" {row.extra / 1e6:.2f} |"
        )
    lines += [f"\n{who} did not run: {why}" for who, why in failed.items()]
    return "\n".join(lines)


def break_even(rows):
    """After how many steps compiling has paid for itself, in words."""
    if COMPILED not in rows:
        return "Nothing was compiled."
    compile_seconds = rows[COMPILED].first - rows[COMPILED].seconds
    words = [f"Compiling for tensors of this size took {compile_seconds:.1f} s."]
    for other in (EAGER, BASE):
        gain = rows[other].seconds - rows[COMPILED].seconds
        steps = f"after {compile_seconds / gain:,.0f} steps" if gain > 0 else "never"
        words.append(f"Against “{other}” it breaks even {steps}.")
    return " ".join(words)


def roofline(name, elements, rows, path):
    """Speed against operations for each byte, below the roof that memory and processor allow."""
    work, size = operations(name), 1024
    square = torch.ones(size, size)
    peak = 2 * size**3 / min(seconds(lambda: square @ square) for _ in range(5))
    width = 28 * elements / rows[STREAM].seconds
    fig, ax = plt.subplots(figsize=(7, 4), constrained_layout=True)
    x = np.geomspace(0.03, 4 * peak / width, 100)
    ax.loglog(x, np.minimum(peak, width * x) / 1e9, color="black")
    for who, marker in zip(rows, "*osD^vPXd", strict=False):
        # The compiled rule makes one pass. What NumPy asks for is not counted.
        asked = 28 if who == COMPILED else bytes_asked(who, name)
        if asked:
            speed = work * elements / rows[who].seconds / 1e9
            ax.plot(work / asked, speed, marker, ms=9, label=who)
    ax.set(
        xlabel="operations for each byte that is asked for",
        ylabel="billion operations in a second",
        title=f"{name}: above the slope, the cache has helped",
    )
    ax.legend(fontsize=8)
    fig.savefig(path, dpi=150)
    plt.close(fig)


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, few rounds")
    parser.add_argument(
        "--out", type=Path, default=Path("_build/bench"), help="the folder to write into"
    )
    parser.add_argument("--rounds", type=int, help="21, or 3 with --quick")
    given = parser.parse_args(arguments)
    sizes, rounds = (QUICK, given.rounds or 3) if given.quick else (SIZES, given.rounds or 21)
    # A kernel that an earlier run has left on the disk would make compiling look free.
    os.environ["TORCHINDUCTOR_FORCE_DISABLE_CACHES"] = "1"

    def say(text):
        print(text, end="", file=sys.stderr, flush=True)

    given.out.mkdir(parents=True, exist_ok=True)
    with (given.out / "report.md").open("w", encoding="utf-8") as report:

        def write(text):
            print(text, flush=True)
            print(text, file=report, flush=True)

        write(f"# A step of Adam and AdamW, float32\n\n{machine()}\n")
        write(f"Medians of {rounds} rounds; each runs all of them once, in a random order.")
        write("Extra memory is what a step has allocated at one time, used or not.")
        for name in ("Adam", "AdamW"):
            for title, shape in sizes.items():
                say(f"{name}, {title}\n")
                rows, failed = measure(name, shape, rounds, say)
                write(f"\n## {name}, {title}\n\n{table(rows, failed)}")
                write(f"\n{break_even(rows)}")
                if title == next(iter(sizes)):
                    path = given.out / f"roofline-{name.lower()}.png"
                    roofline(name, shape[0] * shape[1], rows, path)
    say(f"{given.out / 'report.md'} and the roofline plots beside it are written.\n")


if __name__ == "__main__":
    main()
