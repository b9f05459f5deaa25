"""Unwraps FOLDER/wrapped.f32 with FOLDER/coherence.f32 by SNAPHU into FOLDER/unwrapped.f32.

Usage: run-snaphu.py FOLDER ROWS COLUMNS LOOKS COST
Prints, as JSON, the peak memory of SNAPHU (a child of this process), bytes, and the processor time of both, s.
"""

import json
import resource
import sys

import numpy as np
import snaphu


def main() -> None:
    folder, rows, columns, looks, cost = sys.argv[1:]
    shape = int(rows), int(columns)
    phase = np.fromfile(f"{folder}/wrapped.f32", np.float32).reshape(shape)
    coherence = np.fromfile(f"{folder}/coherence.f32", np.float32).reshape(shape)
    interferogram = np.exp(1j * phase).astype(np.complex64)
    unwrapped, _ = snaphu.unwrap(interferogram, coherence, nlooks=float(looks), cost=cost, init="mcf")
    np.asarray(unwrapped, np.float32).tofile(f"{folder}/unwrapped.f32")
    # Kilobytes on Linux, bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime
    print(json.dumps({"childPeakBytes": child.ru_maxrss * unit, "cpuS": cpu_s}))


main()
