import type { CoherenceMap, Interferogram, LookGrid, UnwrappedPhase } from '../../src/model/index.ts';

/** What each cell of a made-up scene is; anything may be left out. */
export interface MadeUpScene {
  readonly grid: LookGrid;
  /** Unwrapped phase, rad, at a fractional cell; NaN for a cell that was not unwrapped. */
  readonly phaseRad?: (row: number, column: number) => number;
  readonly coherence?: (row: number, column: number) => number;
  readonly component?: (row: number, column: number) => number;
  /** Height whose topographic phase was removed, m. */
  readonly heightM?: (row: number, column: number) => number;
  readonly power?: (row: number, column: number) => number;
  readonly isAmbiguous?: (row: number, column: number) => boolean;
  readonly hasData?: (row: number, column: number) => boolean;
  /** Offset of the centroid of each cell's power from its middle, cells; the phase is taken there. */
  readonly centroid?: (row: number, column: number) => readonly [row: number, column: number];
}

export interface MadeUpRasters {
  readonly interferogram: Interferogram;
  readonly coherence: CoherenceMap;
  readonly unwrapped: UnwrappedPhase;
}

/** A grid of the size given, anything else as it may be. */
export function madeUpGrid(rows: number, columns: number, change: Partial<LookGrid> = {}): LookGrid {
  return {
    radarGrid: { epochDay: 20_000, firstLineTimeS: 0, lineIntervalS: 0.002, nearRangeM: 8e5, rangeSpacingM: 2.33 },
    looks: { azimuth: 4, range: 16 },
    firstLine: 0,
    firstSample: 0,
    rows,
    columns,
    ...change,
  };
}

/** Rasters that agree with one another: cells congruent with the unwrapped phase, of the coherence given. */
export function madeUpRasters(scene: MadeUpScene): MadeUpRasters {
  const { grid } = scene;
  const count = grid.rows * grid.columns;
  const cells = new Float32Array(count * 4);
  const centroids = new Float32Array(count * 2);
  const heightsM = new Float32Array(count);
  const raw = new Float32Array(count).fill(NaN);
  const phaseRad = new Float32Array(count).fill(NaN);
  const components = new Int32Array(count);
  const ambiguous = new Uint8Array(count);
  for (let at = 0; at < count; at++) {
    const [row, column] = [Math.floor(at / grid.columns), at % grid.columns];
    if (scene.hasData?.(row, column) === false) continue;
    const offset = scene.centroid?.(row, column) ?? [0, 0];
    centroids.set(offset, 2 * at);
    const phase = scene.phaseRad?.(row + centroids[2 * at]!, column + centroids[2 * at + 1]!) ?? 0;
    const power = scene.power?.(row, column) ?? 1000;
    const size = scene.coherence?.(row, column) ?? 0.9;
    const angle = Number.isNaN(phase) ? 0 : phase;
    cells.set([power * size * Math.cos(angle), power * size * Math.sin(angle), power, power], 4 * at);
    heightsM[at] = scene.heightM?.(row, column) ?? 0;
    ambiguous[at] = scene.isAmbiguous?.(row, column) ? 1 : 0;
    raw[at] = size;
    phaseRad[at] = phase;
    components[at] = Number.isNaN(phase) ? 0 : (scene.component?.(row, column) ?? 1);
  }
  return {
    interferogram: { grid, cells, heightsM, centroids },
    coherence: {
      grid,
      raw,
      coherence: raw.slice(),
      windowCells: new Uint16Array(count).fill(1),
      windowLooks: Float64Array.of(0, 200),
      zeroQuantiles: Float64Array.of(1, Math.sqrt(1 - 0.01 ** (1 / 199))),
    },
    unwrapped: { grid, phaseRad, components, ambiguous },
  };
}
