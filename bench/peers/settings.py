"""Ways to run PyTorch that a user who wants speed would try. Each is tried in a short calibration; the fastest is what Maner is held against."""
from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")

# glibc's malloc gives large blocks back to the system and gets them again as zeroed pages, page fault by page fault, in every step.
KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "17179869184", "MALLOC_TRIM_THRESHOLD_": "17179869184", "MALLOC_TOP_PAD_": "67108864"}
HUGE_PAGES = {**KEEP_MEMORY, "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}

# OpenMP's threads wait for the next piece of work without going to sleep.
TUNED = {**HUGE_PAGES, "OMP_WAIT_POLICY": "active"}
AVX512 = {**TUNED, "ATEN_CPU_CAPABILITY": "avx512"}

# OpenBLAS 0.3.21 does not know the newest processors and takes kernels of far older ones for them.
COOPERLAKE = {"OPENBLAS_CORETYPE": "COOPERLAKE"}

# Which instructions libraries use. Set from outside, they hold.
INSTRUCTIONS = {"ATEN_CPU_CAPABILITY", "OPENBLAS_CORETYPE"}


@dataclass(frozen=True)
class Setting:
    """One way to run."""

    name: str
    about: str
    environment: dict[str, str] = field(default_factory=dict)
    blas: str = ""  # a folder of Debian's; "" for what the system is set to
    fused_qkv: bool = True
    foreach: bool = True
    graph: str = ""  # prediction only: "frozen" (TorchScript for inference) or "fastpath" (nn.TransformerEncoder)

    def variables(self, threads: int) -> dict[str, str]:
        """The environment that must be set before Python starts."""
        count = str(threads)
        variables = {"OMP_NUM_THREADS": count, "OPENBLAS_NUM_THREADS": count, "BLIS_NUM_THREADS": count, **self.environment}
        if self.blas:
            variables["LD_LIBRARY_PATH"] = str(LIBRARIES / self.blas)
        return variables

    def can_run(self) -> bool:
        """Whether the BLAS that it names is installed, and it uses no instructions that whoever started this withholds."""
        is_held = any(os.environ.get(name, self.environment[name]) != self.environment[name] for name in INSTRUCTIONS & self.environment.keys())
        return not is_held and (not self.blas or (LIBRARIES / self.blas).exists())


OPENBLAS = "openblas-openmp"
BOTH = [
    Setting("tuned", "OpenBLAS on PyTorch's own OpenMP threads, which do not sleep; memory kept and in huge pages; foreach AdamW", TUNED, OPENBLAS),
    Setting("tuned-avx512", "tuned, with PyTorch's AVX-512 kernels (it uses AVX2 by itself)", AVX512, OPENBLAS),
    Setting("tuned-cooperlake", "tuned, with OpenBLAS's kernels for Cooper Lake", {**TUNED, **COOPERLAKE}, OPENBLAS),
]
TRAINING = [
    Setting("default", "as installed: the system's BLAS, malloc's defaults, three products for q, k, v, AdamW tensor by tensor", {}, "", False, False),
    *BOTH,
    Setting("tuned-loop", "tuned, but AdamW tensor by tensor (PyTorch 1.13's default)", TUNED, OPENBLAS, foreach=False),
    Setting("tuned-qkv", "tuned, with three products for q, k, v", TUNED, OPENBLAS, fused_qkv=False),
    Setting("tuned-sleep", "tuned, but OpenMP threads may sleep", HUGE_PAGES, OPENBLAS),
    Setting("blis", "tuned, with BLIS", TUNED, "blis-openmp"),
]
PREDICTION = [
    Setting("default", "as installed: the system's BLAS, malloc's defaults, three products for q, k, v", {}, "", False),
    *BOTH,
    Setting("frozen", "tuned, TorchScript frozen for inference (linear layers in oneDNN)", TUNED, OPENBLAS, graph="frozen"),
    Setting("frozen-avx512", "frozen, with PyTorch's AVX-512 kernels", AVX512, OPENBLAS, graph="frozen"),
    Setting("frozen-sleep", "frozen, but OpenMP threads may sleep", HUGE_PAGES, OPENBLAS, graph="frozen"),
    Setting("fastpath", "tuned, nn.TransformerEncoder's inference path (fused layers, no padding)", TUNED, OPENBLAS, graph="fastpath"),
    Setting("fastpath-avx512", "fastpath, with PyTorch's AVX-512 kernels", AVX512, OPENBLAS, graph="fastpath"),
    Setting("fastpath-cooperlake", "fastpath-avx512, with OpenBLAS's kernels for Cooper Lake", {**AVX512, **COOPERLAKE}, OPENBLAS, graph="fastpath"),
    Setting("frozen-cooperlake", "frozen-avx512, with OpenBLAS's kernels for Cooper Lake", {**AVX512, **COOPERLAKE}, OPENBLAS, graph="frozen"),
]


def settings_for(work: dict[str, Any]) -> dict[str, Setting]:
    """The settings for a work by their names."""
    return {setting.name: setting for setting in (PREDICTION if work["kind"] == "predict" else TRAINING)}
