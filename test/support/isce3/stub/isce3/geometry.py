from . import core


class DEMInterpolator:
    def __init__(self, height):
        self.height = height


def rdr2geo(aztime, slantrange, orbit, side, doppler, wavelength, dem, threshold, maxiter, extraiter):
    assert side == core.LookSide.Right and doppler == 0.0 and threshold == 1e-7
    if slantrange < 0:
        raise RuntimeError("rdr2geo failed to converge")
    return [1e-3 * aztime, 1e-6 * (slantrange - 1000), dem.height]


def geo2rdr(llh, ellipsoid, orbit, doppler, wavelength, side, threshold, maxiter, delta_range):
    assert isinstance(ellipsoid, core.Ellipsoid) and isinstance(doppler, core.LUT2d) and threshold == 1e-8
    if llh[2] > 9000:
        return -1e6, -1e6
    last = orbit.vectors[-1]
    # Everything of the orbit, and its day, tells in the answer.
    time = llh[0] / 1e-3 + last.time.seconds + last.velocity[2] + (1000 if orbit.epoch.text == "2020-05-23T00:00:00" else 0)
    return time, llh[1] / 1e-6 + 1000 + last.position[1]
