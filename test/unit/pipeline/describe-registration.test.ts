import { describe, expect, it } from 'vitest';
import { describeRegistration } from '../../../src/pipeline/describe/describe-registration.ts';
import type { AzimuthRegistration } from '../../../src/pipeline/register/spectral-diversity.ts';

const WAVELENGTH_M = 0.055_465_76;
const LINE_S = 2.055_556e-3;

const registration: AzimuthRegistration = {
  state: 'applied',
  reason: null,
  how: 'spectral_diversity',
  estimate: { shiftS: 0.01 * LINE_S, sigmaS: 0.001 * LINE_S, residualBeforeRad: 0.4, cells: 70, cycleS: 1 },
  appliedS: 0.01 * LINE_S,
  swathAppliedS: new Map(),
  residualAfterRad: -0.1,
  overlaps: [
    {
      swath: 'iw2',
      earlierBurstId: 1,
      laterBurstId: 2,
      beforeRad: 0.4,
      appliedS: 0.01 * LINE_S,
      afterRad: -0.1,
      sigmaRad: 0.02,
      cells: 70,
    },
  ],
} as unknown as AzimuthRegistration;

const said = (swapped: boolean) => describeRegistration(registration, LINE_S, { wavelengthM: WAVELENGTH_M, swapped });

describe('what the answer says of the azimuth registration', () => {
  it('residuals are displacements: later minus earlier date, whichever granule is called reference', () => {
    // 0.4 rad are 0.4 x 4.4138 mm away from the satellite, where the reference is the earlier date.
    expect(said(false).overlap_residual_before_mm).toBeCloseTo(-1.7655, 3);
    expect(said(true).overlap_residual_before_mm).toBeCloseTo(1.7655, 3);
    expect(said(false).overlap_residual_after_mm).toBeCloseTo(0.4414, 3);
    expect(said(true).overlap_residual_after_mm).toBeCloseTo(-0.4414, 3);
    for (const swapped of [false, true]) {
      const [overlap] = said(swapped).overlaps;
      expect(overlap!.residual_before_mm).toBeCloseTo((swapped ? 1 : -1) * 1.7655, 3);
      expect(overlap!.residual_after_mm).toBeCloseTo((swapped ? -1 : 1) * 0.4414, 3);
    }
  });

  it('shifts are in lines, phases as measured', () => {
    expect(said(true)).toMatchObject({ state: 'applied', cells: 70, overlap_residual_before_rad: 0.4 });
    expect(said(true).shift_lines).toBeCloseTo(0.01, 9);
    expect(said(true).sigma_lines).toBeCloseTo(0.001, 9);
    expect(said(true).overlaps[0]!.applied_lines).toBeCloseTo(0.01, 9);
  });
});
