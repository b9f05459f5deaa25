import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/job/index.ts';
import { pointDelays } from '../../../src/pipeline/points/point-delays.ts';
import { bistaticResidualS } from '../../../src/points/index.ts';
import { SPEED_OF_LIGHT_MPS } from '../../../src/units/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { NO_SHARED_DATA } from '../../support/shared-data.ts';
import { type SharedPair, openSharedPair } from '../../support/shared-pair.ts';

const jobWith = (position_delays: 'standard' | 'none') => ({ options: { position_delays } }) as Job;

// Real annotation. Skipped where ../shared/data is absent.
describe.skipIf(NO_SHARED_DATA)('what the annotation of a real granule says of its timing', () => {
  let pair: SharedPair;

  beforeAll(async () => {
    pair = await openSharedPair('pair-2023-morocco');
  });
  afterAll(() => pair.close());

  it('is rank and pulse rate of every sub-swath', () => {
    const [iw1] = pair.reference.swaths;
    expect(iw1!.echo?.rank).toBe(9);
    expect(iw1!.echo?.pulseRepetitionHz).toBeCloseTo(1717.128_974, 5);
    for (const { echo } of pair.reference.swaths) expect([8, 9, 10, 11]).toContain(echo?.rank);
  });

  it('leaves less than a pulse interval of the bistatic delay: some metres along the track', () => {
    const { hasAtmosphere, timings } = pointDelays(jobWith('standard'), pair);
    expect(hasAtmosphere).toBe(true);
    let worst = 0;
    for (const swath of pair.reference.swaths) {
      const timing = timings[swath.name]!;
      for (const sample of [0, swath.samplesPerBurst - 1]) {
        const rangeM = swath.nearRangeM + sample * swath.rangeSpacingM;
        const residualS = bistaticResidualS(timing, rangeM);
        // The echo of a swath arrives after its rank of pulses and before the next one.
        expect((2 * rangeM) / SPEED_OF_LIGHT_MPS).toBeGreaterThan(timing.rank / timing.pulseRepetitionHz);
        worst = Math.max(worst, Math.abs(residualS));
      }
    }
    stateFigure('bistatic residual', worst * 6800, 7, 'm');
    expect(worst * 6800).toBeLessThan(7);
  });

  it('is left aside where the job asks for none', () => {
    expect(pointDelays(jobWith('none'), pair)).toEqual({ hasAtmosphere: false, timings: {} });
  });
});
