import { type PatchOffsets, estimatePatchOffsets, removeCarrier } from '../../coregister/index.ts';
import type { Gpu } from '../../gpu/index.ts';
import { type DopplerAt, type ReadSamples, formPatches } from '../../interferogram/index.ts';
import type { BurstAlignment, BurstPlacement } from '../../model/index.ts';
import { alignPixels, secondaryDoppler } from './align-bursts.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';

/** About a square on the ground. */
const PATCH_LINES = 64;
const PATCH_SAMPLES = 128;

/** Smaller than this the lags eat up a patch. */
const LEAST_PIXELS = 32;

const WANTED_PATCHES = 24;

/** Patches of a placement: middles of the rectangles of a regular division into about `count`. */
function patchesOf(placement: BurstPlacement, count: number): BurstPlacement[] {
  const { window } = placement;
  const lines = Math.min(PATCH_LINES, window.lines);
  const samples = Math.min(PATCH_SAMPLES, window.samples);
  if (lines < LEAST_PIXELS || samples < LEAST_PIXELS) return [];
  // Rectangles of the patch's own shape, where there is room.
  const shape = window.lines / lines / (window.samples / samples);
  const rows = Math.max(1, Math.min(Math.floor(window.lines / lines), Math.round(Math.sqrt(count * shape))));
  const columns = Math.max(1, Math.min(Math.floor(window.samples / samples), Math.round(count / rows)));
  const patches: BurstPlacement[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      patches.push({
        pair: placement.pair,
        window: {
          firstLine: Math.round(window.firstLine + ((row + 0.5) * window.lines) / rows - lines / 2),
          firstSample: Math.round(window.firstSample + ((column + 0.5) * window.samples) / columns - samples / 2),
          lines,
          samples,
        },
        firstCellRow: 0,
        firstCellColumn: 0,
      });
  return patches;
}

/** Windows for correlation, spread over the placements in proportion to their size: about 24 together. */
export function choosePatches(placements: readonly BurstPlacement[]): BurstPlacement[] {
  const size = ({ window }: BurstPlacement): number => window.lines * window.samples;
  const total = placements.reduce((sum, placement) => sum + size(placement), 0);
  return placements.flatMap((placement) =>
    patchesOf(placement, Math.max(1, Math.round((WANTED_PATCHES * size(placement)) / total))),
  );
}

/**
 * Offset of the resampled secondary against the reference by correlation of patches spread over the area.
 * @returns undefined where it cannot be measured: too small an area, too little coherence
 */
export async function correlatePatches(
  gpu: Gpu,
  pair: OpenedPair,
  area: Area,
  readSamples: ReadSamples,
  signal?: AbortSignal,
): Promise<PatchOffsets | undefined> {
  const alignments: BurstAlignment[] = [];
  const dopplers: DopplerAt[] = [];
  for (const placement of choosePatches(area.placements)) {
    const { geometry, alignment } = await alignPixels(pair, area, placement);
    alignments.push(alignment);
    dopplers.push(secondaryDoppler(pair, placement, geometry));
  }
  if (alignments.length === 0) return undefined;
  const { dem, grid } = area;
  const formed = await formPatches(gpu, { alignments, dem, readSamples, ...(signal ? { signal } : {}) });
  return estimatePatchOffsets(
    formed.map(({ window, reference, secondary }, index) =>
      removeCarrier(
        { lines: window.lines, samples: window.samples, reference, secondary },
        (line, sample) =>
          dopplers[index]!(window.firstLine + line, window.firstSample + sample) * grid.radarGrid.lineIntervalS,
      ),
    ),
  );
}
