import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { millimetresPerRadian } from '../../../src/displacement/index.ts';

const wavelengthM = 0.055_465_76;

/** What a satellite at rest measures of a place that moves: phases of both dates, combined as the chain does. */
function interferometricPhase(earlierRangeM: number, laterRangeM: number, isReferenceLater: boolean): number {
  // An SLC pixel at range R carries exp(-j 4π R / λ); the interferogram is reference · conj(secondary).
  const earlier = (-4 * Math.PI * earlierRangeM) / wavelengthM;
  const later = (-4 * Math.PI * laterRangeM) / wavelengthM;
  return isReferenceLater ? later - earlier : earlier - later;
}

describe('the sign of a displacement', () => {
  it('is later minus earlier, positive toward the satellite, whichever date is called reference', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.1, max: 0.1, noNaN: true }), fc.boolean(), (towardSatelliteM, swapped) => {
        const phase = interferometricPhase(0, -towardSatelliteM, swapped);
        const displacementMm = millimetresPerRadian({ wavelengthM, swapped }) * phase;
        expect(Math.abs(displacementMm - towardSatelliteM * 1000)).toBeLessThan(1e-9);
      }),
    );
  });

  it('one cycle is half a wavelength, 27.73 mm; one radian 4.414 mm', () => {
    const mm = millimetresPerRadian({ wavelengthM, swapped: false });
    expect(mm * 2 * Math.PI).toBeCloseTo(-27.73288, 5);
    expect(mm).toBeCloseTo(-4.4138, 4);
    expect(millimetresPerRadian({ wavelengthM, swapped: true })).toBe(-mm);
  });
});
