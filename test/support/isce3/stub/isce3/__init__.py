"""A made-up isce3 for tests of the sidecar: as picky and as noisy on import as the real one, with closed forms inside."""

import os
import sys

if len(sys.argv) > 1:
    raise RuntimeError("pyre took the arguments of the process: " + " ".join(sys.argv[1:]))
os.write(1, b"noise of a library on fd 1\n")
print("noise of a library on stdout")

__version__ = "0.0.stub"
