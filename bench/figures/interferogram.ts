import { adapterName } from '../../src/gpu/index.ts';
import {
  type Area,
  type OpenedPair,
  StageClock,
  interferogramOf,
  planArea,
  withPair,
} from '../../src/pipeline/index.ts';
import { effectiveLooks } from '../../src/speckle/index.ts';
import { quietContext, templateDir, wholeBursts, withScene } from './open-scene.ts';
import { boxOf, mean, quantile, residuals, seams } from './residual-phase.ts';

const SAMPLES_PER_BURST = 700;
const RELIEF_M = 800;

/** In IW1 37 effective looks. */
const LOOKS = { azimuth: 4, range: 21 };

/** Effective looks of the second, coarser figure. */
const MANY_LOOKS = 500;

interface Limit {
  readonly what: string;
  readonly measuredMrad: number;
  readonly limitMrad: number;
}

/** The block of whole cells whose effective looks come closest to a number. */
function blockOf(
  pair: OpenedPair,
  { grid: { looks } }: Area,
  wanted: number,
): { down: number; across: number; looks: number } {
  const swath = pair.bursts[0]!.referenceSwath;
  let best = { down: 1, across: 1, looks: 0 };
  for (let down = 2; down <= 6; down++)
    for (let across = 2; across <= 6; across++) {
      const here = effectiveLooks(swath, down * looks.azimuth, across * looks.range);
      if (Math.abs(here - wanted) < Math.abs(best.looks - wanted)) best = { down, across, looks: here };
    }
  return best;
}

function print({ what, measuredMrad, limitMrad }: Limit): void {
  const verdict = Math.abs(measuredMrad) < limitMrad ? 'met' : 'MISSED';
  console.log(`${what.padEnd(58)} ${measuredMrad.toFixed(2).padStart(8)} mrad | limit ${limitMrad} mrad | ${verdict}`);
}

export const description =
  'residual phase of a noise-free pair of 3 bursts and 2 swaths against its truth; a folder with a real pair may follow';

/**
 * Nothing moves in the scene, so what its scatterers' own distances on both dates leave, once the phase of orbits and DEM is
 * taken out, is truth 0 at every cell; what the interferogram has instead is the residual.
 */
export async function run(): Promise<void> {
  const template = templateDir();
  const scene = {
    scene: 'none',
    coherence: 1,
    seed: 5,
    bursts: 3,
    swaths: ['iw1', 'iw2'],
    samples: SAMPLES_PER_BURST,
    reliefM: RELIEF_M,
    ...(template === undefined ? {} : { templateDir: template }),
  } as const;
  await withScene(
    scene,
    async (job) => {
      const context = quietContext();
      const clock = new StageClock(context.progress, context.signal);
      await withPair(job, context, clock, async (pair, gpu) => {
        console.log(`adapter: ${adapterName(gpu.adapter)}`);
        console.log(`template: ${pair.reference.name} / ${pair.secondary.name}`);
        const area = await planArea(job, pair, context);
        const { interferogram, found } = await interferogramOf(gpu, pair, area, area, clock, context);
        const boxes = area.placements.map((placement) => boxOf(placement, area.grid.looks));
        const single = residuals(interferogram, boxes, 1, 1);
        const block = blockOf(pair, area, MANY_LOOKS);
        const many = residuals(interferogram, boxes, block.down, block.across);
        const heights = interferogram.heightsM.filter((_, cell) => interferogram.cells[4 * cell + 2]! > 0);
        const { looks } = area.grid;
        const cellLooks = effectiveLooks(pair.bursts[0]!.referenceSwath, looks.azimuth, looks.range);
        const relief = heights.reduce((a, b) => Math.max(a, b)) - heights.reduce((a, b) => Math.min(a, b));
        console.log(`${boxes.length} bursts, ${single.length} cells, relief ${relief.toFixed(0)} m`);
        for (const [name, shiftS] of found.registration.swathAppliedS) {
          const lines = shiftS / area.grid.radarGrid.lineIntervalS;
          console.log(`azimuth shift corrected in ${name}: ${(1e5 * lines).toFixed(1)}e-5 line`);
        }
        const mrad = (rad: number): number => 1000 * rad;
        print({ what: 'mean', measuredMrad: mrad(mean(single)), limitMrad: 2 });
        const at = (n: number): string => `99.9th percentile of |residual|, ${n.toFixed(1)} effective looks`;
        print({ what: at(cellLooks), measuredMrad: mrad(quantile(single, 0.999)), limitMrad: 60 });
        print({ what: at(block.looks), measuredMrad: mrad(quantile(many, 0.999)), limitMrad: 15 });
        for (const { what, jumpRad } of seams(interferogram, boxes))
          print({ what: `jump at ${what}`, measuredMrad: mrad(jumpRad), limitMrad: 5 });
        for (const { code, message } of context.warnings) console.log(`warning ${code}: ${message}`);
      });
    },
    (job) => {
      wholeBursts(job);
      Object.assign(job['options'] as Record<string, unknown>, { looks: LOOKS });
    },
  );
}
