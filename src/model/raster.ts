import type { LookGrid } from './grid.ts';

/** A multilooked interferogram, topographic and flat-earth phase removed. */
export interface Interferogram {
  readonly grid: LookGrid;
  /**
   * Shape (rows, columns, 4): real and imaginary part of the mean of reference · conj(secondary), mean power of the
   * reference, mean power of the secondary. All four are 0 where a cell has no valid data.
   */
  readonly cells: Float32Array;
  /** Shape (rows, columns): mean ellipsoidal height that was used for the topographic phase, m. */
  readonly heightsM: Float32Array;
  /**
   * Shape (rows, columns, 2): offset of the centroid of each cell's power from its middle, rows and columns, in cells.
   * Speckle moves it by a few metres; the phase of the cell is that of the centroid.
   */
  readonly centroids: Float32Array;
}

/** Coherence on the cells of an interferogram; NaN where there is no data. Shape (rows, columns). */
export interface CoherenceMap {
  readonly grid: LookGrid;
  /** Sample coherence, as estimated (biased upward), 0..1. */
  readonly raw: Float32Array;
  /** Coherence with the expected bias for the effective looks of each estimate removed, 0..1. */
  readonly coherence: Float32Array;
  /** Cells with data that each estimate is over: fewer at borders and beside gaps; 0 where there is no data. */
  readonly windowCells: Uint16Array;
  /** Effective number of independent looks of an estimate over so many cells. */
  readonly windowLooks: Float64Array;
  /** Raw coherence that 99 % of estimates over so many cells stay below where there is no coherence. */
  readonly zeroQuantiles: Float64Array;
}

/** Unwrapped phase on the cells of an interferogram. Shapes (rows, columns). */
export interface UnwrappedPhase {
  readonly grid: LookGrid;
  /** Radians, congruent with the wrapped phase; NaN where there is no data. */
  readonly phaseRad: Float32Array;
  /** 0: none; from 1: connected components, largest first. */
  readonly components: Int32Array;
  /** 1 where another number of whole cycles is nearly as likely; 0 elsewhere. */
  readonly ambiguous: Uint8Array;
}

/** Line-of-sight displacement, positive toward the satellite, later minus earlier. Shape (rows, columns), mm. */
export interface DisplacementMap {
  readonly grid: LookGrid;
  readonly displacementMm: Float32Array;
}
