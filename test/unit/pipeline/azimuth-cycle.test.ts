import { describe, expect, it } from 'vitest';
import { type OverlapSample, type PatchOffsets, estimateAzimuthShift } from '../../../src/coregister/index.ts';
import { shiftInCycle } from '../../../src/pipeline/register/azimuth-cycle.ts';

const LINE_S = 2.055_556_3e-3;
/** Doppler separation at overlaps of IW1 and IW2. */
const [IW1_HZ, IW2_HZ] = [4930, 4120];

/** Cells of overlaps that are this many lines apart, free of noise. */
function overlapsOf(lines: number, separationsHz: readonly number[]): OverlapSample[] {
  return separationsHz.flatMap((separationHz) =>
    Array.from({ length: 20 }, () => {
      const phase = 2 * Math.PI * separationHz * lines * LINE_S;
      return { re: Math.cos(phase), im: Math.sin(phase), separationHz, coherence: 0.7 };
    }),
  );
}

const correlationOf = (lines: number, sigmaLines: number): PatchOffsets => ({
  lines,
  samples: 0,
  sigmaLines,
  sigmaSamples: sigmaLines,
  coherence: 0.7,
  patches: 20,
});

function shiftOf(lines: number, separationsHz: readonly number[], correlation: PatchOffsets | undefined) {
  const samples = overlapsOf(lines, separationsHz);
  return shiftInCycle(samples, estimateAzimuthShift(samples)!, correlation, LINE_S);
}

describe('a shift in its cycle', () => {
  it('is found with a correlation near it, whatever the swaths', () => {
    for (const separationsHz of [[IW1_HZ], [IW2_HZ], [IW1_HZ, IW2_HZ]])
      for (const lines of [0.002, -0.02, 0.04, 0.06, -0.09, 0.15]) {
        const found = shiftOf(lines, separationsHz, correlationOf(lines + 0.008, 0.004))!;
        expect(Math.abs(found.shift.shiftS / LINE_S - lines), `${separationsHz.join()} ${lines}`).toBeLessThan(1e-6);
        expect(found.how).toBe(Math.abs(lines) < 0.05 ? 'spectral_diversity' : 'seeded');
      }
  });

  it('is refused where correlation is missing, cannot decide or contradicts', () => {
    expect(shiftOf(0.06, [IW1_HZ], undefined)).toBeUndefined();
    expect(shiftOf(0.06, [IW1_HZ], correlationOf(0.01, 0.03))).toBeUndefined();
    expect(shiftOf(0.002, [IW1_HZ], correlationOf(0.05, 0.001))).toBeUndefined();
    expect(shiftOf(0.002, [IW1_HZ], undefined)!.how).toBe('spectral_diversity');
  });
});
