"""Times PyTorch at the work that a JSON file describes, one work a process, and prints JSON lines.

    pytorch_peer.py run WORK.json [--setting NAME] [--threads N] [--warm-up N] [--seconds S] [--grouped 0|1]
    pytorch_peer.py calibrate WORK.json [--settings NAME,NAME] [--threads N]
    pytorch_peer.py check ENCODER_TINY_FOLDER
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

from settings import SETTINGS, Setting, settings_for

Order = list[list[int]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["run", "calibrate", "check"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--setting", default="")
    parser.add_argument("--settings", default="")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warm-up", type=int, default=2, help="steps before any is timed, the longest batches first")
    parser.add_argument("--passes", type=int, default=3, help="timed passes at the least")
    parser.add_argument("--seconds", type=float, default=5, help="timed passes go on for so long")
    parser.add_argument("--order", choices=["mixed", "grouped"], default="grouped", help="as the sentences come, or sorted by length")
    options = parser.parse_args()
    if options.verb == "check":
        return check(options.path)
    work: dict[str, Any] = json.loads(options.path.read_text())
    if options.verb == "calibrate":
        return calibrate(options, work)
    setting = SETTINGS[options.setting or settings_for(work)[0]]
    restart_with(setting.variables(options.threads))
    print(json.dumps(run(options, work, setting)), flush=True)
    return 0


def restart_with(variables: dict[str, str]) -> None:
    """Starts this program again with an environment that libraries read while they are loaded."""
    if any(os.environ.get(name) != value for name, value in variables.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **variables})


def calibrate(options: argparse.Namespace, work: dict[str, Any]) -> int:
    """Runs every setting for a moment, each in its own process, and passes on what it says."""
    names = options.settings.split(",") if options.settings else settings_for(work)
    for name in names:
        if not SETTINGS[name].can_run():
            continue
        arguments = [
            sys.executable, __file__, "run", str(options.path), "--setting", name, "--threads", str(options.threads), "--order", options.order,
            "--warm-up", str(options.warm_up), "--passes", str(options.passes), "--seconds", str(options.seconds)]
        child = subprocess.run(arguments, stdout=subprocess.PIPE, text=True, check=False)
        if child.returncode == 0:
            print(child.stdout, end="", flush=True)
        else:
            print(json.dumps({"work": work["work"], "setting": name, "failed": child.returncode}), flush=True)
    return 0


def run(options: argparse.Namespace, work: dict[str, Any], setting: Setting) -> dict[str, Any]:
    """Builds the model, warms up, times every batch of every pass."""
    import torch

    from steps import prepare

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    order: Order = work["orders"][options.order]
    if setting.batch_size and work["kind"] == "predict" and len(work["sentences"]) > 1:
        flat = [sentence for batch in order for sentence in batch]
        order = [flat[start:start + setting.batch_size] for start in range(0, len(flat), setting.batch_size)]
    check_value, steps = prepare(work, order, setting)
    for index in range(options.warm_up):
        steps[-1 - index % len(steps)]()
    passes = time_passes(steps, options.passes, options.seconds)
    return {
        "work": work["work"], "side": "pytorch", "setting": setting.name, "order": options.order, "threads": options.threads,
        "passes": passes, "check": check_value, "peak_bytes": peak_bytes(),
        "version": torch.__version__, "blas": loaded_blas()}


def time_passes(steps: list[Callable[[], Any]], least: int, seconds: float) -> list[list[float]]:
    """Seconds of every step, pass by pass: `least` passes, and more until so many seconds are gone."""
    passes: list[list[float]] = []
    begin = time.perf_counter()
    while len(passes) < least or time.perf_counter() - begin < seconds:
        times = []
        for step in steps:
            start = time.perf_counter()
            step()
            times.append(time.perf_counter() - start)
        passes.append(times)
    return passes


def peak_bytes() -> int:
    """Most memory that this process has had resident."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def loaded_blas() -> str:
    """The BLAS library that PyTorch is bound to, as folder/file: Debian has one folder for each flavour."""
    paths = {Path(line.split(maxsplit=5)[-1]) for line in Path("/proc/self/maps").read_text().splitlines() if "/" in line}
    bound = [path for path in paths if path.name.startswith("libblas.so")]
    flavour = bound[0].parent if bound else Path()
    return next((f"{path.parent.name}/{path.name}" for path in sorted(paths) if path.parent == flavour and "lapack" not in path.name), "unknown")


def check(folder: Path) -> int:
    """Compares hidden states with the golden ones of the tiny encoder, sentence by sentence in one padded batch."""
    from steps import golden_differences

    worst = golden_differences(folder)
    for name, (difference, allowed) in worst.items():
        print(f"{name}: largest difference {difference:.2e}, {'within' if allowed else 'NOT within'} 1e-5 + 1e-4·|golden|")
    return 0 if all(allowed for _, allowed in worst.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
