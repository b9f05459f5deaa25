"""Times ISCE3 and NumPy on the arrays of a folder: `isce3_bench.py FOLDER`; prints JSON.

The folder holds `job.json` (lines, samples, secondary_lines, secondary_samples, half_rate, carrier_middle_line, looks,
repeats), complex64 `reference` and `secondary`, float64 `azimuth_offset` and `range_offset`
(lines, samples). Rasters are ENVI files: in a folder in memory they cost copies, no disk.
Its last line is {environment, records: [{name, what, seconds: [...]}]}; cells (complex64) stay in
`isce3_<cpu or cuda>_<oversampling>_<looks>`.
"""

import json
import sys
import time
from pathlib import Path

# pyre, inside ISCE3, would read the command line.
sys.argv, arguments = sys.argv[:1], sys.argv[1:]

import numpy as np  # noqa: E402

# Of IW1.
PRF_HZ, SPACING_M, WAVELENGTH_M = 486.486, 2.329562, 0.055465763

folder = Path(arguments[0])
job = json.loads((folder / "job.json").read_text())
shape = (job["lines"], job["samples"])
records = []


def timed(name, what, run, repeats=job["repeats"]):
    """Runs once to warm up, then `repeats` times."""
    run()
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    records.append({"name": name, "what": what, "seconds": seconds})


def cells_of(products, looks):
    rows, columns = shape[0] // looks[0], shape[1] // looks[1]
    cut = products[: rows * looks[0], : columns * looks[1]]
    return cut.reshape(rows, looks[0], columns, looks[1]).mean(axis=(1, 3))


def numpy_chain():
    """(c): the multiplication and the sums of one crossmul on the CPU, without resampling."""
    reference = np.fromfile(folder / "reference", np.complex64).reshape(shape)
    secondary = np.fromfile(folder / "secondary", np.complex64)
    secondary = secondary.reshape(job["secondary_lines"], job["secondary_samples"])[: shape[0], : shape[1]]

    def run():
        product = cells_of(reference * np.conj(secondary), job["looks"])
        powers = [cells_of(np.abs(value) ** 2, job["looks"]) for value in (reference, secondary)]
        return product, powers

    timed("numpy/multiply and look", "NumPy on the CPU, one thread, no resampling", run)


def cupy_chain():
    """(b): the passes of an oversampled crossmul with cuFFT, where CuPy is there."""
    import cupy as cp

    reference = cp.asarray(np.fromfile(folder / "reference", np.complex64).reshape(shape))
    secondary = cp.asarray(np.fromfile(folder / "secondary", np.complex64))
    secondary = secondary.reshape(job["secondary_lines"], job["secondary_samples"])[: shape[0], : shape[1]]

    def oversampled(value):
        spectrum = cp.fft.fft(value, axis=1)
        half = shape[1] // 2
        wide = cp.zeros((shape[0], 2 * shape[1]), cp.complex64)
        wide[:, :half], wide[:, -half:] = spectrum[:, :half], spectrum[:, -half:]
        return cp.fft.ifft(wide, axis=1) * 2

    def run():
        product = oversampled(reference) * cp.conj(oversampled(secondary))
        product = (product[:, ::2] + product[:, 1::2]) / 2
        rows, columns = shape[0] // job["looks"][0], shape[1] // job["looks"][1]
        product[: rows * job["looks"][0], : columns * job["looks"][1]].reshape(
            rows, job["looks"][0], columns, job["looks"][1]
        ).mean(axis=(1, 3))
        cp.cuda.Device().synchronize()

    timed("cupy/crossmul oversampled", "the passes of crossmul with cuFFT, device only", run)


def isce3_chain(isce3):
    from osgeo import gdal

    gdal.UseExceptions()

    def raster(name, array_shape, kind):
        """Opens an array of the folder as a raster, with a header beside it; creates it where it is not there."""
        path = folder / name
        types = {"complex64": 6, "float64": 5, "float32": 4}
        header = {"samples": array_shape[1], "lines": array_shape[0], "bands": 1, "data type": types[kind]}
        words = "".join(f"{key} = {value}\n" for key, value in header.items())
        path.with_suffix(".hdr").write_text(f"ENVI\n{words}interleave = bsq\nbyte order = 0\nheader offset = 0\n")
        if not path.exists():
            np.zeros(array_shape, kind).tofile(path)
        return str(path)

    io = isce3.io.Raster
    other_shape = (job["secondary_lines"], job["secondary_samples"])
    reference = raster("reference", shape, "complex64")
    secondary = raster("secondary", other_shape, "complex64")
    azimuth, range_ = raster("azimuth_offset", shape, "float64"), raster("range_offset", shape, "float64")
    resampled = raster("isce3_resampled", shape, "complex64")
    grid = isce3.product.RadarGridParameters(
        0.0, WAVELENGTH_M, PRF_HZ, 800e3, SPACING_M, isce3.core.LookSide.Right, *other_shape, isce3.core.DateTime(2020, 1, 1)
    )
    doppler, centroid = isce3.core.LUT2d(), isce3.core.LUT1d(np.array([0.0, 1e4]), np.zeros(2))
    # ISCE3 takes a carrier in rad over azimuth time and slant range: here half the Doppler rate, cycles per line^2.
    curve = np.array([[0.0], [0.0], [2 * np.pi * job["half_rate"]]])
    carrier = isce3.core.Poly2d(curve, 0.0, job["carrier_middle_line"] / PRF_HZ, 1.0, 1.0 / PRF_HZ)
    modules = {"cpu": isce3}
    if hasattr(isce3, "cuda"):
        modules["cuda"] = isce3.cuda
    for where, module in modules.items():

        def resample():
            resampler = module.image.ResampSlc(grid, doppler, carrier)
            resampler.resamp(io(secondary), io(resampled, True), io(range_), io(azimuth))

        timed(f"isce3 {where}/resample", "files in memory to a file in memory, sinc of 9 taps", resample)
        for oversample in (1, 2):
            for looks in (job["looks"], [4, 1], [4, 20]):
                cells = (shape[0] // looks[0], shape[1] // looks[1])
                name = f"isce3_{where}_{oversample}_{looks[0]}x{looks[1]}"
                out, coherence = raster(name, cells, "complex64"), raster(f"{name}_coherence", cells, "float32")
                # Flattened first: what stays in the file is compared as it is.
                for flatten in (True, False):

                    def cross():
                        crossmul = module.signal.Crossmul(looks[1], looks[0])
                        crossmul.set_dopplers(centroid, centroid)
                        crossmul.oversample_factor = oversample
                        crossmul.range_pixel_spacing, crossmul.wavelength = SPACING_M, WAVELENGTH_M
                        more = [io(range_)] if flatten else []
                        crossmul.crossmul(io(reference), io(resampled), io(out, True), io(coherence, True), *more)

                    flat = "flattened" if flatten else "not flattened"
                    timed(f"isce3 {where}/crossmul", f"oversampled {oversample}, looks {looks[0]} x {looks[1]}, {flat}", cross)


environment = {"python": sys.version.split()[0], "numpy": np.__version__}
numpy_chain()
try:
    import cupy

    environment["cupy"] = cupy.__version__
    cupy_chain()
except ImportError:
    environment["cupy"] = None
try:
    import isce3

    environment["isce3"] = isce3.__version__
    environment["isce3_cuda"] = hasattr(isce3, "cuda")
    isce3_chain(isce3)
except ImportError:
    environment["isce3"] = None
print(json.dumps({"environment": environment, "records": records}))
