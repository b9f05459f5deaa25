import { describe, expect, it } from 'vitest';
import { topsCarrier } from '../../../src/coregister/index.ts';
import {
  NO_DELAYS,
  bistaticResidualS,
  dopplerAt,
  pathDelayM,
  sampleDoppler,
  seenPosition,
} from '../../../src/points/index.ts';
import { SPEED_OF_LIGHT_MPS } from '../../../src/units/index.ts';
import { madeUpSwath } from '../../support/made-up-swath.ts';

describe('where the image shows a point', () => {
  const radar = { azimuthTimeS: 100, slantRangeM: 850_000 };

  it('is farther by the path delay: 2.3 m from the zenith, twice that at 60°, less with height', () => {
    expect(pathDelayM(0, 0)).toBeCloseTo(2.3, 12);
    expect(pathDelayM(0, 60)).toBeCloseTo(4.6, 12);
    expect(pathDelayM(6000, 0)).toBeCloseTo(2.3 / Math.E, 12);
    const seen = seenPosition({ hasAtmosphere: true, timings: {} }, 'iw1', radar, 0, 60);
    expect(seen).toEqual({ azimuthTimeS: 100, slantRangeM: 850_004.6 });
  });

  it('is its geometric position where there are no delays', () => {
    expect(seenPosition(NO_DELAYS, 'iw1', radar, 0, 40)).toEqual(radar);
  });

  it('is earlier by half of both two-way times less the pulses in between', () => {
    // An annotation of IW1: rank 9, 1717.129 Hz; IW2 from 848 to 902 km.
    const timing = { rank: 9, pulseRepetitionHz: 1717.128_974, middleTwoWayS: (2 * 875_000) / SPEED_OF_LIGHT_MPS };
    const residualS = bistaticResidualS(timing, 830_000);
    expect(residualS).toBeCloseTo(875_000 / SPEED_OF_LIGHT_MPS + 830_000 / SPEED_OF_LIGHT_MPS - 9 * 5.823_674e-4, 9);
    // Some metres along the track at 6.8 km/s.
    expect(residualS * 6800).toBeGreaterThan(0);
    expect(residualS * 6800).toBeLessThan(5);
    const seen = seenPosition({ hasAtmosphere: false, timings: { iw1: timing } }, 'iw1', radar, 0, 40);
    expect(seen.azimuthTimeS).toBeCloseTo(100 - bistaticResidualS(timing, radar.slantRangeM), 12);
    expect(seenPosition({ hasAtmosphere: false, timings: { iw1: timing } }, 'iw2', radar, 0, 40)).toEqual(radar);
  });
});

it('the Doppler of a burst on 2 x 3 places is that of its carrier everywhere', () => {
  const swath = madeUpSwath();
  const carrier = topsCarrier(swath, swath.bursts[0]!, 7590);
  const sampled = sampleDoppler(
    (line, sample) => carrier.dopplerHz(line, sample),
    swath.linesPerBurst,
    swath.samplesPerBurst,
  );
  let worst = 0;
  for (let line = 0; line < swath.linesPerBurst; line += 100)
    for (let sample = 0; sample < swath.samplesPerBurst; sample += 1000)
      worst = Math.max(worst, Math.abs(dopplerAt(sampled, line, sample) - carrier.dopplerHz(line, sample)));
  expect(Math.abs(carrier.dopplerHz(0, 0) - carrier.dopplerHz(swath.linesPerBurst, 0))).toBeGreaterThan(4000);
  expect(worst).toBeLessThan(1);
});
