import { describe, expect, it } from 'vitest';
import { azimuthOverlap } from '../../../src/coregister/index.ts';
import { chebyshevNodes, fitVolume } from '../../../src/geometry/index.ts';
import { madeUpPair, madeUpSwath } from '../../support/made-up-swath.ts';

const swath = madeUpSwath({
  bursts: 1,
  linesPerBurst: 1500,
  samplesPerBurst: 400,
  border: { lines: 20, samples: 10 },
  firstLineTimeS: 100,
  nearRangeM: 8e5,
});
const window = { firstLine: 100, firstSample: 50, lines: 400, samples: 200 };
const placement = { pair: madeUpPair(swath), window, firstCellRow: 0, firstCellColumn: 0 };
const dt = swath.azimuthTimeIntervalS;
const RATE_HZ_PER_S = 1787;
const carrier = (offsetHz: number) => ({
  dopplerHz: (line: number) => RATE_HZ_PER_S * (line - 750) * dt + offsetHz,
  dopplerRateHzPerS: () => RATE_HZ_PER_S,
});

/** Geometry in which the secondary lies a constant number of lines off. */
function geometry(lines: number) {
  const domain = { line: { min: 0, max: 600 }, sample: { min: 0, max: 400 }, heightM: { min: 0, max: 100 } };
  const degrees = { line: 1, sample: 1, height: 1 };
  const count = chebyshevNodes(domain, degrees).lines.length;
  const constant = (value: number) => new Float64Array(count).fill(value);
  return fitVolume(domain, degrees, [constant(0), constant(lines), constant(0), constant(0), constant(0)]);
}

describe('common azimuth bandwidth', () => {
  it.each([
    ['synchronous bursts with one Doppler', 0, 0, 0],
    ['a burst 5 ms late: kt times the delay, at an earlier line', -0.005 / dt, 0, -RATE_HZ_PER_S * 0.005],
    ['another Doppler centroid', 0, 25, 25],
  ])('%s', (_, lines, offsetHz, expectedHz) => {
    const { dopplerDifferenceHz, overlap, synchronizationS } = azimuthOverlap(
      placement,
      geometry(lines),
      carrier(0),
      carrier(offsetHz),
    );
    expect(dopplerDifferenceHz).toBeCloseTo(expectedHz, 6);
    expect(synchronizationS).toBeCloseTo(-lines * dt, 9);
    expect(overlap).toBeCloseTo(1 - Math.abs(expectedHz) / swath.azimuthWindow.bandwidthHz, 9);
  });

  it('is none where the spectra do not touch', () => {
    expect(azimuthOverlap(placement, geometry(0), carrier(0), carrier(1000)).overlap).toBe(0);
  });
});
