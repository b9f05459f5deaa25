import type { Gpu } from '../../gpu/index.ts';
import { type DopplerAt, type ReadSamples, formPatches, pointPatchPlacement } from '../../interferogram/index.ts';
import type { BurstAlignment, FullResolutionPatch, PointTarget, Warn } from '../../model/index.ts';
import { type PositionDelays, locatePoint } from '../../points/index.ts';
import { TWO_PI } from '../../units/index.ts';
import { alignPixels, secondaryDoppler } from '../register/align-bursts.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';
import type { AzimuthRegistration } from '../register/spectral-diversity.ts';

/** Patches of 64 KiB each: 64 MiB together. */
const MOST_PATCHES = 1000;

interface PatchTools {
  readonly readSamples: ReadSamples;
  readonly delays: PositionDelays;
  readonly registration: Pick<AzimuthRegistration, 'appliedS' | 'swathAppliedS'>;
  readonly warn: Warn;
  readonly signal: AbortSignal;
}

/** Takes the phase of the applied azimuth shift off a patch, as off the cells of the interferogram. */
function withoutShift(patch: FullResolutionPatch, dopplerHz: DopplerAt, shiftS: number): FullResolutionPatch {
  if (shiftS === 0) return patch;
  const { firstLine, firstSample, lines, samples } = patch.window;
  const secondary = Float32Array.from(patch.secondary);
  for (let i = 0; i < lines; i++)
    for (let j = 0; j < samples; j++) {
      // reference · conj(secondary) turns by the opposite of what the secondary is turned by.
      const phase = TWO_PI * dopplerHz(firstLine + i, firstSample + j) * shiftS;
      const at = 2 * (i * samples + j);
      const [re, im] = [secondary[at]!, secondary[at + 1]!];
      secondary[at] = re * Math.cos(phase) - im * Math.sin(phase);
      secondary[at + 1] = re * Math.sin(phase) + im * Math.cos(phase);
    }
  return { ...patch, secondary };
}

/**
 * A full-resolution patch of both dates, 64 x 64 pixels, around each point that lies in a burst, by the point's id, the
 * applied azimuth shift taken off. Beyond 1000 points the rest go without, with a warning.
 */
export async function pointPatches(
  gpu: Gpu,
  pair: OpenedPair,
  area: Area,
  targets: readonly PointTarget[],
  options: PatchTools,
): Promise<Map<string, FullResolutionPatch>> {
  const { delays, registration } = options;
  const located = {
    placements: area.placements,
    pairs: pair.bursts,
    referenceOrbit: pair.referenceOrbit,
    delays,
  };
  const ids: string[] = [];
  const alignments: BurstAlignment[] = [];
  const corrections: { readonly dopplerHz: DopplerAt; readonly shiftS: number }[] = [];
  for (const target of targets.slice(0, MOST_PATCHES)) {
    options.signal.throwIfAborted();
    if (Number.isNaN(target.heightM)) continue;
    const { image } = locatePoint(located, target);
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
    const { alignment, geometry } = await alignPixels(pair, area, placement);
    alignments.push(alignment);
    corrections.push({
      dopplerHz: secondaryDoppler(pair, placement, geometry),
      shiftS: registration.swathAppliedS.get(image.swath) ?? registration.appliedS,
    });
    ids.push(target.id);
  }
  if (targets.length > MOST_PATCHES)
    options.warn({
      code: 'POINT_PATCHES_LIMITED',
      stage: 'points',
      message: `Full-resolution patches were read for the first ${MOST_PATCHES} of ${targets.length} points; the others are measured on the multilook cells and have no signal_to_clutter_db.`,
    });
  if (alignments.length === 0) return new Map();
  const { readSamples, signal } = options;
  const patches = await formPatches(gpu, { alignments, dem: area.dem, readSamples, signal });
  return new Map(
    patches.map((patch, index) => {
      const { dopplerHz, shiftS } = corrections[index]!;
      return [ids[index]!, withoutShift(patch, dopplerHz, shiftS)];
    }),
  );
}
