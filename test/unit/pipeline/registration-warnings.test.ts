import { describe, expect, it } from 'vitest';
import type { Warning } from '../../../src/model/index.ts';
import { warnOfBurstOffsets, warnOfRange } from '../../../src/pipeline/register/registration-warnings.ts';

const WAVELENGTH_M = 0.055_465_76;

/** The warnings of overlaps with these phases, between the satellites of these missions. */
function offsets(phasesRad: readonly number[], sigmaRad: number, secondary: 'S1A' | 'S1C'): Warning[] {
  const warnings: Warning[] = [];
  warnOfBurstOffsets(
    { reference: { mission: 'S1A' }, secondary: { mission: secondary }, wavelengthM: WAVELENGTH_M },
    phasesRad.map((afterRad, k) => ({
      swath: 'iw2',
      earlierBurstId: 100 + k,
      laterBurstId: 101 + k,
      afterRad,
      sigmaRad,
    })),
    (warning) => warnings.push(warning),
  );
  return warnings;
}

describe('offsets between bursts', () => {
  it('are told between satellites, with where, how much and how sure', () => {
    const [warning, ...others] = offsets([0.3, -0.15, 0.05], 0.01, 'S1C');
    expect(others).toEqual([]);
    expect(warning!.code).toBe('BURST_OFFSETS_BETWEEN_SATELLITES');
    // 4.414 mm a radian, away from the satellite for a positive phase.
    expect(warning!.message).toContain('iw2 100/101: 0.300 +- 0.010 rad (-1.32 mm)');
    expect(warning!.message).toContain('101/102');
    expect(warning!.message).not.toContain('102/103');
  });

  it('have a code of their own for one satellite', () => {
    expect(offsets([0.3, -0.15], 0.01, 'S1A').map(({ code }) => code)).toEqual(['BURST_OFFSETS_INCONSISTENT']);
  });

  it('are not told where they are small, no more than noise, or alone', () => {
    expect(offsets([0.09, -0.09], 0.001, 'S1C')).toEqual([]);
    expect(offsets([0.3, -0.3], 0.08, 'S1C')).toEqual([]);
    expect(offsets([0.3], 0.001, 'S1C')).toEqual([]);
  });
});

describe('a range residual', () => {
  const told = (samples: number, sigmaSamples: number): string[] => {
    const codes: string[] = [];
    warnOfRange(
      { lines: 0, samples, sigmaLines: 0.01, sigmaSamples, coherence: 0.5, patches: 20 },
      ({ code }) => void codes.push(code),
    );
    return codes;
  };

  it('is told beyond a tenth of a sample and four sigma', () => {
    expect(told(-0.15, 0.01)).toEqual(['RANGE_RESIDUAL_UNUSUAL']);
    expect(told(0.09, 0.001)).toEqual([]);
    expect(told(0.15, 0.05)).toEqual([]);
  });
});
