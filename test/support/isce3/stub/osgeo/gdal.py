import struct

OF_RASTER, GDT_CInt16, GDT_CFloat32 = 2, 8, 10


def UseExceptions():
    pass


class Band:
    def ReadRaster(self, xoff, yoff, xsize, ysize, buf_type):
        values = [
            part
            for line in range(yoff, yoff + ysize)
            for sample in range(xoff, xoff + xsize)
            for part in (100 * line + sample, -line)
        ]
        return bytearray(struct.pack(f"<{len(values)}{'h' if buf_type == GDT_CInt16 else 'f'}", *values))


class Dataset:
    def GetRasterBand(self, band):
        assert band == 1
        return Band()


def OpenEx(path, flags, allowed_drivers):
    assert flags == OF_RASTER and allowed_drivers == ["GTiff"]
    return Dataset()
