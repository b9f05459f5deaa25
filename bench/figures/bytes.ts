import { adapterName, openGpu } from '../../src/gpu/index.ts';
import { StageClock, interferogramOf, planArea } from '../../src/pipeline/index.ts';
import { withMadeUpPair } from './made-up-product.ts';
import { neededTemplateDir, quietContext } from './open-scene.ts';

const BOX_M = 2000;
const BYTES_PER_SAMPLE = 4;

/** What surrounds the bbox and is processed too, m: nothing, a little, and as a job has it that says nothing. */
const MARGINS_M = [0, 1000, undefined] as const;

export const description =
  'bytes read and pixels computed for a 2 km bbox beside whole bursts; the folder of a real pair must follow';

export async function run(): Promise<void> {
  const folder = neededTemplateDir();
  if (folder === undefined) return;
  const gpu = await openGpu();
  try {
    console.log(`adapter: ${adapterName(gpu.adapter)}`);
    for (const marginM of MARGINS_M) {
      const context = quietContext();
      await withMadeUpPair(folder, context, { swath: 'iw2', sizeM: BOX_M }, async ({ pair, job, bytesRead }) => {
        const options = marginM === undefined ? job.options : { ...job.options, context_margin_m: marginM };
        const area = await planArea({ ...job, options }, pair, context);
        const clock = new StageClock(context.progress, context.signal);
        await interferogramOf(gpu, pair, area, area, clock, context);
        const pixels = area.placements.reduce((sum, { window }) => sum + window.lines * window.samples, 0);
        const bursts = area.placements.map(
          ({ pair: { referenceSwath: swath } }) => swath.linesPerBurst * swath.samplesPerBurst,
        );
        const whole = bursts.reduce((sum, size) => sum + size, 0);
        const share = (part: number, all: number): string => `${((100 * part) / all).toFixed(1)} %`;
        console.log(
          [
            `${BOX_M} m bbox, context ${options.context_margin_m} m, ${area.placements.length} bursts`,
            `${(pixels / 1e6).toFixed(2)} Mpixel of ${(whole / 1e6).toFixed(1)} (${share(pixels, whole)})`,
            `${(bytesRead() / 1e6).toFixed(2)} MB read of ${((2 * whole * BYTES_PER_SAMPLE) / 1e6).toFixed(0)} (${share(bytesRead(), 2 * whole * BYTES_PER_SAMPLE)}), both dates`,
          ].join(' | '),
        );
      });
    }
  } finally {
    await gpu.close();
  }
}
