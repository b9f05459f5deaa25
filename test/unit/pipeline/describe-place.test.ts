import { describe, expect, it } from 'vitest';
import { geo2rdr, geodeticToEcef, lookGeometry } from '../../../src/geometry/index.ts';
import type { Burst, BurstPlacement, Granule, Swath } from '../../../src/model/index.ts';
import { cellOnGround, droppedBursts, middleBaseline } from '../../../src/pipeline/describe/describe-place.ts';
import { SENTINEL_LIKE, circularState } from '../../support/circular-orbit.ts';
import { grid, groundAt, referenceOrbit, sceneDem, secondaryOrbit } from '../points/point-scene.ts';

const dem = sceneDem();
const orbits = { referenceOrbit, secondaryOrbit };
const middleHeightM = (dem.minHeightM + dem.maxHeightM) / 2;
const middle = groundAt({ row: (grid.rows - 1) / 2, column: (grid.columns - 1) / 2 }, middleHeightM);
const ecefM = geodeticToEcef({ ...middle, heightM: middleHeightM });

describe('the middle of the area', () => {
  it('has a parallel baseline that is the difference of range, but for the curvature b^2 / 2 R of its waves', () => {
    const found = middleBaseline(orbits, { grid, dem });
    const difference = geo2rdr(secondaryOrbit, ecefM).slantRangeM - geo2rdr(referenceOrbit, ecefM).slantRangeM;
    const curvature = found.perpendicular_m ** 2 / (2 * geo2rdr(referenceOrbit, ecefM).slantRangeM);
    expect(Math.abs(found.perpendicular_m)).toBeGreaterThan(50);
    expect(Math.abs(difference + found.parallel_m - curvature)).toBeLessThan(0.002);
  });

  it('has no baseline with itself, and the opposite one with the dates exchanged', () => {
    const same = middleBaseline({ referenceOrbit, secondaryOrbit: referenceOrbit }, { grid, dem });
    expect(Math.abs(same.perpendicular_m)).toBeLessThan(1e-6);
    expect(Math.abs(same.parallel_m)).toBeLessThan(1e-6);
    const forward = middleBaseline(orbits, { grid, dem });
    const back = middleBaseline({ referenceOrbit: secondaryOrbit, secondaryOrbit: referenceOrbit }, { grid, dem });
    expect(back.perpendicular_m / forward.perpendicular_m).toBeCloseTo(-1, 2);
  });

  it('has cells as wide as slant range over the sine of the incidence, as long as the beam moves over the ground', () => {
    const { azimuth_m: azimuthM, range_m: rangeM } = cellOnGround(orbits, { grid, dem });
    const { incidenceDeg, azimuthTimeS } = lookGeometry(referenceOrbit, ecefM);
    const { radarGrid, looks } = grid;
    const slantM = radarGrid.rangeSpacingM * looks.range;
    expect(rangeM / (slantM / Math.sin((incidenceDeg * Math.PI) / 180))).toBeCloseTo(1, 3);
    // The beam turns with the satellite about the Earth's middle, as far from the orbit's axis as the ground is.
    const { p, v } = circularState(SENTINEL_LIKE, azimuthTimeS);
    const alongM = looks.azimuth * radarGrid.lineIntervalS * Math.hypot(...v);
    const cosine =
      ecefM.reduce((sum, value, axis) => sum + value * p[axis]!, 0) / (Math.hypot(...ecefM) * Math.hypot(...p));
    const expectedM = (alongM * Math.hypot(...ecefM) * cosine) / Math.hypot(...p);
    expect(azimuthM / expectedM).toBeCloseTo(1, 2);
  });
});

describe('bursts that were not processed', () => {
  const burst = (burstId: number) => ({ burstId }) as Burst;
  const swathOf = (name: 'iw1' | 'iw2', ids: readonly number[]) =>
    ({ name, bursts: ids.map(burst) }) as unknown as Swath;
  const granuleOf = (...swaths: Swath[]) => ({ swaths }) as unknown as Granule;
  const reference = granuleOf(swathOf('iw1', [1, 2, 3]), swathOf('iw2', [1, 2]));
  const secondary = granuleOf(swathOf('iw1', [2, 3, 4]), swathOf('iw2', [1, 2]));
  const pairOf = (k: number, id: number) => ({
    referenceSwath: reference.swaths[k]!,
    secondarySwath: secondary.swaths[k]!,
    reference: burst(id),
    secondary: burst(id),
  });
  const bursts = [pairOf(0, 2), pairOf(0, 3), pairOf(1, 1), pairOf(1, 2)];
  const placed = (...which: number[]) => which.map((k) => ({ pair: bursts[k]! }) as unknown as BurstPlacement);

  it('are told with the reason; ids count per sub-swath', () => {
    expect(droppedBursts({ reference, secondary, bursts }, placed(0, 2))).toEqual([
      { swath: 'iw1', burst_id: 1, reason: 'only_in_reference' },
      { swath: 'iw1', burst_id: 4, reason: 'only_in_secondary' },
      { swath: 'iw1', burst_id: 3, reason: 'outside_area' },
      { swath: 'iw2', burst_id: 2, reason: 'outside_area' },
    ]);
  });

  it('are none where all are', () => {
    const same = granuleOf(swathOf('iw1', [2, 3]), swathOf('iw2', [1, 2]));
    expect(droppedBursts({ reference: same, secondary: same, bursts }, placed(0, 1, 2, 3))).toEqual([]);
  });
});
