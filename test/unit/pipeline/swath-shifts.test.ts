import { describe, expect, it } from 'vitest';
import { type OverlapSample, overlapResidualRad } from '../../../src/coregister/index.ts';
import type { BurstPair, Swath, SwathName } from '../../../src/model/index.ts';
import { shiftSamples, swathShifts } from '../../../src/pipeline/register/swath-shifts.ts';
import { madeUpSwath } from '../../support/made-up-swath.ts';
import { Random } from '../../support/random.ts';

const LINE_S = 2.055_556e-3;
const random = new Random(5);

/** An overlap of a swath with nine bursts whose cells see a shift, with phase noise. */
function overlap(name: SwathName, shiftS: number, noiseRad: number, cells = 400) {
  const made = madeUpSwath({
    bursts: 9,
    linesPerBurst: 120,
    linesPerCycle: 90,
    samplesPerBurst: 300,
    border: { lines: 3, samples: 8 },
  });
  const swath: Swath = { ...made, name };
  const [reference, secondary] = [swath.bursts[0]!, swath.bursts[0]!];
  const pair: BurstPair = { referenceSwath: swath, secondarySwath: swath, reference, secondary };
  const samples = Array.from({ length: cells }, (): OverlapSample => {
    const separationHz = random.uniform(4600, 4900);
    const phase = 2 * Math.PI * separationHz * shiftS + noiseRad * random.normal();
    return { re: Math.cos(phase), im: Math.sin(phase), separationHz, coherence: 0.9 };
  });
  return { earlier: { pair }, samples };
}

describe('the shift of each sub-swath', () => {
  const common = 0.01 * LINE_S;

  it('follows its own overlaps by as much as rounded burst times allow', () => {
    const overlaps = [
      overlap('iw1', common + 0.2e-6, 0.01),
      overlap('iw2', common - 0.15e-6, 0.01),
      overlap('iw1', common + 0.2e-6, 0.01),
    ];
    const shifts = swathShifts(overlaps, common);
    expect([...shifts.keys()]).toEqual(['iw1', 'iw2']);
    // 1 nanosecond is 0.03 mrad at a seam.
    expect(Math.abs(shifts.get('iw1')! - common - 0.2e-6)).toBeLessThan(0.03e-6);
    expect(Math.abs(shifts.get('iw2')! - common + 0.15e-6)).toBeLessThan(0.03e-6);
  });

  it('stays the common one where its own overlaps say little', () => {
    // 2 rad of noise on 30 cells: 0.4 rad or 13 us, beside 0.14 us of rounding.
    const shifts = swathShifts([overlap('iw3', common, 2, 30)], common);
    expect(Math.abs(shifts.get('iw3')! - common)).toBeLessThan(0.01e-6);
  });

  it('has none where a swath has no overlap', () => expect(swathShifts([], common).size).toBe(0));

  it('leaves overlaps without phase once it is removed', () => {
    const { samples } = overlap('iw2', common, 0);
    expect(Math.abs(overlapResidualRad(shiftSamples(samples, common), 0))).toBeLessThan(1e-9);
    expect(overlapResidualRad(samples, 0)).toBeCloseTo(2 * Math.PI * 4750 * common, 1);
  });
});
