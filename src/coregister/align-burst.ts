import type { BurstAlignment, BurstPlacement, Looks, TileLayout, TileModel } from '../model/index.ts';
import { BURST_QUANTITY, type ChebyshevVolume, buildTileModel } from '../geometry/index.ts';
import { designInterpolator, quarterTaps } from './interpolator.ts';
import type { TopsCarrier } from './tops-carrier.ts';

/** Taps of the two interpolators; the interferogram kernel is written for these. */
export const RANGE_TAPS = 12;
export const AZIMUTH_TAPS = 8;

/** A workgroup's tile holds whole cells of at most this many lines and samples. */
const MAX_TILE_LINES = 16;
const MAX_TILE_SAMPLES = 64;

export interface AlignBurstRequest {
  readonly placement: BurstPlacement;
  readonly looks: Looks;
  /** Geometry of the pair over the placement's window (`fitBurstGeometry`). */
  readonly geometry: ChebyshevVolume;
  /** The secondary burst's carrier. */
  readonly carrier: TopsCarrier;
}

/** Cuts a placement's window into tiles of whole cells. */
export function tileLayout(placement: BurstPlacement, looks: Looks): TileLayout {
  const { window } = placement;
  const tileLines = Math.floor(MAX_TILE_LINES / looks.azimuth) * looks.azimuth;
  const tileSamples = Math.floor(MAX_TILE_SAMPLES / looks.range) * looks.range;
  return {
    firstLine: window.firstLine,
    firstSample: window.firstSample,
    tileLines,
    tileSamples,
    tileRows: Math.ceil(window.lines / tileLines),
    tileColumns: Math.ceil(window.samples / tileSamples),
  };
}

/** Each tile's carrier around the place of the secondary that its middle falls on. */
function tileCarriers(tiles: TileModel, carrier: TopsCarrier, lineIntervalS: number): Float32Array<ArrayBuffer> {
  const { layout, quantities, bases } = tiles;
  const out = new Float32Array(layout.tileRows * layout.tileColumns * 4);
  for (let row = 0; row < layout.tileRows; row++)
    for (let column = 0; column < layout.tileColumns; column++) {
      const tile = row * layout.tileColumns + column;
      const at = (quantity: number): number => bases[tile * quantities + quantity]!;
      const line =
        layout.firstLine + row * layout.tileLines + at(BURST_QUANTITY.lineOffset) + (layout.tileLines - 1) / 2;
      const sample =
        layout.firstSample +
        column * layout.tileSamples +
        at(BURST_QUANTITY.sampleOffset) +
        (layout.tileSamples - 1) / 2;
      const half = layout.tileSamples / 2;
      const slopeHz = (carrier.dopplerHz(line, sample + half) - carrier.dopplerHz(line, sample - half)) / (2 * half);
      out[tile * 4] = carrier.dopplerHz(line, sample) * lineIntervalS;
      out[tile * 4 + 1] = slopeHz * lineIntervalS;
      out[tile * 4 + 2] = (carrier.dopplerRateHzPerS(sample) / 2) * lineIntervalS ** 2;
    }
  return out;
}

function join(tables: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(tables.reduce((sum, table) => sum + table.length, 0));
  let at = 0;
  for (const table of tables) {
    joined.set(table, at);
    at += table.length;
  }
  return joined;
}

/** Prepares one placement for the interferogram kernel: tile models, carriers and interpolators of its swath. */
export function alignBurst(request: AlignBurstRequest): BurstAlignment {
  const { placement, looks, geometry, carrier } = request;
  const swath = placement.pair.secondarySwath;
  const tiles = buildTileModel(geometry, tileLayout(placement, looks));
  const range = designInterpolator(swath.rangeWindow, swath.rangeSamplingRateHz, RANGE_TAPS);
  const { rangeWindow, rangeSamplingRateHz } = placement.pair.referenceSwath;
  const referenceRange = designInterpolator(rangeWindow, rangeSamplingRateHz, RANGE_TAPS, 4);
  const azimuth = designInterpolator(swath.azimuthWindow, 1 / swath.azimuthTimeIntervalS, AZIMUTH_TAPS);
  return {
    placement,
    tiles,
    carriers: tileCarriers(tiles, carrier, swath.azimuthTimeIntervalS),
    taps: join([range.weights, azimuth.weights, quarterTaps(referenceRange)]),
    phases: range.phases,
  };
}
