"""What the figures were measured on."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

THREADS = 2

THREAD_LIMITS = {
    name: str(THREADS)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
}


def machine() -> dict[str, str | int | float | None]:
    """Processor, cores, memory, system and Python; nothing that names the machine."""
    return {
        "cpu": _processor(),
        "cores": os.cpu_count(),
        "threads": THREADS,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def load() -> float:
    """Processes that wanted a core over the last minute: above `cores`, others slowed the wall clock."""
    return round(os.getloadavg()[0], 1)


def today() -> str:
    """The date, UTC."""
    return datetime.now(UTC).date().isoformat()


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()
