import { blankedCells, strongStableScatterers } from '../coherence/index.ts';
import { visitCellPlaces } from '../geometry/index.ts';
import type { AnswerWaterMask } from '../job/index.ts';
import type { CoherenceMap, Interferogram, Warn } from '../model/index.ts';
import { type WaterMask, readWaterMask } from '../read/index.ts';
import { zeroQuantileAt } from '../speckle/index.ts';
import type { JobContext } from './context.ts';
import { openInputs } from './open-inputs.ts';
import type { OpenedPair } from './open-pair.ts';
import { type Area, footprint } from './plan/plan-area.ts';

/** The part of a water mask that the area needs. */
export async function openWaterMask(
  locations: string | readonly string[],
  pair: OpenedPair,
  { grid, dem }: Area,
  { access, signal }: Pick<JobContext, 'access' | 'signal'>,
): Promise<WaterMask> {
  const window = {
    firstLine: grid.firstLine,
    firstSample: grid.firstSample,
    lines: grid.rows * grid.looks.azimuth,
    samples: grid.columns * grid.looks.range,
  };
  const box = footprint(pair, grid.radarGrid, window, [dem.minHeightM, dem.maxHeightM]);
  const { files, close } = await openInputs(locations, access, signal);
  try {
    return await readWaterMask(files, box, signal);
  } finally {
    await close();
  }
}

/** Cells that a water mask takes out of unwrapping, shape (rows, columns), and what the answer says of it. */
export interface AppliedWaterMask {
  /** 1 for cells that are water by the mask. */
  readonly water: Uint8Array;
  /** 1 for cells that are blanked. */
  readonly blanked: Uint8Array;
  readonly found: AnswerWaterMask;
}

const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);

/** Finds the cells that are water by the mask, and those of them that have no phase to keep. */
export function applyWaterMask(
  mask: WaterMask,
  pair: OpenedPair,
  { grid, cells, heightsM }: Interferogram,
  coherence: CoherenceMap,
  warn: Warn,
): AppliedWaterMask {
  const water = new Uint8Array(grid.rows * grid.columns);
  const withData = heightsM.map((height, cell) => (Number.isFinite(coherence.raw[cell]!) ? height : Number.NaN));
  let placed = 0;
  let outside = 0;
  visitCellPlaces(grid, pair.referenceOrbit, withData, (cell, longitudeDeg, latitudeDeg) => {
    const isWater = mask.isWater(longitudeDeg, latitudeDeg);
    placed++;
    if (isWater === undefined) outside++;
    else if (isWater) water[cell] = 1;
  });
  if (outside > 0)
    warn({
      code: 'WATER_MASK_PARTLY_COVERING',
      stage: 'coherence',
      message: `${mask.name} has no pixel at ${outside} of ${placed} cells (${Number(((100 * outside) / placed).toPrecision(2))} %): they are taken as land.`,
    });
  const strongScatterer = strongStableScatterers(grid.rows, grid.columns, cells, water);
  const blanked = blankedCells({
    water,
    rawCoherence: coherence.raw,
    zeroQuantileOf: (cell) => zeroQuantileAt(coherence, cell),
    strongScatterer,
  });
  return { water, blanked, found: { name: mask.name, water_cells: count(water), blanked_cells: count(blanked) } };
}

/** A raster without the blanked cells: NaN there. */
export function withoutBlanked(
  raster: Float32Array<ArrayBuffer>,
  applied: AppliedWaterMask | undefined,
): Float32Array<ArrayBuffer> {
  return applied ? raster.map((value, cell) => (applied.blanked[cell] ? Number.NaN : value)) : raster;
}
