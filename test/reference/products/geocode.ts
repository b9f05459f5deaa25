import type { TileModel } from '../../../src/model/index.ts';
import { tilePlace, tileValue } from '../geometry/tile-value.ts';

export interface GeocodeInput {
  readonly mapRows: number;
  readonly mapColumns: number;
  /** Shape (mapRows, mapColumns), m; NaN without height. */
  readonly heightsM: ArrayLike<number>;
  /** Quantities: cell row and cell column, over map rows and columns. */
  readonly tiles: TileModel;
  readonly rows: number;
  readonly columns: number;
  /** Shape (rows, columns, 4): re, im, P1, P2; all 0 without data. */
  readonly cells: ArrayLike<number>;
  readonly coherence: ArrayLike<number>;
  /** rad, NaN without data. */
  readonly unwrapped: ArrayLike<number>;
}

/** One pixel of the map; NaN without data. */
export interface MapPixel {
  readonly wrappedRad: number;
  readonly coherence: number;
  readonly unwrappedRad: number;
  /** Index of the nearest cell with data. */
  readonly nearestCell: number;
  /** |mean complex coherence|: small where the phase is not defined. */
  readonly strength: number;
  /** How far from a change of nearest cell or of whole cycle: 0 is on it. */
  readonly margin: number;
}

const NOTHING: MapPixel = {
  wrappedRad: NaN,
  coherence: NaN,
  unwrappedRad: NaN,
  nearestCell: NaN,
  strength: 0,
  margin: Infinity,
};

/**
 * A pixel of the map: argument of the bilinear mean of the complex coherence of the four cells around its place, bilinear
 * mean of their coherence, and the wrapped phase with the whole cycles of the nearest cell that has data. Nothing where
 * less than half of the weight is on cells with data.
 */
export function geocode(input: GeocodeInput, mapRow: number, mapColumn: number): MapPixel {
  const { tiles, rows, columns, cells } = input;
  const heightM = input.heightsM[mapRow * input.mapColumns + mapColumn]!;
  if (Number.isNaN(heightM)) return NOTHING;
  const place = tilePlace(tiles, mapRow, mapColumn);
  const row = tileValue(tiles, 0, place, heightM);
  const column = tileValue(tiles, 1, place, heightM);
  const near: { at: number; root: number; weight: number }[] = [];
  for (const i of [Math.floor(row), Math.floor(row) + 1])
    for (const j of [Math.floor(column), Math.floor(column) + 1]) {
      if (i < 0 || j < 0 || i >= rows || j >= columns) continue;
      const at = i * columns + j;
      const root = Math.sqrt(cells[4 * at + 2]! * cells[4 * at + 3]!);
      if (root > 0) near.push({ at, root, weight: (1 - Math.abs(row - i)) * (1 - Math.abs(column - j)) });
    }
  const total = near.reduce((sum, { weight }) => sum + weight, 0);
  if (total < 0.5) return { ...NOTHING, margin: Math.abs(total - 0.5) };
  const mean = (value: (at: number, root: number) => number): number =>
    near.reduce((sum, { at, root, weight }) => sum + weight * value(at, root), 0) / total;
  const re = mean((at, root) => cells[4 * at]! / root);
  const im = mean((at, root) => cells[4 * at + 1]! / root);
  const wrappedRad = Math.atan2(im, re);
  const [first, second] = near.toSorted((a, b) => b.weight - a.weight);
  const cycles = (input.unwrapped[first!.at]! - wrappedRad) / (2 * Math.PI);
  return {
    wrappedRad,
    coherence: mean((at) => input.coherence[at]!),
    unwrappedRad: wrappedRad + 2 * Math.PI * Math.round(cycles),
    nearestCell: first!.at,
    strength: Math.hypot(re, im),
    margin: Math.min(
      first!.weight - (second?.weight ?? 0),
      Math.abs(Math.abs(cycles - Math.round(cycles)) - 0.5) || Infinity,
      Math.PI - Math.abs(wrappedRad),
      Math.abs(total - 0.5),
    ),
  };
}
