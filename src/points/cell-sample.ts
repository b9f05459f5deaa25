import type { CellPosition } from '../geometry/index.ts';
import type { CoherenceMap, Interferogram, UnwrappedPhase } from '../model/index.ts';
import { type CellCorrelation, zeroQuantileAt } from '../speckle/index.ts';
import { TWO_PI } from '../units/index.ts';
import { circularSpreadRad } from './circular-spread.ts';

/** What the cells around a place say. */
export interface CellSample {
  /** Unwrapped phase at the place, rad, congruent with the wrapped phase of the cells around it. */
  readonly phaseRad: number;
  readonly coherence: number;
  readonly coherenceRaw: number;
  /** Raw coherence that 99 % of estimates like the nearest cell's stay below where there is no coherence. */
  readonly zeroQuantile: number;
  readonly component: number;
  /** Height whose topographic phase was removed from the nearest cell, m. */
  readonly heightM: number;
  /** Independent cells that the phase is a mean of, in effect: (Σw)² / Σ Σ w w' ρ. */
  readonly effectiveCells: number;
  /** True where neighbouring cells around the place differ by more than half a cycle. */
  readonly isCut: boolean;
  /** True where another number of whole cycles is nearly as likely for the nearest cell. */
  readonly isAmbiguous: boolean;
  /** Phase step per cell around the place, rad. */
  readonly slope: CellSlope;
  /** Cells that the phase is a mean of, and how their phases scatter once brought to the place, rad (circular). */
  readonly cells: number;
  readonly spreadRad: number;
}

/** Phase step from a cell to the next, rad. */
export interface CellSlope {
  readonly row: number;
  readonly column: number;
}

export interface CellRasters {
  readonly interferogram: Interferogram;
  readonly coherence: CoherenceMap;
  readonly unwrapped: UnwrappedPhase;
  readonly cellCorrelation: CellCorrelation;
  /** 1 for cells that were left out as water; undefined without a water mask. */
  readonly blanked?: Uint8Array;
}

/** One of the cells around a place. */
interface Neighbour {
  readonly index: number;
  readonly weight: number;
  /** From the place to the centroid of the cell's power, in cells. */
  readonly rows: number;
  readonly columns: number;
  readonly phaseRad: number;
}

/** Quadratic B-spline: weight of a cell whose middle is `distance` cells away. Sums to 1 over whole steps. */
function splineWeight(distance: number): number {
  const d = Math.abs(distance);
  if (d <= 0.5) return 0.75 - d * d;
  return d < 1.5 ? (1.5 - d) ** 2 / 2 : 0;
}

function neighbours({ interferogram, unwrapped }: CellRasters, position: CellPosition): Neighbour[] {
  const { grid, cells, centroids } = interferogram;
  const middleRow = Math.round(position.row);
  const middleColumn = Math.round(position.column);
  const found: Neighbour[] = [];
  for (let i = middleRow - 1; i <= middleRow + 1; i++)
    for (let j = middleColumn - 1; j <= middleColumn + 1; j++) {
      if (i < 0 || j < 0 || i >= grid.rows || j >= grid.columns) continue;
      const index = i * grid.columns + j;
      const phaseRad = unwrapped.phaseRad[index]!;
      const weight = splineWeight(position.row - i) * splineWeight(position.column - j);
      if (!(cells[4 * index + 2]! > 0) || !(cells[4 * index + 3]! > 0) || Number.isNaN(phaseRad)) continue;
      const rows = i + centroids[2 * index]! - position.row;
      const columns = j + centroids[2 * index + 1]! - position.column;
      found.push({ index, weight, rows, columns, phaseRad });
    }
  return found;
}

/**
 * Phase step per row and per column around a cell, rad: mean of the differences between neighbours in its 3 x 3 cells that
 * belong together (same component, less than half a cycle apart).
 */
function localSlope({ unwrapped }: CellRasters, index: number): CellSlope {
  const { rows, columns } = unwrapped.grid;
  const centreRow = Math.floor(index / columns);
  const centreColumn = index % columns;
  const mean = (stepRow: number, stepColumn: number): number => {
    let sum = 0;
    let count = 0;
    for (let i = centreRow - 1; i + stepRow <= centreRow + 1; i++)
      for (let j = centreColumn - 1; j + stepColumn <= centreColumn + 1; j++) {
        if (i < 0 || j < 0 || i + stepRow >= rows || j + stepColumn >= columns) continue;
        const from = i * columns + j;
        const to = from + stepRow * columns + stepColumn;
        const step = unwrapped.phaseRad[to]! - unwrapped.phaseRad[from]!;
        if (!(Math.abs(step) < Math.PI) || unwrapped.components[from] !== unwrapped.components[to]) continue;
        sum += step;
        count++;
      }
    return count === 0 ? 0 : sum / count;
  };
  return { row: mean(1, 0), column: mean(0, 1) };
}

/** Independent cells in a weighted sum: (Σw)² / Σ Σ w w' ρ, ρ the correlation of neighbouring cells. */
function effectiveCells(rasters: CellRasters, cells: readonly Neighbour[], shares: readonly number[]): number {
  const { columns } = rasters.interferogram.grid;
  const { row, column } = rasters.cellCorrelation;
  const along = (steps: number, one: number): number => (steps === 0 ? 1 : steps === 1 ? one : 0);
  let total = 0;
  let squares = 0;
  for (const [k, a] of cells.entries()) {
    total += shares[k]!;
    for (const [m, b] of cells.entries()) {
      const rows = Math.abs(Math.floor(a.index / columns) - Math.floor(b.index / columns));
      const across = Math.abs((a.index % columns) - (b.index % columns));
      squares += shares[k]! * shares[m]! * along(rows, row) * along(across, column);
    }
  }
  return total ** 2 / squares;
}

/** True where two cells side by side differ by more than half a cycle. */
function hasCut(around: readonly Neighbour[], columns: number): boolean {
  return around.some((a) =>
    around.some(
      (b) => (b.index === a.index + 1 || b.index === a.index + columns) && Math.abs(a.phaseRad - b.phaseRad) > Math.PI,
    ),
  );
}

/**
 * Samples the rasters at a fractional cell. The wrapped phase is that of the weighted sum (quadratic B-spline) of the
 * complex coherence of the 3 x 3 cells around, each brought from the centroid of its power to the place along the local
 * slope of the phase; the whole cycles are those of the nearest cell. Unwrapped phases are never averaged: that is wrong
 * across a cut.
 * @returns undefined where less than half of the weight falls on cells with data
 */
export function sampleCells(rasters: CellRasters, position: CellPosition): CellSample | undefined {
  const { interferogram, coherence, unwrapped } = rasters;
  const { cells } = interferogram;
  const around = neighbours(rasters, position);
  const weight = around.reduce((sum, cell) => sum + cell.weight, 0);
  if (weight < 0.5) return undefined;
  const nearest = around.reduce((best, cell) => (cell.weight > best.weight ? cell : best));
  const slope = localSlope(rasters, nearest.index);
  let re = 0;
  let im = 0;
  const shares: number[] = [];
  const unit = { re: 0, im: 0, share: 0 };
  for (const cell of around) {
    const power = Math.sqrt(cells[4 * cell.index + 2]! * cells[4 * cell.index + 3]!);
    const shift = -(slope.row * cell.rows + slope.column * cell.columns);
    const [x, y] = [cells[4 * cell.index]!, cells[4 * cell.index + 1]!];
    // By amplitude: a bright structure keeps its own phase beside dark ground, and does not drown it far away.
    const share = cell.weight * Math.sqrt(power);
    const scale = share / power;
    shares.push(share);
    const turned = [x * Math.cos(shift) - y * Math.sin(shift), x * Math.sin(shift) + y * Math.cos(shift)] as const;
    re += scale * turned[0];
    im += scale * turned[1];
    const size = Math.hypot(x, y);
    if (size === 0) continue;
    unit.re += (share * turned[0]) / size;
    unit.im += (share * turned[1]) / size;
    unit.share += share;
  }
  const wrapped = Math.atan2(im, re);
  const near = nearest.phaseRad - slope.row * nearest.rows - slope.column * nearest.columns;
  return {
    phaseRad: wrapped + TWO_PI * Math.round((near - wrapped) / TWO_PI),
    coherence: coherence.coherence[nearest.index]!,
    coherenceRaw: coherence.raw[nearest.index]!,
    zeroQuantile: zeroQuantileAt(coherence, nearest.index),
    component: unwrapped.components[nearest.index]!,
    heightM: interferogram.heightsM[nearest.index]!,
    effectiveCells: effectiveCells(rasters, around, shares),
    isCut: hasCut(around, unwrapped.grid.columns),
    isAmbiguous: unwrapped.ambiguous[nearest.index] === 1,
    slope,
    cells: around.length,
    spreadRad: unit.share > 0 ? circularSpreadRad(Math.hypot(unit.re, unit.im) / unit.share) : 0,
  };
}

/**
 * Whether a place has no phase because of the water mask: its nearest cell was left out, or so many around that less than
 * half of the weight is left.
 */
export function isBlanked(rasters: CellRasters, position: CellPosition): boolean {
  const { blanked } = rasters;
  if (!blanked) return false;
  const { rows, columns } = rasters.unwrapped.grid;
  const middleRow = Math.round(position.row);
  const middleColumn = Math.round(position.column);
  const flagAt = (row: number, column: number): number =>
    row < 0 || column < 0 || row >= rows || column >= columns ? 0 : blanked[row * columns + column]!;
  if (flagAt(middleRow, middleColumn) === 1) return true;
  let taken = 0;
  for (let i = middleRow - 1; i <= middleRow + 1; i++)
    for (let j = middleColumn - 1; j <= middleColumn + 1; j++)
      taken += flagAt(i, j) * splineWeight(position.row - i) * splineWeight(position.column - j);
  return taken > 0.5;
}
