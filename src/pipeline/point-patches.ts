import { geodeticToEcef, tryGeo2rdr } from '../geometry/index.ts';
import type { Gpu } from '../gpu/index.ts';
import { type ReadSamples, formPatches, pointPatchPlacement } from '../interferogram/index.ts';
import type { BurstAlignment, FullResolutionPatch, PointTarget, Warn } from '../model/index.ts';
import { imagePosition } from '../points/index.ts';
import { alignPixels } from './align-bursts.ts';
import type { OpenedPair } from './open-pair.ts';
import type { Area } from './plan-area.ts';

/** Patches of 64 KiB each: 64 MiB together. */
const MOST_PATCHES = 1000;

/**
 * A full-resolution patch of both dates, 64 x 64 pixels, around each point that lies in a burst, by the point's id.
 * Beyond 1000 points the rest go without, with a warning.
 */
export async function pointPatches(
  gpu: Gpu,
  pair: OpenedPair,
  area: Area,
  targets: readonly PointTarget[],
  options: { readonly readSamples: ReadSamples; readonly warn: Warn; readonly signal: AbortSignal },
): Promise<Map<string, FullResolutionPatch>> {
  const ids: string[] = [];
  const alignments: BurstAlignment[] = [];
  for (const target of targets.slice(0, MOST_PATCHES)) {
    options.signal.throwIfAborted();
    if (Number.isNaN(target.heightM)) continue;
    const radar = tryGeo2rdr(pair.referenceOrbit, geodeticToEcef(target));
    const image = radar && imagePosition(area.placements, pair.bursts, radar.azimuthTimeS, radar.slantRangeM);
    // Burst ids repeat across sub-swaths.
    const burst =
      image &&
      area.placements.find(
        ({ pair: { reference, referenceSwath } }) =>
          reference.burstId === image.burstId && referenceSwath.name === image.swath,
      );
    if (!image || !burst) continue;
    const placement = pointPatchPlacement(burst, image.line, image.sample);
    if (!placement) continue;
    alignments.push((await alignPixels(pair, area, placement)).alignment);
    ids.push(target.id);
  }
  if (targets.length > MOST_PATCHES)
    options.warn({
      code: 'POINT_PATCHES_LIMITED',
      stage: 'points',
      message: `Full-resolution patches were read for the first ${MOST_PATCHES} of ${targets.length} points; the others have no signal_to_clutter_db.`,
    });
  if (alignments.length === 0) return new Map();
  const { readSamples, signal } = options;
  const patches = await formPatches(gpu, { alignments, dem: area.dem, readSamples, signal });
  return new Map(patches.map((patch, index) => [ids[index]!, patch]));
}
