import { adapterName } from '../../src/gpu/index.ts';
import type { BurstPlacement, Interferogram } from '../../src/model/index.ts';
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

const SAMPLES_PER_BURST = 700;
const RELIEF_M = 800;

/** In IW1 37 effective looks. */
const LOOKS = { azimuth: 4, range: 21 };

/** Cells on each side of a seam whose mean residuals are compared. */
const SEAM_CELLS = 12;

/** Effective looks of the second, coarser figure. */
const MANY_LOOKS = 500;

interface Limit {
  readonly what: string;
  readonly measuredMrad: number;
  readonly limitMrad: number;
}

/** Cells of a placement, as a rectangle of the raster. */
interface CellBox {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

function boxOf({ window, firstCellRow, firstCellColumn }: BurstPlacement, { grid: { looks } }: Area): CellBox {
  return {
    row: firstCellRow,
    column: firstCellColumn,
    rows: window.lines / looks.azimuth,
    columns: window.samples / looks.range,
  };
}

/** The sum of the cells of a rectangle; cells without data are left out. */
function sumOf({ grid, cells }: Interferogram, box: CellBox): { re: number; im: number; count: number } {
  const sum = { re: 0, im: 0, count: 0 };
  for (let row = box.row; row < box.row + box.rows; row++)
    for (let column = box.column; column < box.column + box.columns; column++) {
      const at = 4 * (row * grid.columns + column);
      if (!(cells[at + 2]! > 0)) continue;
      sum.re += cells[at]!;
      sum.im += cells[at + 1]!;
      sum.count++;
    }
  return sum;
}

/** Phases of averages of `down` by `across` cells that hold data throughout, rad, over the placements. */
function residuals(interferogram: Interferogram, boxes: readonly CellBox[], down: number, across: number): number[] {
  const phases: number[] = [];
  for (const box of boxes)
    for (let row = box.row; row + down <= box.row + box.rows; row += down)
      for (let column = box.column; column + across <= box.column + box.columns; column += across) {
        const { re, im, count } = sumOf(interferogram, { row, column, rows: down, columns: across });
        if (count === down * across) phases.push(Math.atan2(im, re));
      }
  return phases;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function quantile(values: readonly number[], share: number): number {
  const sorted = values.map(Math.abs).toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}

/** Mean residual of both sides of every line on which two placements meet, and their difference. */
function seams(interferogram: Interferogram, boxes: readonly CellBox[]): { what: string; jumpRad: number }[] {
  const found: { what: string; jumpRad: number }[] = [];
  const jump = (before: CellBox, after: CellBox): number =>
    mean(residuals(interferogram, [after], 1, 1)) - mean(residuals(interferogram, [before], 1, 1));
  for (const [i, a] of boxes.entries()) {
    for (const [j, b] of boxes.entries()) {
      if (a.column === b.column && a.row + a.rows === b.row)
        found.push({
          what: `burst seam ${i + 1}-${j + 1}`,
          jumpRad: jump({ ...a, row: b.row - SEAM_CELLS, rows: SEAM_CELLS }, { ...b, rows: SEAM_CELLS }),
        });
      const row = Math.max(a.row, b.row);
      const rows = Math.min(a.row + a.rows, b.row + b.rows) - row;
      if (a.column + a.columns === b.column && rows > SEAM_CELLS)
        found.push({
          what: `swath seam ${i + 1}-${j + 1}`,
          jumpRad: jump(
            { row, rows, column: b.column - SEAM_CELLS, columns: SEAM_CELLS },
            { row, rows, column: b.column, columns: SEAM_CELLS },
          ),
        });
    }
  }
  return found;
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
        const boxes = area.placements.map((placement) => boxOf(placement, area));
        const single = residuals(interferogram, boxes, 1, 1);
        const block = blockOf(pair, area, MANY_LOOKS);
        const many = residuals(interferogram, boxes, block.down, block.across);
        const heights = interferogram.heightsM.filter((_, cell) => interferogram.cells[4 * cell + 2]! > 0);
        const { looks } = area.grid;
        const cellLooks = effectiveLooks(pair.bursts[0]!.referenceSwath, looks.azimuth, looks.range);
        const relief = heights.reduce((a, b) => Math.max(a, b)) - heights.reduce((a, b) => Math.min(a, b));
        console.log(
          `${boxes.length} bursts, ${single.length} cells, relief ${relief.toFixed(0)} m, azimuth shift applied ` +
            `${((found.registration.appliedS / area.grid.radarGrid.lineIntervalS) * 1e5).toFixed(1)}e-5 line`,
        );
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
