"""Where it is computed, and in which number format: bfloat16 is 50 times slower than float32 where it is emulated."""
import contextlib
import functools
import time

import torch


def best_device() -> torch.device:
    """A CUDA GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def _seconds(dtype: torch.dtype) -> float:
    """The best of three products of [512, 512] matrices on the CPU."""
    a = torch.ones(512, 512, dtype=dtype)
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        a @ a
        best = min(best, time.perf_counter() - start)
    return best


@functools.cache
def bfloat16_pays() -> bool:
    """Whether this CPU multiplies bfloat16 matrices faster than float32 ones; measured once."""
    return _seconds(torch.bfloat16) < _seconds(torch.float32)


def autocast(device: torch.device | str = "cpu"):
    """Context in which matrix products run in bfloat16 where that is faster, and in float32 elsewhere."""
    kind = torch.device(device).type
    if kind == "cuda" or bfloat16_pays():
        return torch.autocast(kind, torch.bfloat16)
    return contextlib.nullcontext()
