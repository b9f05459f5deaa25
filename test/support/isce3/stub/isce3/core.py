import math


class TimeDelta:
    def __init__(self, seconds):
        self.seconds = seconds


class DateTime:
    def __init__(self, text, seconds=0.0):
        self.text = text
        self.seconds = seconds

    def __add__(self, delta):
        return DateTime(self.text, self.seconds + delta.seconds)


class StateVector:
    def __init__(self, time, position, velocity):
        self.time, self.position, self.velocity = time, list(position), list(velocity)
        assert len(self.position) == 3 and len(self.velocity) == 3


class Orbit:
    def __init__(self, vectors, epoch):
        assert all(vector.time.text == epoch.text for vector in vectors)
        self.vectors, self.epoch = vectors, epoch

    def interpolate(self, time_s):
        return self.vectors[0].position, self.vectors[0].velocity


class Ellipsoid:
    A, E2 = 6378137.0, 0.006694379990141317

    def lon_lat_to_xyz(self, llh):
        lon, lat, height = llh
        normal = self.A / math.sqrt(1 - self.E2 * math.sin(lat) ** 2)
        return [
            (normal + height) * math.cos(lat) * math.cos(lon),
            (normal + height) * math.cos(lat) * math.sin(lon),
            (normal * (1 - self.E2) + height) * math.sin(lat),
        ]


class LUT2d:
    pass


class LookSide:
    Right = "right"
