"""Ways to run PyTorch that a user who wants speed would try. Each is tried in a short calibration; the fastest is what Maner must beat."""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")

# glibc's malloc returns large blocks to the system and gets them back as zeroed pages, page fault by page fault, in every step.
KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "17179869184", "MALLOC_TRIM_THRESHOLD_": "17179869184", "MALLOC_TOP_PAD_": "67108864"}
HUGE_PAGES = {**KEEP_MEMORY, "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


@dataclass(frozen=True)
class Setting:
    """One way to run."""

    name: str
    environment: dict[str, str] = field(default_factory=dict)
    blas: str = "openblas-pthread"
    preload: str = ""
    fused_qkv: bool = True
    foreach: bool = True
    batch_size: int = 0  # prediction only; 0 for the work's own
    graph: str = ""  # prediction only: "", "frozen" (TorchScript for inference) or "fastpath" (nn.TransformerEncoderLayer)

    def variables(self, threads: int) -> dict[str, str]:
        """The environment that must be set before Python starts."""
        count = str(threads)
        variables = {
            "OMP_NUM_THREADS": count, "OPENBLAS_NUM_THREADS": count, "BLIS_NUM_THREADS": count, **self.environment,
            "LD_LIBRARY_PATH": str(LIBRARIES / self.blas),
        }
        if self.preload:
            variables["LD_PRELOAD"] = str(LIBRARIES / self.preload)
        return variables

    def can_run(self) -> bool:
        """Whether the libraries that it names are installed."""
        return (LIBRARIES / self.blas).exists() and (not self.preload or (LIBRARIES / self.preload).exists())


ACTIVE = {**HUGE_PAGES, "OMP_WAIT_POLICY": "active"}
_ALL = [
    Setting("A", ACTIVE, blas="openblas-openmp"),
    Setting("A nofe", ACTIVE, blas="openblas-openmp", foreach=False),
    Setting("A cl", {**ACTIVE, "OPENBLAS_CORETYPE": "COOPERLAKE"}, blas="openblas-openmp"),
    Setting("A 512", {**ACTIVE, "ATEN_CPU_CAPABILITY": "avx512"}, blas="openblas-openmp"),
    Setting("A sep", ACTIVE, blas="openblas-openmp", fused_qkv=False),
    Setting("A passive", HUGE_PAGES, blas="openblas-openmp"),
    Setting("A bind", {**ACTIVE, "OMP_PROC_BIND": "true"}, blas="openblas-openmp"),
    Setting("A tc", ACTIVE, blas="openblas-openmp", preload="libtcmalloc_minimal.so.4"),
    Setting("A keep", {**KEEP_MEMORY, "OMP_WAIT_POLICY": "active"}, blas="openblas-openmp"),
    Setting("A blis", ACTIVE, blas="blis-openmp"),
    Setting("pthread", ACTIVE),
    Setting("A plain", {"OMP_WAIT_POLICY": "active"}, blas="openblas-openmp"),
    Setting("A frozen", ACTIVE, blas="openblas-openmp", graph="frozen"),
    Setting("A fast", ACTIVE, blas="openblas-openmp", graph="fastpath"),
    Setting("A cl fast", {**ACTIVE, "OPENBLAS_CORETYPE": "COOPERLAKE"}, blas="openblas-openmp", graph="fastpath"),
    Setting("A fast16", ACTIVE, blas="openblas-openmp", graph="fastpath", batch_size=16),
    Setting("A fast32", ACTIVE, blas="openblas-openmp", graph="fastpath", batch_size=32),
    Setting("A 16", ACTIVE, blas="openblas-openmp", batch_size=16),
]
SETTINGS = {setting.name: setting for setting in _ALL}


def settings_for(work: dict[str, object]) -> list[str]:
    return list(SETTINGS)
