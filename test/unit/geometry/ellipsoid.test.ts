import { describe, expect, it } from 'vitest';
import { ecefToGeodetic, geodeticToEcef } from '../../../src/geometry/index.ts';

// WGS84: a and b = a (1 - f).
const A = 6_378_137;
const B = 6_356_752.314245179;

describe('WGS84', () => {
  it.each([
    [{ latitudeDeg: 0, longitudeDeg: 0, heightM: 0 }, [A, 0, 0]],
    [{ latitudeDeg: 0, longitudeDeg: 90, heightM: 100 }, [0, A + 100, 0]],
    [{ latitudeDeg: 90, longitudeDeg: 0, heightM: -50 }, [0, 0, B - 50]],
    [{ latitudeDeg: -90, longitudeDeg: 0, heightM: 700_000 }, [0, 0, -B - 700_000]],
    [{ latitudeDeg: 0, longitudeDeg: 180, heightM: 0 }, [-A, 0, 0]],
  ] as const)('%o is at %o', (position, [x, y, z]) => {
    const ecef = geodeticToEcef(position);
    for (const [k, value] of [x, y, z].entries()) expect(Math.abs(ecef[k]! - value)).toBeLessThan(2e-9);
  });

  it('returns every position: latitude and longitude to 1e-12 rad, height to 3e-9 m', () => {
    for (let latitudeDeg = -90; latitudeDeg <= 90; latitudeDeg += 1.5)
      for (const heightM of [-12_000, -400, 0, 8848, 100_000, 700_000])
        for (const longitudeDeg of [-179.99, -60, 0, 123.4, 179.99]) {
          const back = ecefToGeodetic(geodeticToEcef({ latitudeDeg, longitudeDeg, heightM }));
          expect(Math.abs(back.latitudeDeg - latitudeDeg)).toBeLessThan((1e-12 * 180) / Math.PI);
          expect(Math.abs(back.heightM - heightM)).toBeLessThan(3e-9);
          // At the poles any longitude is right: what counts is the way along the parallel.
          const alongRad =
            ((back.longitudeDeg - longitudeDeg) * Math.cos((latitudeDeg * Math.PI) / 180) * Math.PI) / 180;
          expect(Math.abs(alongRad)).toBeLessThan(1e-12);
        }
  });
});
