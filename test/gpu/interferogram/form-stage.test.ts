import { beforeAll, describe, expect, it } from 'vitest';
import { alignBurst, topsCarrier } from '../../../src/coregister/index.ts';
import { commonGrid, formInterferogram, layoutBursts, wrappedPhase } from '../../../src/interferogram/index.ts';
import type { BurstPair, Interferogram, Looks } from '../../../src/model/index.ts';
import { describeGpu } from '../../support/gpu.ts';
import { madeUpSwath } from '../../support/made-up-swath.ts';
import { Random } from '../../support/random.ts';
import { flatDem, planarGeometry } from './planar-geometry.ts';

const LOOKS = { azimuth: 3, range: 10 };

const reference = madeUpSwath({
  bursts: 2,
  linesPerBurst: 120,
  linesPerCycle: 90,
  samplesPerBurst: 300,
  border: { lines: 3, samples: 8 },
});
const secondary = { ...reference, name: reference.name };

/** Noise that belongs to a line of the common grid, so that overlapping bursts see the same. */
const random = new Random(1);
const noise = Int16Array.from({ length: 2 * 210 * 300 }, () => Math.round(1000 * random.normal()));

const dem = flatDem(250);

function requestOf(cycles: (line: number, sample: number) => number, looks: Looks = LOOKS) {
  const pairs = reference.bursts.map((burst): BurstPair => ({
    referenceSwath: reference,
    secondarySwath: secondary,
    reference: burst,
    secondary: burst,
  }));
  const area = { firstLine: 0, firstSample: 0, lines: 210, samples: 300 };
  const { grid, placements } = layoutBursts(pairs, commonGrid(pairs[0]!, 20_000), area, looks, () => {});
  const alignments = placements.map((placement) =>
    alignBurst({
      placement,
      looks,
      geometry: planarGeometry(cycles),
      carrier: topsCarrier(secondary, placement.pair.secondary, 7600),
    }),
  );
  const readSamples = async (
    _: unknown,
    burst: { readonly index: number },
    window: { firstLine: number; firstSample: number; lines: number; samples: number },
  ): Promise<Int16Array<ArrayBuffer>> => {
    const out = new Int16Array(2 * window.lines * window.samples);
    for (let line = 0; line < window.lines; line++) {
      const from = 2 * ((burst.index * 90 + window.firstLine + line) * 300 + window.firstSample);
      out.set(noise.subarray(from, from + 2 * window.samples), 2 * line * window.samples);
    }
    return out;
  };
  return { grid, alignments, dem, readSamples };
}

describeGpu('the interferogram of two bursts', (gpu) => {
  const request = requestOf((line, sample) => 0.002 * line - 0.0007 * sample);
  let whole: Interferogram;

  beforeAll(async () => {
    if (gpu()) whole = await formInterferogram(gpu(), request);
  });

  it('is the same to the bit whatever the size of a block', async () => {
    for (const blockBytes of [1, 40_000, 100_000]) {
      const shares: number[] = [];
      const onProgress = (share: number): void => void shares.push(share);
      const parts = await formInterferogram(gpu(), { ...request, blockBytes, onProgress });
      expect(parts.cells).toEqual(whole.cells);
      expect(parts.heightsM).toEqual(whole.heightsM);
      expect(parts.centroids).toEqual(whole.centroids);
      expect(shares.length).toBeGreaterThan(2);
      expect(shares.at(-1)).toBe(1);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    }
  });

  it('has the phase that the geometry gives, without a seam, and coherence 1', () => {
    const phase = wrappedPhase(whole);
    let [worst, filled] = [0, 0];
    for (let n = 0; n < phase.length; n++) {
      if (Number.isNaN(phase[n])) continue;
      filled++;
      const [row, column] = [Math.floor(n / whole.grid.columns), n % whole.grid.columns];
      const [re, im, p1, p2] = whole.cells.subarray(4 * n, 4 * n + 4) as unknown as [number, number, number, number];
      // Within a cell the phase turns by 0.04 rad, and speckle weighs it: a few mrad off the middle's.
      const burst = row * LOOKS.azimuth < 105 ? 0 : 1;
      const line = row * LOOKS.azimuth + 1 - burst * 90;
      const expected = -2 * Math.PI * (0.002 * line - 0.0007 * (column * LOOKS.range + 4.5));
      const off = Math.atan2(Math.sin(phase[n]! - expected), Math.cos(phase[n]! - expected));
      worst = Math.max(worst, Math.abs(off));
      expect(Math.hypot(re, im) / Math.sqrt(p1 * p2)).toBeGreaterThan(0.999);
    }
    expect(worst).toBeLessThan(0.02);
    expect(filled).toBeGreaterThan(0.8 * phase.length);
  });

  it('keeps the height that it took the phase of', () => {
    for (let n = 0; n < whole.heightsM.length; n++)
      expect(Math.abs(whole.heightsM[n]! - (whole.cells[4 * n + 2]! > 0 ? 250 : 0))).toBeLessThan(0.01);
  });

  it('stops when told to, and leaves no memory on the device', async () => {
    const controller = new AbortController();
    const stopped = formInterferogram(gpu(), {
      ...request,
      blockBytes: 1,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(gpu().liveBytes).toBe(0);
  });
});

describeGpu('the interferogram of two bursts with few range looks', (gpu) => {
  const request = requestOf((line, sample) => 0.002 * line - 0.0007 * sample, { azimuth: 3, range: 4 });

  it('is the same to the bit whatever the size of a block', async () => {
    const whole = await formInterferogram(gpu(), request);
    for (const blockBytes of [1, 40_000, 100_000]) {
      const parts = await formInterferogram(gpu(), { ...request, blockBytes });
      expect(parts.cells).toEqual(whole.cells);
      expect(parts.heightsM).toEqual(whole.heightsM);
      expect(parts.centroids).toEqual(whole.centroids);
    }
  });

  it('has no data where fewer than six valid samples lie beside a pixel, and the same phase as whole samples', async () => {
    const { grid, cells } = await formInterferogram(gpu(), request);
    let worst = 0;
    for (let column = 0; column < grid.columns; column++) {
      const [re, im, p1, p2] = cells.subarray(4 * (20 * grid.columns + column)) as unknown as number[];
      const [first, last] = [column * 4, column * 4 + 3];
      expect(p1! > 0).toBe(first - 6 >= 8 && last + 6 <= 291);
      if (p1 === 0) continue;
      expect(Math.hypot(re!, im!) / Math.sqrt(p1! * p2!)).toBeGreaterThan(0.999);
      const expected = -2 * Math.PI * (0.002 * 61 - 0.0007 * (first + 1.5));
      worst = Math.max(worst, Math.abs(Math.atan2(im!, re!) - expected));
    }
    // Within a cell the phase turns by 0.025 rad, and speckle weighs it.
    expect(worst).toBeLessThan(0.02);
  });
});

describe('the wrapped phase', () => {
  it('is NaN where a cell has no power, the argument elsewhere', () => {
    const cells = new Float32Array([0, 0, 0, 0, 3, 3, 5, 5, -2, 0, 5, 5, 0, 0, 5, 5]);
    const { grid } = requestOf(() => 0);
    const interferogram = {
      grid: { ...grid, rows: 2, columns: 2 },
      cells,
      heightsM: new Float32Array(4),
      centroids: new Float32Array(8),
    };
    expect([...wrappedPhase(interferogram)]).toEqual([NaN, Math.PI / 4, Math.PI, 0].map(Math.fround));
  });
});
