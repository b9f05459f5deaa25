import { expect, it } from 'vitest';
import { type FormInput, form } from '../../reference/interferogram/form.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { type FormCase, formInput, runForm } from './form-case.ts';

/**
 * Of the amplitude sqrt(P1 P2). The carrier reaches 12 lines of 5.7 cycles: rounding to half of 2^-17 in each of three
 * additions is 1e-5 cycles, 7e-5 rad at worst; the topographic term (40 cycles) adds 3e-5; sin and cos a few 1e-7.
 */
const RELATIVE_LIMIT = 1e-4;
const PHASE_LIMIT_RAD = 1e-3;

/** Below this share of sqrt(P1 P2) a cell's phase is noise, and any error of it with it. */
const LEAST_COHERENCE = 0.1;

interface Worst {
  relative: number;
  phaseRad: number;
  power: number;
  heightM: number;
  centroid: number;
  cells: number;
  empty: number;
  /** Cells without data that were written. */
  strayed: number;
}

/** Compares the block within the raster, and that the rest of the raster stays zero. */
async function compare(gpu: Parameters<typeof runForm>[0], input: FormInput): Promise<Worst> {
  const expected = form(input);
  const place = { rows: expected.rows + 3, columns: expected.columns + 2, firstRow: 2, firstColumn: 1 };
  const { cells, heightsM, centroids } = await runForm(gpu, input, place);
  const valid = expected.heightsM.reduce((sum, height) => sum + (height === 0 ? 0 : 1), 0);
  const meanPower = expected.cells.reduce((sum, value, k) => sum + (k % 4 === 3 ? value : 0), 0) / valid;
  const worst: Worst = {
    relative: 0,
    phaseRad: 0,
    power: 0,
    heightM: 0,
    centroid: 0,
    cells: 0,
    empty: 0,
    strayed: 0,
  };
  for (let i = 0; i < place.rows; i++)
    for (let j = 0; j < place.columns; j++) {
      const at = i * place.columns + j;
      const [row, column] = [i - place.firstRow, j - place.firstColumn];
      const inBlock = row >= 0 && column >= 0 && row < expected.rows && column < expected.columns;
      const e = inBlock ? expected.cells.subarray(4 * (row * expected.columns + column)) : new Float64Array(4);
      const [re, im, first, second] = cells.subarray(4 * at, 4 * at + 4) as unknown as [number, number, number, number];
      // A single pixel of noise can be interpolated to nearly nothing; its error is that of its neighbours.
      const scale = Math.sqrt(e[2]! * Math.max(e[3]!, meanPower));
      if (e[2] === 0) {
        const written = [re, im, first, second, heightsM[at]!, ...centroids.subarray(2 * at, 2 * at + 2)];
        worst.strayed += written.some((value) => value !== 0) ? 1 : 0;
        worst.empty++;
        continue;
      }
      worst.cells++;
      worst.relative = Math.max(worst.relative, Math.hypot(re - e[0]!, im - e[1]!) / scale);
      worst.power = Math.max(
        worst.power,
        Math.abs(first / e[2]! - 1),
        Math.abs(second - e[3]!) / Math.max(e[3]!, meanPower),
      );
      const height = expected.heightsM[row * expected.columns + column]!;
      worst.heightM = Math.max(worst.heightM, Math.abs(heightsM[at]! - height));
      for (const k of [0, 1]) {
        const centroid = expected.centroids[2 * (row * expected.columns + column) + k]!;
        worst.centroid = Math.max(worst.centroid, Math.abs(centroids[2 * at + k]! - centroid));
      }
      if (Math.hypot(e[0]!, e[1]!) < LEAST_COHERENCE * scale) continue;
      const turned = Math.atan2(im * e[0]! - re * e[1]!, re * e[0]! + im * e[1]!);
      worst.phaseRad = Math.max(worst.phaseRad, Math.abs(turned));
    }
  return worst;
}

const CASES: readonly (readonly [string, FormCase])[] = [
  ['1 x 1, one pixel', { looks: { azimuth: 1, range: 1 }, lines: 1, samples: 1, seed: 1 }],
  ['1 x 1, one tile and a bit', { looks: { azimuth: 1, range: 1 }, lines: 19, samples: 67, seed: 2 }],
  ['1 x 1, no carrier', { looks: { azimuth: 1, range: 1 }, lines: 17, samples: 65, carrier: 0, seed: 3 }],
  ['4 x 16', { looks: { azimuth: 4, range: 16 }, lines: 36, samples: 176, seed: 4 }],
  [
    '4 x 16, later block, far offsets',
    {
      looks: { azimuth: 4, range: 16 },
      lines: 20,
      samples: 144,
      skippedTileRows: 2,
      lineOffset: -23,
      sampleOffset: -137,
      seed: 5,
    },
  ],
  [
    '3 x 5, offsets forward, weak carrier',
    {
      looks: { azimuth: 3, range: 5 },
      lines: 33,
      samples: 155,
      lineOffset: 9,
      sampleOffset: 31,
      carrier: 0.1,
      seed: 6,
    },
  ],
  ['16 x 64', { looks: { azimuth: 16, range: 64 }, lines: 48, samples: 192, carrier: -1, seed: 7 }],
  ['4 x 16, valid borders', { looks: { azimuth: 4, range: 16 }, lines: 44, samples: 208, border: 5, seed: 8 }],
  ['3 x 5, valid borders', { looks: { azimuth: 3, range: 5 }, lines: 33, samples: 155, border: 4, seed: 9 }],
  ['3 x 5, pixels without height', { looks: { azimuth: 3, range: 5 }, lines: 33, samples: 100, gaps: 0.03, seed: 10 }],
  ['2 x 7, a block of no whole cells', { looks: { azimuth: 2, range: 7 }, lines: 19, samples: 92, seed: 11 }],
  ['full scale', { looks: { azimuth: 1, range: 1 }, lines: 16, samples: 64, amplitude: 32_767, seed: 12 }],
  ['half samples, 1 x 1', { looks: { azimuth: 1, range: 1 }, lines: 19, samples: 67, halfSamples: true, seed: 13 }],
  [
    'half samples, 2 x 4, later block, far offsets',
    {
      looks: { azimuth: 2, range: 4 },
      lines: 20,
      samples: 132,
      skippedTileRows: 2,
      lineOffset: -23,
      sampleOffset: -137,
      halfSamples: true,
      seed: 14,
    },
  ],
  [
    'half samples, 1 x 7, valid borders and gaps',
    { looks: { azimuth: 1, range: 7 }, lines: 30, samples: 155, border: 5, gaps: 0.01, halfSamples: true, seed: 15 },
  ],
  [
    'half samples, 3 x 5, no carrier, full scale',
    {
      looks: { azimuth: 3, range: 5 },
      lines: 33,
      samples: 155,
      carrier: 0,
      amplitude: 32_767,
      halfSamples: true,
      seed: 16,
    },
  ],
];

describeGpu('interferogram/form', (gpu) => {
  it.each(CASES)('%s', async (name, test) => {
    const worst = await compare(gpu(), formInput(test));
    expect(worst.cells).toBeGreaterThan(0);
    const frame = (test.border ?? 0) > 0 || (test.gaps ?? 0) > 0 ? 10 : 0;
    expect(worst.empty).toBeGreaterThan(frame);
    expect(worst.strayed).toBe(0);
    stateFigure(`form, ${name}: relative error`, worst.relative, RELATIVE_LIMIT);
    stateFigure(`form, ${name}: phase`, worst.phaseRad * 1000, PHASE_LIMIT_RAD * 1000, 'mrad');
    expect(worst.relative).toBeLessThan(RELATIVE_LIMIT);
    expect(worst.phaseRad).toBeLessThan(PHASE_LIMIT_RAD);
    expect(worst.power).toBeLessThan(RELATIVE_LIMIT);
    // Sums of up to 1024 terms: 1e-4 at the very worst.
    expect(worst.centroid).toBeLessThan(1e-5);
    // 1024 heights of up to 2600 m summed in f32: 2600 · 2^-24 · 1024 at the very worst.
    expect(worst.heightM).toBeLessThan(0.05);
  });
});

/** Offsets and phases zero, the same rectangle of both dates. */
function onOneGrid(test: Omit<FormCase, 'isShifted'>): { first: FormInput; second: FormInput } {
  const input = formInput({ ...test, isShifted: false });
  const { window, secondaryWindow: outer } = input;
  const cut = (samples: ArrayLike<number>): Int16Array<ArrayBuffer> => {
    const out = new Int16Array(2 * window.lines * window.samples);
    for (let y = 0; y < window.lines; y++)
      for (let x = 0; x < 2 * window.samples; x++) {
        const from = (y + window.firstLine - outer.firstLine) * outer.samples + window.firstSample - outer.firstSample;
        out[2 * y * window.samples + x] = samples[2 * from + x]!;
      }
    return out;
  };
  const same = { ...input, secondaryWindow: window, secondaryValid: input.referenceValid };
  const other = cut(input.secondary);
  return {
    first: { ...same, secondary: other },
    second: { ...same, reference: other, secondary: input.reference },
  };
}

describeGpu('interferogram/form on identical grids', (gpu) => {
  const looks = { azimuth: 4, range: 16 };
  const test = { looks, lines: 48, samples: 192, amplitude: 2000 };
  const place = { rows: 12, columns: 12, firstRow: 0, firstColumn: 0 };

  it.each([0, 0.3, 1, -1])('exchanging the dates gives the conjugate (carrier %f)', async (carrier) => {
    const { first, second } = onOneGrid({ ...test, carrier, seed: 21 });
    const forward = (await runForm(gpu(), first, place)).cells;
    const backward = (await runForm(gpu(), second, place)).cells;
    let worstRad = 0;
    let compared = 0;
    for (let cell = 0; cell < place.rows * place.columns; cell++) {
      const [re, im, p1, p2] = forward.subarray(4 * cell) as unknown as [number, number, number, number];
      const [backRe, backIm, backP1, backP2] = backward.subarray(4 * cell) as unknown as typeof forward & number[];
      expect(Math.abs(backP1! - p2)).toBeLessThanOrEqual(1e-5 * p2);
      expect(Math.abs(backP2! - p1)).toBeLessThanOrEqual(1e-5 * p1);
      if (p1 === 0) continue;
      compared++;
      worstRad = Math.max(worstRad, Math.abs(Math.atan2(im * backRe! + re * backIm!, re * backRe! - im * backIm!)));
    }
    expect(compared).toBeGreaterThan(50);
    // 0.01 mm is 2.3 mrad.
    stateFigure(`form, antisymmetry at carrier ${carrier}`, worstRad * 1000, 2.3, 'mrad');
    expect(worstRad).toBeLessThan(2.3e-3);
  });

  it('the same samples twice: phase 0, equal powers', async () => {
    const { first } = onOneGrid({ ...test, carrier: 0, seed: 22 });
    const { cells } = await runForm(gpu(), { ...first, secondary: first.reference }, place);
    let compared = 0;
    for (let cell = 0; cell < place.rows * place.columns; cell++) {
      const [re, im, p1, p2] = cells.subarray(4 * cell) as unknown as [number, number, number, number];
      expect(im).toBe(0);
      expect([re, p2]).toEqual([p1, p1]);
      if (p1 > 0) compared++;
    }
    expect(compared).toBeGreaterThan(50);
  });

  it('the same samples twice under a carrier: phase and powers to rounding', async () => {
    const { first } = onOneGrid({ ...test, carrier: 1, seed: 23 });
    const { cells } = await runForm(gpu(), { ...first, secondary: first.reference }, place);
    let worstRad = 0;
    for (let cell = 0; cell < place.rows * place.columns; cell++) {
      const [re, im, p1, p2] = cells.subarray(4 * cell) as unknown as [number, number, number, number];
      worstRad = Math.max(worstRad, Math.abs(Math.atan2(im, re)));
      expect(Math.abs(p2 - p1)).toBeLessThanOrEqual(1e-5 * p1);
      expect(Math.abs(re - p1)).toBeLessThanOrEqual(1e-5 * p1);
    }
    stateFigure('form, the same samples twice under a carrier', worstRad * 1000, 0.01, 'mrad');
    expect(worstRad).toBeLessThan(1e-5);
  });
});
