"""Times PyTorch at the work that a JSON file describes, one work a process, and prints a line of JSON.

    pytorch_peer.py run WORK.json [--setting NAME] [--threads N] [--order mixed|grouped] [--warm-up N] [--passes N] [--seconds S]
    pytorch_peer.py calibrate WORK.json [--settings NAME,NAME] …    every setting in its own process, a line each
    pytorch_peer.py check ENCODER_TINY_FOLDER                       the model against golden tensors
"""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable

from settings import Setting, settings_for


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["run", "calibrate", "check"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--setting", default="tuned")
    parser.add_argument("--settings", default="", help="which to try; all that fit the work by default")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warm-up", type=int, default=2, help="steps before any is timed, the longest batches first")
    parser.add_argument("--passes", type=int, default=3, help="timed passes over the batches at the least")
    parser.add_argument("--seconds", type=float, default=5, help="timed passes go on for so long")
    parser.add_argument("--processor-time", action="store_true", help="of the process, instead of time that passes")
    parser.add_argument("--order", choices=["mixed", "grouped"], default="grouped", help="sentences as they come, or sorted by length")
    options = parser.parse_args()
    if options.verb == "check":
        return check(options.path)
    work: dict[str, Any] = json.loads(options.path.read_text())
    settings = settings_for(work)
    if options.verb == "calibrate":
        wanted = options.settings.split(",") if options.settings else list(settings)
        for name, setting in settings.items():
            if name in wanted and setting.can_run():
                try_setting(name)
        return 0
    setting = settings[options.setting]
    restart_with(setting.variables(options.threads))
    print(json.dumps(run(options, work, setting)), flush=True)
    return 0


def restart_with(variables: dict[str, str]) -> None:
    """Starts this program again with an environment that libraries read while they are loaded."""
    if any(os.environ.get(name) != value for name, value in variables.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **variables})


def try_setting(name: str) -> None:
    """Runs this command again as `run` with one setting and passes on what it says; a setting that fails is left out with a word."""
    arguments = [argument for argument in sys.argv if argument != "calibrate"]
    arguments.insert(1, "run")
    child = subprocess.run([sys.executable, *arguments, "--setting", name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if child.returncode == 0:
        print(child.stdout, end="", flush=True)
    else:
        print(f"setting {name} failed: {child.stderr.strip().splitlines()[-1:]}", file=sys.stderr)


def run(options: argparse.Namespace, work: dict[str, Any], setting: Setting) -> dict[str, Any]:
    """Builds the model, warms up, times every batch of every pass."""
    import torch

    from steps import prepare

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    check_value, steps = prepare(work, options.order, setting)
    for index in range(options.warm_up):
        steps[-1 - index % len(steps)]()
    passes = time_passes(steps, options.passes, options.seconds, time.process_time if options.processor_time else time.perf_counter)
    return {
        "work": work["work"], "side": "pytorch", "setting": setting.name, "about": setting.about, "order": options.order,
        "threads": options.threads, "passes": passes, "check": check_value, "peak_bytes": peak_bytes(),
        "version": torch.__version__, "blas": loaded_blas()}


def time_passes(steps: list[Callable[[], Any]], least: int, seconds: float, clock: Callable[[], float]) -> list[list[float]]:
    """Seconds of every step, pass by pass: `least` passes, and more until so many seconds are gone."""
    passes: list[list[float]] = []
    begin = time.perf_counter()
    while len(passes) < least or time.perf_counter() - begin < seconds:
        times = []
        for step in steps:
            start = clock()
            step()
            times.append(clock() - start)
        passes.append(times)
    return passes


def peak_bytes() -> int:
    """Most memory that this process has had resident."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def loaded_blas() -> str:
    """The BLAS library that PyTorch is bound to. Debian has a folder for each flavour, with a libblas.so.3 that stands for it."""
    files = {Path(line.split(maxsplit=5)[-1]) for line in Path("/proc/self/maps").read_text().splitlines() if "/" in line}
    folder = next((file.parent for file in files if file.name.startswith("libblas.so")), None)
    return ", ".join(sorted(f"{file.parent.name}/{file.name}" for file in files if file.parent == folder and "lapack" not in file.name))


def check(folder: Path) -> int:
    """Compares hidden states, loss and a gradient with golden ones, all sentences in one padded batch."""
    from steps import golden_differences

    worst = golden_differences(folder)
    for name, (difference, allowed) in worst.items():
        print(f"{name}: largest difference {difference:.2e}, {'within' if allowed else 'NOT within'} 1e-5 + 1e-4·|golden|")
    return 0 if all(allowed for _, allowed in worst.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
