import { type Gpu, adapterName, openGpu } from '../../src/gpu/index.ts';
import { formInterferogram, layoutBursts } from '../../src/interferogram/index.ts';
import type { GridWindow, Interferogram } from '../../src/model/index.ts';
import { type Area, alignBursts, fitBursts, planArea } from '../../src/pipeline/index.ts';
import { readBurstSamples } from '../../src/read/index.ts';
import { type MadeUpPair, middleBurst, withMadeUpPair } from './made-up-product.ts';
import { neededTemplateDir, quietContext } from './open-scene.ts';

const SWATH = 'iw1';
const LIMIT = 1e-6;

const MEBIBYTE = 2 ** 20;

/** A whole burst of this width takes more than one block under a limit of 128 MiB, and one under 1 GiB. */
const WIDE_SAMPLES = 12_000;
const NARROW_SAMPLES = 1500;

/** The device, seen by the stages as one whose buffers hold at most this much. */
function withLimit(gpu: Gpu, bytes: number): Gpu {
  const limits = { ...gpu.limits, maxStorageBufferBindingSize: bytes };
  return new Proxy(gpu, {
    get(target, key) {
      if (key === 'limits') return limits;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** A part of the middle burst, all its lines, in the grid of the area. */
async function burstArea({ pair, job }: MadeUpPair, samples: number): Promise<Area> {
  const whole = await planArea({ ...job, options: { ...job.options, context_margin_m: 20_000 } }, pair, quietContext());
  const { radarGrid, looks } = whole.grid;
  const burst = middleBurst(pair, SWATH);
  const { reference, referenceSwath } = burst;
  const window: GridWindow = {
    firstLine: Math.round((reference.firstLineTimeS - radarGrid.firstLineTimeS) / radarGrid.lineIntervalS),
    firstSample:
      Math.round((referenceSwath.nearRangeM - radarGrid.nearRangeM) / radarGrid.rangeSpacingM) +
      Math.round((referenceSwath.samplesPerBurst - samples) / 2),
    lines: referenceSwath.linesPerBurst,
    samples,
  };
  return { ...layoutBursts([burst], radarGrid, window, looks, () => {}), dem: whole.dem };
}

/** Largest difference of any number of two interferograms, relative to the mean power of the cells. */
function difference(a: Interferogram, b: Interferogram): number {
  let [worst, power, count] = [0, 0, 0];
  for (let n = 0; n < a.cells.length; n++) {
    worst = Math.max(worst, Math.abs(a.cells[n]! - b.cells[n]!));
    if (n % 4 >= 2 && a.cells[n]! > 0) {
      power += a.cells[n]!;
      count++;
    }
  }
  return worst / (power / count);
}

async function compare(
  made: MadeUpPair,
  samples: number,
  ways: readonly { readonly name: string; readonly gpu: Gpu; readonly blockBytes: number }[],
): Promise<void> {
  const area = await burstArea(made, samples);
  const alignments = alignBursts(made.pair, area, await fitBursts(made.pair, area));
  const { grid, dem } = area;
  let first: Interferogram | undefined;
  for (const { name, gpu, blockBytes } of ways) {
    let blocks = 0;
    const onProgress = (): void => void blocks++;
    const startMs = performance.now();
    const readSamples = readBurstSamples;
    const formed = await formInterferogram(gpu, { grid, alignments, dem, readSamples, blockBytes, onProgress });
    const filled = formed.cells.filter((value, n) => n % 4 === 2 && value > 0).length;
    first ??= formed;
    const off = difference(first, formed);
    console.log(
      `${name.padEnd(28)} ${blocks} blocks, ${filled} cells, ${((performance.now() - startMs) / 1000).toFixed(1)} s | ` +
        `largest difference from the first ${off.toExponential(1)} | limit ${LIMIT} | ${off <= LIMIT ? 'met' : 'MISSED'}`,
    );
  }
}

export const description =
  'the interferogram of a burst for three block sizes and two limits of the device; the folder of a real pair must follow';

export async function run(): Promise<void> {
  const folder = neededTemplateDir();
  if (folder === undefined) return;
  const gpu = await openGpu();
  try {
    console.log(`adapter: ${adapterName(gpu.adapter)}`);
    await withMadeUpPair(folder, quietContext(), { swath: SWATH, sizeM: 2000 }, async (made) => {
      const sizes = [64 * 1024, MEBIBYTE, 32 * MEBIBYTE];
      await compare(
        made,
        NARROW_SAMPLES,
        sizes.map((blockBytes) => ({ name: `blocks of ${blockBytes / 1024} KiB`, gpu, blockBytes })),
      );
      // What the limit alone decides: the largest block is half of it.
      await compare(
        made,
        WIDE_SAMPLES,
        [128, 1024].map((mebibytes) => ({
          name: `limit of ${mebibytes} MiB`,
          gpu: withLimit(gpu, mebibytes * MEBIBYTE),
          blockBytes: Infinity,
        })),
      );
    });
  } finally {
    await gpu.close();
  }
}
