"""ISCE3 beside the worker: answers requests on stdin with frames on stdout. See README.md in this folder.

Usage: sidecar.py [--root FOLDER]...   Only files below the roots are opened.
"""

from __future__ import annotations

import datetime
import importlib
import json
import math
import os
import signal
import struct
import sys
from array import array
from typing import Any, BinaryIO, Callable

PROTOCOL = 1
MAGIC = b"SGB1"
PREFIX = struct.Struct("<4sII")
MAX_HEADER_BYTES = 1 << 20
MAX_PAYLOAD_BYTES = 1 << 28

RANGE_THRESHOLD_M = 1e-7
TIME_THRESHOLD_S = 1e-8
MAX_ITERATIONS = 50
# No part of the answer depends on it at zero Doppler.
WAVELENGTH_M = 0.05546576
# What geo2rdr writes where it found nothing.
INVALID_BELOW = -9e5

Header = dict[str, Any]
Arrays = dict[str, bytes]
Answer = tuple[Header, Arrays]


class Refused(Exception):
    """A request that cannot be answered; the kind tells the caller why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class BrokenStream(Exception):
    """Bytes that are no frame: nothing that follows can be trusted."""


def read_exactly(stream: BinaryIO, count: int) -> bytes:
    parts = []
    while count > 0:
        part = stream.read(min(count, 1 << 20))
        if not part:
            raise BrokenStream("the stream ended within a frame")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def read_frame(stream: BinaryIO) -> Answer | None:
    """The next frame: header, and its arrays by name. None where the stream ends between frames."""
    first = stream.read(1)
    if not first:
        return None
    magic, header_bytes, payload_bytes = PREFIX.unpack(first + read_exactly(stream, PREFIX.size - 1))
    if magic != MAGIC or header_bytes > MAX_HEADER_BYTES or payload_bytes > MAX_PAYLOAD_BYTES:
        raise BrokenStream("that is no frame of this protocol")
    try:
        header = json.loads(read_exactly(stream, header_bytes).decode("utf-8"))
    except ValueError as error:
        raise BrokenStream("the header is not JSON") from error
    payload = read_exactly(stream, payload_bytes)
    if not isinstance(header, dict) or not isinstance(header.get("arrays"), list):
        raise BrokenStream("the header is not an object with arrays")
    arrays: Arrays = {}
    offset = 0
    for entry in header["arrays"]:
        size = entry.get("bytes") if isinstance(entry, dict) else None
        if type(size) is not int or size < 0 or offset + size > payload_bytes:
            raise BrokenStream("the arrays do not fit the payload")
        arrays[str(entry.get("name"))] = payload[offset : offset + size]
        offset += size
    if offset != payload_bytes:
        raise BrokenStream("the payload is longer than its arrays")
    return header, arrays


def write_frame(stream: BinaryIO, header: Header, arrays: Arrays) -> None:
    listed = [{"name": name, "bytes": len(data)} for name, data in arrays.items()]
    text = json.dumps({**header, "arrays": listed}, allow_nan=False).encode("utf-8")
    payload_bytes = sum(len(data) for data in arrays.values())
    stream.write(PREFIX.pack(MAGIC, len(text), payload_bytes) + text)
    for data in arrays.values():
        stream.write(data)
    stream.flush()


def load(name: str) -> Any:
    """Imports a library when it is first needed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Refused("not_installed", f"{name} cannot be imported: {error}") from error


def float64s(arrays: Arrays, name: str, count: int | None = None) -> list[float]:
    """An array of little-endian float64."""
    data = arrays.get(name)
    if data is None or len(data) % 8 != 0 or (count is not None and len(data) != 8 * count):
        raise Refused("bad_request", f"array {name} is missing or has the wrong length")
    values = array("d")
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    if not all(map(math.isfinite, values)):
        raise Refused("bad_request", f"array {name} holds a value that is not finite")
    return values.tolist()


def to_bytes(values: list[float]) -> bytes:
    packed = array("d", values)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


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
    load("isce3")
    core, geometry = load("isce3.core"), load("isce3.geometry")
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
                time_s, range_m, reference, side, 0.0, WAVELENGTH_M, dem, RANGE_THRESHOLD_M, MAX_ITERATIONS, MAX_ITERATIONS
            )
            secondary_s, secondary_m = geometry.geo2rdr(
                llh, ellipsoid, secondary, zero_doppler, WAVELENGTH_M, side, TIME_THRESHOLD_S, MAX_ITERATIONS, 10.0
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


def allowed_path(path: Any, roots: list[str], what: str) -> str:
    """The real path of something that exists below a root; GDAL's virtual file systems never do."""
    if not isinstance(path, str) or not os.path.isabs(path) or path.startswith("/vsi"):
        raise Refused("bad_request", f"{what} is not an absolute path of this machine")
    real = os.path.realpath(path)
    if not any(os.path.commonpath([real, root]) == root for root in roots):
        raise Refused("bad_request", f"{what} lies outside the folders that may be read")
    if not os.path.exists(real):
        raise Refused("bad_request", f"{what} does not exist")
    return real


def whole(header: Header, name: str, least: int) -> int:
    value = header.get(name)
    if type(value) is not int or value < least:
        raise Refused("bad_request", f"{name} is not a whole number from {least}")
    return value


def burst_metadata(burst: Any) -> Header:
    lines, samples = burst.shape
    return {
        "burst_id": str(burst.burst_id),
        "sensing_start": burst.sensing_start.isoformat(),
        "lines": int(lines),
        "samples": int(samples),
        "azimuth_time_interval_s": float(burst.azimuth_time_interval),
        "starting_range_m": float(burst.starting_range),
        "range_pixel_spacing_m": float(burst.range_pixel_spacing),
        "wavelength_m": float(burst.wavelength),
        "azimuth_steer_rate_rad_per_s": float(burst.azimuth_steer_rate),
        "range_bandwidth_hz": float(burst.range_bandwidth),
        "first_valid_line": int(burst.first_valid_line),
        "last_valid_line": int(burst.last_valid_line),
        "first_valid_sample": int(burst.first_valid_sample),
        "last_valid_sample": int(burst.last_valid_sample),
    }


def measurement_of(safe: str, swath: int, polarization: str, roots: list[str]) -> str:
    """The one measurement of a swath and polarisation: a TIFF by name and by its first bytes."""
    folder = os.path.join(safe, "measurement")
    part = f"-iw{swath}-slc-{polarization}-"
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    found = [name for name in names if part in name and name.endswith((".tiff", ".tif"))]
    if len(found) != 1:
        raise Refused("bad_request", f"{len(found)} measurements of IW{swath} {polarization} in the granule, not one")
    path = allowed_path(os.path.join(folder, found[0]), roots, "the measurement")
    with open(path, "rb") as file:
        if file.read(4) not in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
            raise Refused("bad_request", "the measurement is no TIFF")
    return path


def answer_read(header: Header, arrays: Arrays, roots: list[str]) -> Answer:
    """One burst's metadata as s1reader tells it, and a window of its samples."""
    safe = allowed_path(header.get("safe"), roots, "safe")
    if not os.path.isdir(safe):
        raise Refused("bad_request", "safe is not a folder")
    orbit = header.get("orbit")
    orbit_path = "" if orbit is None else allowed_path(orbit, roots, "orbit")
    swath, polarization, index = whole(header, "swath", 1), header.get("polarization"), whole(header, "burst", 0)
    if swath > 3 or polarization not in ("vv", "vh", "hh", "hv"):
        raise Refused("bad_request", "there is no such swath or polarisation")
    kind = header.get("format")
    if kind not in (None, "int16", "float32"):
        raise Refused("bad_request", "format is neither int16 nor float32")
    load("isce3")
    bursts = load("s1reader").load_bursts(safe, orbit_path, swath, polarization, flag_apply_eap=False)
    burst = next((candidate for candidate in bursts if candidate.i_burst == index), None)
    if burst is None:
        raise Refused("bad_request", f"the swath has no burst {index}")
    metadata = burst_metadata(burst)
    if kind is None:
        return {"burst": metadata}, {}
    line, sample = whole(header, "line", 0), whole(header, "sample", 0)
    lines, samples = whole(header, "lines", 1), whole(header, "samples", 1)
    if line + lines > metadata["lines"] or sample + samples > metadata["samples"]:
        raise Refused("bad_request", "the window reaches beyond the burst")
    if lines * samples * (4 if kind == "int16" else 8) > MAX_PAYLOAD_BYTES:
        raise Refused("bad_request", "the window is too large for one answer")
    gdal = load("osgeo.gdal")
    gdal.UseExceptions()
    path = measurement_of(safe, swath, polarization, roots)
    dataset = gdal.OpenEx(path, gdal.OF_RASTER, allowed_drivers=["GTiff"])
    data = dataset.GetRasterBand(1).ReadRaster(
        sample,
        index * metadata["lines"] + line,
        samples,
        lines,
        buf_type=gdal.GDT_CInt16 if kind == "int16" else gdal.GDT_CFloat32,
    )
    samples_le = array("h" if kind == "int16" else "f")
    samples_le.frombytes(bytes(data))
    if sys.byteorder == "big":
        samples_le.byteswap()
    return {"burst": metadata}, {"samples": samples_le.tobytes()}


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
