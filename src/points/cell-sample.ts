import type { CellPosition } from '../geometry/index.ts';
import type { CoherenceMap, Interferogram, UnwrappedPhase } from '../model/index.ts';
import { TWO_PI } from '../units/index.ts';

/** What the cells around a place say. */
export interface CellSample {
  /** Unwrapped phase, rad, congruent with the interpolated wrapped phase. */
  readonly phaseRad: number;
  readonly coherence: number;
  readonly coherenceRaw: number;
  readonly component: number;
  /** True where neighbouring cells around the place differ by more than half a cycle. */
  readonly isCut: boolean;
}

export interface CellRasters {
  readonly interferogram: Interferogram;
  readonly coherence: CoherenceMap;
  readonly unwrapped: UnwrappedPhase;
}

/**
 * Samples the rasters at a fractional cell: the wrapped phase from the bilinear mean of the complex coherence of the four
 * cells around (never a mean of unwrapped phases, which is wrong across a cut), the whole cycles from the nearest cell.
 * @returns undefined where less than half of the weight falls on cells with data, or the nearest has no phase
 */
export function sampleCells(rasters: CellRasters, position: CellPosition): CellSample | undefined {
  const { interferogram, coherence, unwrapped } = rasters;
  const { rows, columns } = interferogram.grid;
  const { cells } = interferogram;
  const top = Math.floor(position.row);
  const left = Math.floor(position.column);
  let re = 0;
  let im = 0;
  let weight = 0;
  let nearest = -1;
  let nearestWeight = 0;
  const phases: number[] = [];
  for (let i = top; i <= top + 1; i++)
    for (let j = left; j <= left + 1; j++) {
      if (i < 0 || j < 0 || i >= rows || j >= columns) continue;
      const index = i * columns + j;
      const power = Math.sqrt(cells[4 * index + 2]! * cells[4 * index + 3]!);
      const phase = unwrapped.phaseRad[index]!;
      if (!(power > 0) || Number.isNaN(phase)) continue;
      const w = (1 - Math.abs(position.row - i)) * (1 - Math.abs(position.column - j));
      re += (w * cells[4 * index]!) / power;
      im += (w * cells[4 * index + 1]!) / power;
      weight += w;
      phases.push(phase);
      if (w > nearestWeight) {
        nearestWeight = w;
        nearest = index;
      }
    }
  if (nearest < 0 || weight < 0.5) return undefined;
  const wrapped = Math.atan2(im, re);
  const near = unwrapped.phaseRad[nearest]!;
  return {
    phaseRad: wrapped + TWO_PI * Math.round((near - wrapped) / TWO_PI),
    coherence: coherence.coherence[nearest]!,
    coherenceRaw: coherence.raw[nearest]!,
    component: unwrapped.components[nearest]!,
    isCut: Math.max(...phases) - Math.min(...phases) > Math.PI,
  };
}
