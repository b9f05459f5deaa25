import type { DeviceBuffer, Gpu, GpuScope } from '../gpu/index.ts';
import type { Burst, BurstAlignment, BurstPlacement, Dem, FullResolutionPatch, GridWindow } from '../model/index.ts';
import {
  type DeviceDem,
  type FormTarget,
  type ReadSamples,
  recordBlock,
  uploadDem,
  uploadPlacement,
} from './form-block.ts';
import { FORM_MODE } from './form.kernel.ts';

export interface PatchesRequest {
  /** Made with looks 1 x 1. */
  readonly alignments: readonly BurstAlignment[];
  readonly dem: Dem;
  readonly readSamples: ReadSamples;
  readonly signal?: AbortSignal;
}

/** Samples of both dates that a group of patches takes to the host at once. */
const GROUP_SAMPLES = 2 ** 18;

const samplesOf = ({ placement }: BurstAlignment): number => placement.window.lines * placement.window.samples;

/** Consecutive alignments, each group at most `GROUP_SAMPLES` unless it is one alone. */
function groupsOf(alignments: readonly BurstAlignment[]): BurstAlignment[][] {
  const groups: BurstAlignment[][] = [];
  let samples = Infinity;
  for (const alignment of alignments) {
    samples += samplesOf(alignment);
    if (samples > GROUP_SAMPLES) {
      groups.push([]);
      samples = samplesOf(alignment);
    }
    groups.at(-1)!.push(alignment);
  }
  return groups;
}

/**
 * Brings both dates onto the reference's pixels of each placement at full resolution.
 * @throws SentryalError GPU_LIMIT_TOO_SMALL where a placement does not fit the adapter
 */
export async function formPatches(gpu: Gpu, request: PatchesRequest): Promise<FullResolutionPatch[]> {
  using stage = gpu.scope('patches');
  const dem = uploadDem(stage, request.dem);
  // The kernel binds them, and leaves them alone when it writes both dates.
  const unused = { cellHeights: stage.allocate('no heights', 4), cellCentroids: stage.allocate('no centroids', 8) };
  const patches: FullResolutionPatch[] = [];
  for (const group of groupsOf(request.alignments)) {
    using scope = gpu.scope('patch group');
    const pixels = scope.allocate('both dates', group.reduce((sum, alignment) => sum + samplesOf(alignment), 0) * 16);
    await recordGroup(scope, dem, { ...unused, cells: pixels }, group, request);
    const values = await scope.readFloat32(pixels);
    let at = 0;
    for (const alignment of group) {
      const samples = samplesOf(alignment);
      patches.push(patchOf(alignment.placement.window, values.subarray(4 * at, 4 * (at + samples))));
      at += samples;
    }
  }
  return patches;
}

/** Records the patches of a group one after another into one buffer. */
async function recordGroup(
  scope: GpuScope,
  dem: DeviceDem,
  buffers: { readonly cells: DeviceBuffer; readonly cellHeights: DeviceBuffer; readonly cellCentroids: DeviceBuffer },
  group: readonly BurstAlignment[],
  { readSamples, signal }: PatchesRequest,
): Promise<void> {
  let at = 0;
  for (const alignment of group) {
    signal?.throwIfAborted();
    const target: FormTarget = {
      ...buffers,
      mode: FORM_MODE.bothDates,
      looks: { azimuth: 1, range: 1 },
      cellColumns: alignment.placement.window.samples,
      firstCellRow: 0,
      firstCellColumn: at,
    };
    const placed = uploadPlacement(scope, alignment, dem.dem);
    const tileRows = { first: 0, count: alignment.tiles.layout.tileRows };
    await recordBlock(scope, dem, placed, target, alignment, readSamples, tileRows);
    at += samplesOf(alignment);
  }
}

/** Parts (reference, secondary) per pixel into one array each. */
function patchOf(window: GridWindow, values: Float32Array): FullResolutionPatch {
  const reference = new Float32Array(values.length / 2);
  const secondary = new Float32Array(values.length / 2);
  for (let n = 0; n < values.length / 4; n++)
    for (const part of [0, 1]) {
      reference[2 * n + part] = values[4 * n + part]!;
      secondary[2 * n + part] = values[4 * n + 2 + part]!;
    }
  return { window, reference, secondary };
}

/** First of `size` whole numbers around `centre`, moved to lie in first..last; undefined where they do not fit. */
function firstOf(centre: number, size: number, first: number, last: number): number | undefined {
  if (last - first + 1 < size) return undefined;
  return Math.min(Math.max(Math.round(centre) - Math.floor(size / 2), first), last - size + 1);
}

/** Inclusive distances of a place from the limits of a burst's valid area; negative outside. */
function roomAround(burst: Burst, line: number, sample: number): number {
  return Math.min(
    line - burst.firstValidLine,
    burst.lastValidLine - line,
    sample - burst.firstValidSample,
    burst.lastValidSample - sample,
  );
}

/**
 * The square of `size` pixels around a place of a burst, moved to stay inside the burst's valid area, to be aligned with
 * looks 1 x 1. Undefined where the place is outside that area or the area is smaller than the square.
 * @param line of the reference burst, fractional
 * @param sample of the reference burst, fractional
 */
export function pointPatchPlacement(
  { pair }: Pick<BurstPlacement, 'pair'>,
  line: number,
  sample: number,
  size = 64,
): BurstPlacement | undefined {
  const { reference } = pair;
  if (!(roomAround(reference, line, sample) >= 0)) return undefined;
  const firstLine = firstOf(line, size, reference.firstValidLine, reference.lastValidLine);
  const firstSample = firstOf(sample, size, reference.firstValidSample, reference.lastValidSample);
  if (firstLine === undefined || firstSample === undefined) return undefined;
  return { pair, window: { firstLine, firstSample, lines: size, samples: size }, firstCellRow: 0, firstCellColumn: 0 };
}
