"""ISCE3 beside the worker: answers requests on stdin with frames on stdout. See README.md in this folder.

Usage: sidecar.py [--root FOLDER]...   Only files below the roots are opened.
"""

from __future__ import annotations

import datetime
import importlib
import math
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from sidecar_frames import (
    Answer,
    Arrays,
    BrokenStream,
    Header,
    Refused,
    float64s,
    load,
    read_frame,
    to_bytes,
    write_frame,
)
from sidecar_read import answer_read

PROTOCOL = 1

RANGE_THRESHOLD_M = 1e-7
TIME_THRESHOLD_S = 1e-8
MAX_ITERATIONS = 50
# No part of the answer depends on it at zero Doppler.
WAVELENGTH_M = 0.05546576
# What geo2rdr writes where it found nothing.
INVALID_BELOW = -9e5

def part_of_isce3(name: str) -> Any:
    """A part of isce3: an attribute, or a module that must be imported by itself."""
    part = getattr(load("isce3"), name, None)
    return load(f"isce3.{name}") if part is None else part


def orbit_of(core: Any, header: Header, arrays: Arrays, date: str) -> Any:
    """An orbit whose times count from midnight of its own epoch day."""
    epoch_day = header.get(f"{date}_epoch_day")
    if type(epoch_day) is not int or not 0 <= epoch_day < 100_000:
        raise Refused("bad_request", f"{date}_epoch_day is not a day since 1970")
    epoch = core.DateTime((datetime.date(1970, 1, 1) + datetime.timedelta(days=epoch_day)).isoformat() + "T00:00:00")
    times = float64s(arrays, f"{date}_times_s")
    positions = float64s(arrays, f"{date}_positions_m", 3 * len(times))
    velocities = float64s(arrays, f"{date}_velocities_mps", 3 * len(times))
    vectors = [
        core.StateVector(epoch + core.TimeDelta(t), positions[3 * i : 3 * i + 3], velocities[3 * i : 3 * i + 3])
        for i, t in enumerate(times)
    ]
    return core.Orbit(vectors, epoch)


def line_of_sight(ellipsoid: Any, llh: Any, satellite: Any) -> tuple[float, float, float, float]:
    """Unit vector from ground to satellite in east, north, up, and the ellipsoidal incidence in degrees."""
    ground = ellipsoid.lon_lat_to_xyz(llh)
    d = [float(satellite[k]) - float(ground[k]) for k in range(3)]
    distance = math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2])
    sin_lon, cos_lon = math.sin(llh[0]), math.cos(llh[0])
    sin_lat, cos_lat = math.sin(llh[1]), math.cos(llh[1])
    outward = cos_lon * d[0] + sin_lon * d[1]
    east = (cos_lon * d[1] - sin_lon * d[0]) / distance
    north = (cos_lat * d[2] - sin_lat * outward) / distance
    up = (cos_lat * outward + sin_lat * d[2]) / distance
    return east, north, up, math.degrees(math.atan2(math.hypot(east, north), up))


NODE_ANSWERS = (
    "latitudes_deg",
    "longitudes_deg",
    "secondary_times_s",
    "secondary_ranges_m",
    "los_east",
    "los_north",
    "los_up",
    "incidence_deg",
)


def answer_nodes(header: Header, arrays: Arrays, roots: list[str]) -> Answer:
    """rdr2geo of each node with the reference orbit, then geo2rdr with the secondary's, at zero Doppler on WGS84."""
    core, geometry = part_of_isce3("core"), part_of_isce3("geometry")
    times = float64s(arrays, "times_s")
    ranges = float64s(arrays, "ranges_m", len(times))
    heights = float64s(arrays, "heights_m", len(times))
    reference = orbit_of(core, header, arrays, "reference")
    secondary = orbit_of(core, header, arrays, "secondary")
    ellipsoid, zero_doppler, side = core.Ellipsoid(), core.LUT2d(), core.LookSide.Right
    rows: list[tuple[float, ...]] = []
    for index, (time_s, range_m, height_m) in enumerate(zip(times, ranges, heights)):
        try:
            dem = geometry.DEMInterpolator(height_m)
            llh = geometry.rdr2geo(
                time_s,
                range_m,
                reference,
                side,
                0.0,
                WAVELENGTH_M,
                dem,
                threshold=RANGE_THRESHOLD_M,
                maxiter=MAX_ITERATIONS,
                extraiter=MAX_ITERATIONS,
            )
            secondary_s, secondary_m = geometry.geo2rdr(
                llh,
                ellipsoid,
                secondary,
                zero_doppler,
                WAVELENGTH_M,
                side,
                threshold=TIME_THRESHOLD_S,
                maxiter=MAX_ITERATIONS,
                delta_range=10.0,
            )
        except RuntimeError as error:
            raise Refused("no_solution", f"node {index} ({time_s} s, {range_m} m, {height_m} m): {error}") from error
        position, _ = reference.interpolate(time_s)
        row = (
            math.degrees(llh[1]),
            math.degrees(llh[0]),
            float(secondary_s),
            float(secondary_m),
            *line_of_sight(ellipsoid, llh, position),
        )
        if not all(map(math.isfinite, row)) or row[2] < INVALID_BELOW or row[3] <= 0:
            raise Refused("no_solution", f"node {index} ({time_s} s, {range_m} m, {height_m} m) has no solution")
        rows.append(row)
    columns = zip(*rows) if rows else [() for _ in NODE_ANSWERS]
    return {}, {name: to_bytes(list(values)) for name, values in zip(NODE_ANSWERS, columns)}


def version_of(name: str) -> str | None:
    try:
        module = importlib.import_module(name)
    except ImportError:
        return None
    return str(getattr(module, "__version__", "unknown"))


def answer_hello(header: Header, arrays: Arrays, roots: list[str]) -> Answer:
    """Versions of what is installed; ISCE3 must be."""
    isce3 = load("isce3")
    return {
        "protocol": PROTOCOL,
        "isce3": str(getattr(isce3, "__version__", "unknown")),
        "python": sys.version.split()[0],
        "numpy": version_of("numpy"),
        "gdal": version_of("osgeo"),
        "s1reader": version_of("s1reader"),
    }, {}


VERBS: dict[str, Callable[[Header, Arrays, list[str]], Answer]] = {
    "hello": answer_hello,
    "nodes": answer_nodes,
    "read": answer_read,
}


def answer(header: Header, arrays: Arrays, roots: list[str]) -> Answer:
    """Every fault of a request becomes an answer, so that the next one can be served."""
    try:
        verb = VERBS.get(str(header.get("verb")))
        if verb is None:
            raise Refused("bad_request", "there is no such verb")
        said, data = verb(header, arrays, roots)
        return {**said, "ok": True}, data
    except Refused as refused:
        return {"ok": False, "error": {"kind": refused.kind, "message": str(refused)}}, {}
    except Exception as error:  # Of any library: the caller is told.
        return {"ok": False, "error": {"kind": "failed", "message": f"{type(error).__name__}: {error}"}}, {}


def take_roots(arguments: list[str]) -> list[str]:
    if len(arguments) % 2 != 0 or any(flag != "--root" for flag in arguments[::2]):
        raise SystemExit("usage: sidecar.py [--root FOLDER]...")
    return [os.path.realpath(folder) for folder in arguments[1::2]]


def main() -> int:
    roots = take_roots(sys.argv[1:])
    # pyre, inside isce3, takes the arguments of the process for its own when it is imported.
    sys.argv = sys.argv[:1]
    # The terminal's interrupt is the caller's business, who closes stdin.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Libraries print: whatever they write to fd 1 goes to stderr, and only frames to the pipe.
    frames_out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    frames_in = sys.stdin.buffer
    try:
        while (request := read_frame(frames_in)) is not None:
            header, arrays = request
            said, data = answer(header, arrays, roots)
            write_frame(frames_out, {**said, "id": header.get("id")}, data)
    except BrokenStream as error:
        print(f"sidecar: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
