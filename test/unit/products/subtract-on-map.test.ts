import { describe, expect, it } from 'vitest';
import { latticeOf, relativeTo, termMm } from '../../../src/displacement/index.ts';
import { type MapStrip, mapGrid, subtractOnMap } from '../../../src/products/index.ts';

describe('subtractOnMap', () => {
  it('takes a correction away at each pixel of a strip as at a point, across the antimeridian too; no data stays', () => {
    const map = mapGrid({ south: 10, north: 10.02, west: 179.99, east: -179.99 }, 200);
    const box = { south: 9.9, north: 10.1, west: 179.8, east: 180.2 };
    const ramp = { kind: 'quadratic', coefficients: [1, 0.3, -0.2, 0.04, 0.01, -0.02] } as const;
    const term = relativeTo(
      { latitudeDeg: 10.01, longitudeDeg: 180, heightM: 120 },
      {
        lattice: latticeOf(box, (latitude, longitude) => 3 * latitude - 2 * longitude),
        slopeMmPerKm: 37,
        ramp: { ...ramp, latitudeDeg: 10, longitudeDeg: 180 },
      },
    );
    const placeOf = (row: number, column: number) => [179.99 + 0.002 * column, 10.02 - 0.002 * row] as const;
    const rows = 4;
    const firstRow = 3;
    const count = rows * map.columns;
    const heightsM = Float32Array.from({ length: count }, (_, k) => 100 + 7 * (k % 13));
    const strip: MapStrip = {
      map,
      firstRow,
      rows,
      heightsM,
      placesOf: (row) => (column) => placeOf(firstRow + row, column),
    };
    const raster = Float32Array.from({ length: count }, (_, k) => (k === 5 ? NaN : 50 + k));
    const valueAt = (latitudeDeg: number, longitudeDeg: number, heightM: number): number =>
      termMm(term, latitudeDeg, longitudeDeg, heightM);
    const left = subtractOnMap(raster, strip, { valueAt });
    expect(count).toBeGreaterThan(40);
    let worst = 0;
    for (let k = 0; k < count; k++) {
      if (k === 5) continue;
      const [longitude, latitude] = placeOf(firstRow + Math.floor(k / map.columns), k % map.columns);
      const onTurn = longitude >= 180 ? longitude - 360 : longitude;
      const expected = raster[k]! - termMm(term, latitude, onTurn, heightsM[k]!);
      worst = Math.max(worst, Math.abs(left[k]! - expected));
    }
    expect(worst).toBeLessThan(1e-4);
    expect(left[5]).toBeNaN();
  });
});
