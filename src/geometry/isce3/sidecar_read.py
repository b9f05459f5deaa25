"""The verb `read`: a burst's metadata and samples from a granule below a root. See README.md in this folder."""

from __future__ import annotations

import os
import sys
from array import array
from typing import Any

from sidecar_frames import MAX_PAYLOAD_BYTES, Answer, Arrays, Header, Refused, load


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
