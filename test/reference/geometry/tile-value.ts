import type { TileModel } from '../../../src/model/index.ts';

/** Where a pixel lies: its tile, and u and v within it, 0 at the tile's middle and ±1 at its edges. */
export interface TilePlace {
  readonly tile: number;
  readonly u: number;
  readonly v: number;
}

/** The tile of a pixel counted from the layout's first line and sample. */
export function tilePlace(model: TileModel, line: number, sample: number): TilePlace {
  const { tileLines, tileSamples, tileColumns } = model.layout;
  const row = Math.floor(line / tileLines);
  const column = Math.floor(sample / tileSamples);
  const middleLine = row * tileLines + (tileLines - 1) / 2;
  const middleSample = column * tileSamples + (tileSamples - 1) / 2;
  return {
    tile: row * tileColumns + column,
    u: (line - middleLine) / (tileLines / 2),
    v: (sample - middleSample) / (tileSamples / 2),
  };
}

/** Whole number of a quantity in a tile. */
export function tileBase(model: TileModel, tile: number, quantity: number): number {
  return model.bases[tile * model.quantities + quantity]!;
}

/**
 * q = base + a0 + au·u + av·v + auv·uv + auu·u² + avv·v² + η (b0 + bu·u + bv·v) + η² (c0 + cv·v) + d0·η³, in the order
 * a0 au av auv auu avv b0 bu bv c0 d0 cv of the coefficients.
 */
export function tileValue(model: TileModel, quantity: number, place: TilePlace, heightM: number): number {
  const { tile, u, v } = place;
  const eta = (heightM - model.heightMidM) / model.heightHalfM;
  const terms = [1, u, v, u * v, u * u, v * v, eta, eta * u, eta * v, eta ** 2, eta ** 3, eta ** 2 * v];
  let sum = tileBase(model, tile, quantity);
  for (const [k, term] of terms.entries())
    sum += model.coefficients[(tile * model.quantities + quantity) * 12 + k]! * term;
  return sum;
}
