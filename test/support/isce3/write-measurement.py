"""Writes a measurement of zeros with known samples in a window: real part line - sample, imaginary part sample - 7.

Arguments: path, lines and samples of the file, first line, first sample, lines and samples of the window.
"""

import sys

sys.argv, arguments = sys.argv[:1], sys.argv[1:]

import numpy  # noqa: E402
from osgeo import gdal  # noqa: E402

gdal.UseExceptions()
path, (height, width, first_line, first_sample, lines, samples) = arguments[0], map(int, arguments[1:])
options = ["SPARSE_OK=TRUE"]
file = gdal.GetDriverByName("GTiff").Create(path, width, height, 1, gdal.GDT_CInt16, options)
line, sample = numpy.mgrid[first_line : first_line + lines, first_sample : first_sample + samples]
values = ((line - sample) + 1j * (sample - 7)).astype(numpy.complex64)
file.GetRasterBand(1).WriteArray(values, first_sample, first_line)
file = None
