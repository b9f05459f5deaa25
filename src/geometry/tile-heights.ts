import type { Dem, TileModel } from '../model/index.ts';
import { BURST_QUANTITY } from './burst-geometry.ts';
import { TILE_COEFFICIENTS } from './tile-model.ts';

/** Side of the blocks of DEM pixels whose extremes are kept, pixels. */
const BLOCK_PX = 8;

/** Bicubic interpolation swings beyond its samples by at most an eighth of their range (Catmull-Rom, per axis 1/16). */
const OVERSHOOT = 0.13;

/** Share of a DEM pixel that one step down may move. */
const STEP_PX = 0.7;

/** Lowest and highest ground of each block of a DEM; NaN where a block has none. */
interface BlockExtremes {
  readonly columns: number;
  readonly rows: number;
  readonly lowestM: Float64Array;
  readonly highestM: Float64Array;
}

/** The blocks of DEMs in use: many placements lie on one. */
const knownBlocks = new WeakMap<Dem, BlockExtremes>();

function blockExtremes(dem: Dem): BlockExtremes {
  const known = knownBlocks.get(dem);
  if (known) return known;
  const columns = Math.ceil(dem.columns / BLOCK_PX);
  const rows = Math.ceil(dem.rows / BLOCK_PX);
  const lowestM = new Float64Array(columns * rows).fill(Infinity);
  const highestM = new Float64Array(columns * rows).fill(-Infinity);
  for (let row = 0; row < dem.rows; row++)
    for (let column = 0; column < dem.columns; column++) {
      const height = dem.heightsM[row * dem.columns + column]!;
      const block = Math.floor(row / BLOCK_PX) * columns + Math.floor(column / BLOCK_PX);
      if (height < lowestM[block]!) lowestM[block] = height;
      if (height > highestM[block]!) highestM[block] = height;
    }
  const blocks = { columns, rows, lowestM, highestM };
  knownBlocks.set(dem, blocks);
  return blocks;
}

/** DEM coordinate of a tile's corner or edge middle at a height, in f64. */
function evaluate(tiles: TileModel, tile: number, quantity: number, u: number, v: number, heightM: number): number {
  const record = tile * tiles.quantities + quantity;
  const c = tiles.coefficients.subarray(record * TILE_COEFFICIENTS, (record + 1) * TILE_COEFFICIENTS);
  const eta = (heightM - tiles.heightMidM) / tiles.heightHalfM;
  const flat = c[0]! + c[1]! * u + c[2]! * v + c[3]! * u * v + c[4]! * u * u + c[5]! * v * v;
  const slope = c[6]! + c[7]! * u + c[8]! * v;
  return tiles.bases[record]! + flat + eta * (slope + eta * (c[9]! + c[11]! * v + eta * c[10]!));
}

const STEPS = [-1, 0, 1] as const;

/** Extremes of the DEM below a tile for heights within the given ones; undefined where it has none there. */
function extremesBelow(
  tiles: TileModel,
  blocks: BlockExtremes,
  tile: number,
  heightsM: readonly [number, number],
): [number, number] | undefined {
  const limits = [BURST_QUANTITY.demColumn, BURST_QUANTITY.demRow].map((quantity) => {
    let first = Infinity;
    let last = -Infinity;
    for (const u of STEPS)
      for (const v of STEPS)
        for (const heightM of heightsM) {
          const at = evaluate(tiles, tile, quantity, u, v, heightM);
          first = Math.min(first, at);
          last = Math.max(last, at);
        }
    return { first: Math.floor((first - 2) / BLOCK_PX), last: Math.floor((last + 3) / BLOCK_PX) };
  }) as [{ first: number; last: number }, { first: number; last: number }];
  let lowest = Infinity;
  let highest = -Infinity;
  for (let row = Math.max(limits[1].first, 0); row <= Math.min(limits[1].last, blocks.rows - 1); row++)
    for (let column = Math.max(limits[0].first, 0); column <= Math.min(limits[0].last, blocks.columns - 1); column++) {
      lowest = Math.min(lowest, blocks.lowestM[row * blocks.columns + column]!);
      highest = Math.max(highest, blocks.highestM[row * blocks.columns + column]!);
    }
  if (lowest > highest) return undefined;
  const swing = OVERSHOOT * (highest - lowest) + 0.5;
  return [lowest - swing, highest + swing];
}

/** What bounds the search for the height of a pixel. */
export interface TileHeights {
  /** Shape (tileRows, tileColumns, 2): lowest and highest ground a tile's pixels can lie on, m; (1, 0) where there is none. */
  readonly bounds: Float32Array<ArrayBuffer>;
  /** Change of height that moves a pixel's place by most of a DEM pixel, m. */
  readonly stepM: number;
}

/**
 * Bounds the heights of each tile: the ground below all places its pixels can have between the DEM's lowest and highest
 * point, then again between the heights found, until it does not narrow.
 */
export function tileHeights(tiles: TileModel, dem: Dem): TileHeights {
  const blocks = blockExtremes(dem);
  const count = tiles.layout.tileRows * tiles.layout.tileColumns;
  const bounds = new Float32Array(count * 2);
  for (let tile = 0; tile < count; tile++) {
    let heightsM: [number, number] | undefined = [dem.minHeightM, dem.maxHeightM];
    for (let pass = 0; pass < 3 && heightsM; pass++) {
      const found = extremesBelow(tiles, blocks, tile, heightsM);
      heightsM = found && [Math.max(found[0], heightsM[0] - 0.5), Math.min(found[1], heightsM[1] + 0.5)];
    }
    bounds.set(heightsM ?? [1, 0], tile * 2);
  }
  const perMetre = Math.hypot(
    ...[BURST_QUANTITY.demColumn, BURST_QUANTITY.demRow].map(
      (quantity) => tiles.coefficients[quantity * TILE_COEFFICIENTS + 6]! / tiles.heightHalfM,
    ),
  );
  return { bounds, stepM: STEP_PX / Math.max(perMetre, 1e-4) };
}
