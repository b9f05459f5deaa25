import datetime
from types import SimpleNamespace

__version__ = "0.2.stub"


def load_bursts(path, orbit_path, swath_num, pol, burst_ids=None, flag_apply_eap=True):
    assert flag_apply_eap is False
    return [
        SimpleNamespace(
            i_burst=index,
            burst_id=f"t071_{151200 + index}_iw{swath_num}",
            sensing_start=datetime.datetime(2020, 5, 11, 13, 51, 30),
            shape=(5, 7),
            azimuth_time_interval=0.002,
            starting_range=800000.0,
            range_pixel_spacing=2.3,
            wavelength=0.055,
            azimuth_steer_rate=0.02,
            range_bandwidth=56.5e6,
            first_valid_line=1,
            last_valid_line=3,
            first_valid_sample=1,
            last_valid_sample=5,
        )
        for index in range(3)
    ]
