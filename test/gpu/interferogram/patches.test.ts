import { beforeAll, describe, expect, it } from 'vitest';
import { alignBurst, topsCarrier } from '../../../src/coregister/index.ts';
import {
  FORM_MODE,
  commonGrid,
  formInterferogram,
  formPatches,
  layoutBursts,
  pointPatchPlacement,
} from '../../../src/interferogram/index.ts';
import type { BurstPair, BurstPlacement, FullResolutionPatch, Interferogram, Looks } from '../../../src/model/index.ts';
import { formPixel } from '../../reference/interferogram/form.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { madeUpSwath } from '../../support/made-up-swath.ts';
import { Random } from '../../support/random.ts';
import { type FormCase, formInput, runForm } from './form-case.ts';
import { flatDem, planarGeometry } from './planar-geometry.ts';

const ONE = { azimuth: 1, range: 1 };

/** Of the date's rms amplitude; as for the products (form.test.ts). */
const RELATIVE_LIMIT = 1e-4;

const CASES: readonly (readonly [string, Omit<FormCase, 'looks'>])[] = [
  ['64 x 64', { lines: 64, samples: 64, seed: 1 }],
  [
    'later block, far offsets',
    { lines: 33, samples: 70, skippedTileRows: 1, lineOffset: 19, sampleOffset: -90, seed: 2 },
  ],
  ['valid borders and gaps', { lines: 64, samples: 64, border: 5, gaps: 0.02, seed: 3 }],
];

describeGpu('interferogram/form, both dates', (gpu) => {
  it.each(CASES)('%s: as the f64 reference, 0 without data', async (name, test) => {
    const input = formInput({ ...test, looks: ONE });
    const { lines, samples } = input.window;
    const place = { rows: lines, columns: samples, firstRow: 0, firstColumn: 0 };
    const { cells, heightsM, centroids } = await runForm(gpu(), input, place, FORM_MODE.bothDates);
    const skipped = input.window.firstLine - input.tiles.layout.firstLine;
    const error = [0, 0];
    const power = [0, 0];
    let [valid, empty, strayed] = [0, 0, 0];
    for (let y = 0; y < lines; y++)
      for (let x = 0; x < samples; x++) {
        const pixel = formPixel(input, skipped + y, x);
        const got = [...cells.subarray(4 * (y * samples + x), 4 * (y * samples + x) + 4)];
        if (!pixel) {
          strayed += got.some((value) => value !== 0) ? 1 : 0;
          empty++;
          continue;
        }
        valid++;
        for (const [date, value] of [pixel[0]!.reference, pixel[0]!.secondary].entries()) {
          power[date]! += Math.hypot(...value) ** 2;
          const off = Math.hypot(got[2 * date]! - value[0], got[2 * date + 1]! - value[1]);
          error[date] = Math.max(error[date]!, off);
        }
      }
    expect(strayed).toBe(0);
    expect(valid).toBeGreaterThan(0.5 * lines * samples);
    expect(empty > 0).toBe((test.border ?? 0) > 0);
    const worst = Math.max(...error.map((off, date) => off / Math.sqrt(power[date]! / valid)));
    stateFigure(`patch, ${name}: relative error`, worst, RELATIVE_LIMIT);
    expect(worst).toBeLessThan(RELATIVE_LIMIT);
    expect(heightsM.every((value) => value === 0) && centroids.every((value) => value === 0)).toBe(true);
  });
});

const swath = madeUpSwath({ bursts: 1, linesPerBurst: 120, samplesPerBurst: 300, border: { lines: 3, samples: 8 } });
const [burst] = swath.bursts;
const pair: BurstPair = { referenceSwath: swath, secondarySwath: swath, reference: burst!, secondary: burst! };
const random = new Random(1);
const noise = [0, 1].map(() => Int16Array.from({ length: 2 * 120 * 300 }, () => Math.round(1000 * random.normal())));
// The same burst for both dates, told apart by the identity of its swath.
const other = { ...swath };
const twoDates: BurstPair = { ...pair, secondarySwath: other };
const dem = flatDem(250);

const readSamples = async (
  from: unknown,
  _: unknown,
  window: { firstLine: number; firstSample: number; lines: number; samples: number },
): Promise<Int16Array<ArrayBuffer>> => {
  const out = new Int16Array(2 * window.lines * window.samples);
  for (let line = 0; line < window.lines; line++) {
    const at = 2 * ((window.firstLine + line) * 300 + window.firstSample);
    out.set(noise[from === other ? 1 : 0]!.subarray(at, at + 2 * window.samples), 2 * line * window.samples);
  }
  return out;
};

const align = (placement: BurstPlacement, looks: Looks) =>
  alignBurst({
    placement,
    looks,
    geometry: planarGeometry((line, sample) => 0.02 * line - 0.007 * sample, { line: 0.3, sample: -0.4 }),
    carrier: topsCarrier(other, burst!, 7600),
  });

const patchAt = (line: number, sample: number): BurstPlacement =>
  pointPatchPlacement({ pair: twoDates }, line, sample)!;

describeGpu('full-resolution patches of a burst', (gpu) => {
  const looks = { azimuth: 4, range: 8 };
  const area = { firstLine: 0, firstSample: 0, lines: 120, samples: 300 };
  const { grid, placements } = layoutBursts([twoDates], commonGrid(twoDates, 20_000), area, looks, () => {});
  const centres = [
    [60.3, 150.8],
    [3, 8],
    [116, 291],
    [60, 100],
  ] as const;
  const alignments = centres.map(([line, sample]) => align(patchAt(line, sample), ONE));
  let whole: Interferogram;
  let patches: FullResolutionPatch[];

  beforeAll(async () => {
    if (!gpu()) return;
    whole = await formInterferogram(gpu(), { grid, alignments: [align(placements[0]!, looks)], dem, readSamples });
    patches = await formPatches(gpu(), { alignments, dem, readSamples });
  });

  it('multilook to the cells of the interferogram', () => {
    let [worst, compared] = [0, 0];
    for (const { window, reference, secondary } of patches)
      for (
        let row = Math.ceil(window.firstLine / looks.azimuth);
        (row + 1) * looks.azimuth <= window.firstLine + 64;
        row++
      )
        for (
          let column = Math.ceil(window.firstSample / looks.range);
          (column + 1) * looks.range <= window.firstSample + 64;
          column++
        ) {
          const sum = [0, 0, 0, 0] as [number, number, number, number];
          for (let a = 0; a < looks.azimuth; a++)
            for (let r = 0; r < looks.range; r++) {
              const n =
                (row * looks.azimuth + a - window.firstLine) * 64 + column * looks.range + r - window.firstSample;
              const [re, im] = [reference[2 * n]!, reference[2 * n + 1]!];
              const [re2, im2] = [secondary[2 * n]!, secondary[2 * n + 1]!];
              sum[0] += (re * re2 + im * im2) / 32;
              sum[1] += (im * re2 - re * im2) / 32;
              sum[2] += (re * re + im * im) / 32;
              sum[3] += (re2 * re2 + im2 * im2) / 32;
            }
          const cell = [...whole.cells.subarray(4 * (row * grid.columns + column)).subarray(0, 4)];
          if (cell[2] === 0) continue;
          compared++;
          for (const [k, value] of cell.entries())
            worst = Math.max(worst, Math.abs(sum[k]! - value) / Math.sqrt(cell[2]! * cell[3]!));
        }
    expect(compared).toBeGreaterThan(300);
    stateFigure('patches multilooked against the interferogram', worst, RELATIVE_LIMIT);
    expect(worst).toBeLessThan(RELATIVE_LIMIT);
  });

  it('are 0 where the taps leave the valid area, both dates together', () => {
    for (const { window, reference, secondary } of patches) {
      let [empty, filled] = [0, 0];
      for (let n = 0; n < 64 * 64; n++) {
        const [line, sample] = [window.firstLine + Math.floor(n / 64), window.firstSample + (n % 64)];
        // Offsets 0.3 and -0.4: 8 lines from -3 on, 12 samples from -6 on.
        const inside = line - 3 >= 3 && line + 4 <= 116 && sample - 6 >= 8 && sample + 5 <= 291;
        const isEmpty = [reference, secondary].map((date) => date[2 * n] === 0 && date[2 * n + 1] === 0);
        expect(isEmpty).toEqual([!inside, !inside]);
        if (inside) filled++;
        else empty++;
      }
      expect(filled).toBeGreaterThan(3000);
      expect(empty).toBeLessThan(1100);
    }
  });

  it('are the same to the bit alone and among others, and leave no memory on the device', async () => {
    for (const [index, alignment] of alignments.entries()) {
      const [alone] = await formPatches(gpu(), { alignments: [alignment], dem, readSamples });
      expect(alone).toEqual(patches[index]);
    }
    expect(await formPatches(gpu(), { alignments: [], dem, readSamples })).toEqual([]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(formPatches(gpu(), { alignments, dem, readSamples, signal })).rejects.toThrow('enough');
    expect(gpu().liveBytes).toBe(0);
  });
});

describe('the placement of a patch around a point', () => {
  it('is centred, and moved to stay inside the valid area', () => {
    const window = (line: number, sample: number) => pointPatchPlacement({ pair }, line, sample)?.window;
    expect(window(60.3, 150.8)).toEqual({ firstLine: 28, firstSample: 119, lines: 64, samples: 64 });
    expect(window(3, 8)).toEqual({ firstLine: 3, firstSample: 8, lines: 64, samples: 64 });
    expect(window(116, 291)).toEqual({ firstLine: 53, firstSample: 228, lines: 64, samples: 64 });
  });

  it('does not exist for a place outside the valid area, nor where a burst is smaller than a patch', () => {
    for (const [line, sample] of [
      [2.9, 100],
      [116.1, 100],
      [60, 7.9],
      [60, 291.5],
      [NaN, 100],
    ] as const)
      expect(pointPatchPlacement({ pair }, line, sample)).toBeUndefined();
    expect(pointPatchPlacement({ pair }, 60, 100, 115)).toBeUndefined();
    expect(pointPatchPlacement({ pair }, 60, 100, 114)?.window.firstLine).toBe(3);
  });
});
