import type { Burst, Swath } from './granule.ts';
import type { GridWindow } from './grid.ts';

/** A burst of the reference and the same burst of the secondary. */
export interface BurstPair {
  readonly referenceSwath: Swath;
  readonly secondarySwath: Swath;
  readonly reference: Burst;
  readonly secondary: Burst;
}

/** The part of a burst pair that makes a rectangle of cells of the common look grid. */
export interface BurstPlacement {
  readonly pair: BurstPair;
  /** In lines and samples of the reference burst; whole cells. */
  readonly window: GridWindow;
  readonly firstCellRow: number;
  readonly firstCellColumn: number;
}

/** How a rectangle of pixels is cut into tiles, in lines and samples of the reference burst. */
export interface TileLayout {
  readonly firstLine: number;
  readonly firstSample: number;
  readonly tileLines: number;
  readonly tileSamples: number;
  readonly tileRows: number;
  readonly tileColumns: number;
}

/**
 * The per-tile model the GPU evaluates. Within a tile, with u and v in [-1, 1] across lines and samples (0 at the tile's
 * middle, ±1 at its edges) and η the height mapped to [-1, 1] over the volume's range,
 *
 *     q = base + a0 + au·u + av·v + auv·uv + auu·u² + avv·v² + η (b0 + bu·u + bv·v) + η² (c0 + cv·v) + d0·η³ .
 *
 * `base` is a whole number, removed in f64 so that the f32 coefficients hold only a small remainder: for a phase in
 * cycles it does not matter, for an offset it is the whole-pixel part.
 */
export interface TileModel {
  readonly layout: TileLayout;
  readonly quantities: number;
  /** Shape (tileRows, tileColumns, quantities, 12), order a0 au av auv | auu avv b0 bu | bv c0 d0 cv. */
  readonly coefficients: Float32Array<ArrayBuffer>;
  /** Shape (tileRows, tileColumns, quantities). */
  readonly bases: Int32Array<ArrayBuffer>;
  readonly heightMidM: number;
  readonly heightHalfM: number;
}

/** Everything the interferogram needs to bring the secondary of one placement onto the reference's pixels. */
export interface BurstAlignment {
  readonly placement: BurstPlacement;
  readonly tiles: TileModel;
  /** Shape (tileRows, tileColumns, 4): Doppler at the tile's middle (cycles per line), its change per sample, half the Doppler rate (cycles per line²), 0. */
  readonly carriers: Float32Array<ArrayBuffer>;
  /** Interpolator weights: range (phases + 1, 12), azimuth (phases + 1, 8), the reference's range taps at -1/4 and +1/4 (2, 12). */
  readonly taps: Float32Array<ArrayBuffer>;
  readonly phases: number;
}
