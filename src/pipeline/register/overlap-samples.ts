import { type OverlapSample, alignBurst } from '../../coregister/index.ts';
import type { Gpu } from '../../gpu/index.ts';
import {
  type BurstOverlap,
  type DopplerAt,
  type ReadSamples,
  burstOverlaps,
  formInterferogram,
} from '../../interferogram/index.ts';
import type { ChebyshevVolume } from '../../geometry/index.ts';
import type { BurstAlignment, BurstPlacement, GridWindow, Interferogram, LookGrid, Looks } from '../../model/index.ts';
import { fitBurst, secondaryCarrier, secondaryDoppler } from './align-bursts.ts';
import { demBelow } from '../plan/dem-below.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';

/** The cells of one burst overlap that both bursts have data in. */
export interface SampledOverlap {
  readonly earlier: BurstPlacement;
  readonly later: BurstPlacement;
  readonly samples: readonly OverlapSample[];
}

/** Cells of an overlap: enough looks for a phase, few enough lines that the Doppler does not change within. */
const LOOKS: Looks = { azimuth: 4, range: 32 };

interface Part {
  readonly cells: Float32Array;
  readonly dopplerAt: DopplerAt;
}

/** One burst's interferogram of an overlap, and its secondary's Doppler there. */
async function formPart(
  gpu: Gpu,
  pair: OpenedPair,
  area: Area,
  grid: LookGrid,
  placement: BurstPlacement,
  readSamples: ReadSamples,
  signal: AbortSignal | undefined,
): Promise<Part> {
  const dem = demBelow(pair, area.dem, placement);
  const { geometry, alignment } = await alignOverlap(pair, { ...area, dem }, placement, grid.looks);
  const { cells }: Interferogram = await formInterferogram(gpu, {
    grid,
    alignments: [alignment],
    dem,
    readSamples,
    ...(signal ? { signal } : {}),
  });
  return { cells, dopplerAt: secondaryDoppler(pair, placement, geometry) };
}

/** The cells that have data in the interferograms of both bursts, compared. */
function compareParts({ grid, earlier, later }: BurstOverlap, first: Part, second: Part): OverlapSample[] {
  const samples: OverlapSample[] = [];
  for (let cell = 0; cell < grid.rows * grid.columns; cell++) {
    const row = (Math.floor(cell / grid.columns) + 0.5) * LOOKS.azimuth - 0.5;
    const column = ((cell % grid.columns) + 0.5) * LOOKS.range - 0.5;
    const of = ({ cells }: Part): [number, number, number, number] => [
      cells[4 * cell]!,
      cells[4 * cell + 1]!,
      cells[4 * cell + 2]!,
      cells[4 * cell + 3]!,
    ];
    const [a, b, p1, p2] = of(first);
    const [c, d, q1, q2] = of(second);
    if (!(p1 * p2 > 0 && q1 * q2 > 0)) continue;
    // No cell is left out: its weight, the product of both, says what it is worth. A threshold costs most where there is little.
    const coherence = Math.sqrt((Math.hypot(a, b) * Math.hypot(c, d)) / Math.sqrt(p1 * p2 * q1 * q2));
    const at = ({ window: { firstLine, firstSample } }: BurstPlacement) =>
      [firstLine + row, firstSample + column] as const;
    samples.push({
      re: a * c + b * d,
      im: b * c - a * d,
      separationHz: first.dopplerAt(...at(earlier)) - second.dopplerAt(...at(later)),
      coherence,
    });
  }
  return samples;
}

/** The overlaps of consecutive bursts within an area, in the cells that they are compared in. */
export function overlapsOf(pair: OpenedPair, { grid }: Area): BurstOverlap[] {
  const window: GridWindow = {
    firstLine: grid.firstLine,
    firstSample: grid.firstSample,
    lines: grid.rows * grid.looks.azimuth,
    samples: grid.columns * grid.looks.range,
  };
  return burstOverlaps(pair.bursts, grid.radarGrid, window, LOOKS);
}

/** One burst of an overlap, aligned as its interferogram needs it. */
export async function alignOverlap(
  pair: OpenedPair,
  area: Area,
  placement: BurstPlacement,
  looks: Looks,
): Promise<{ readonly geometry: ChebyshevVolume; readonly alignment: BurstAlignment }> {
  const geometry = await fitBurst(pair, area, placement);
  return {
    geometry,
    alignment: alignBurst({ placement, looks, geometry, carrier: secondaryCarrier(pair, placement) }),
  };
}

/** Interferograms of both bursts over every overlap of the area, compared cell by cell; overlaps without cells are left out. */
export async function sampleOverlaps(
  gpu: Gpu,
  pair: OpenedPair,
  area: Area,
  readSamples: ReadSamples,
  signal?: AbortSignal,
): Promise<SampledOverlap[]> {
  const sampled: SampledOverlap[] = [];
  for (const overlap of overlapsOf(pair, area)) {
    const { earlier, later } = overlap;
    const first = await formPart(gpu, pair, area, overlap.grid, earlier, readSamples, signal);
    const second = await formPart(gpu, pair, area, overlap.grid, later, readSamples, signal);
    const samples = compareParts(overlap, first, second);
    if (samples.length > 0) sampled.push({ earlier, later, samples });
  }
  return sampled;
}
