import type { TileLayout, TileModel } from '../model/index.ts';
import { type ChebyshevVolume, chebyshevBasis, contractLine, toUnit } from './chebyshev.ts';

/** Floats per quantity in a tile record. */
export const TILE_COEFFICIENTS = 12;

const STEPS = [-1, 0, 1] as const;

/** Chebyshev coefficients in height (degree at most 3) to monomials 1, η, η², η³. */
function toMonomials(c: Float64Array): [number, number, number, number] {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = c;
  return [c0 - c2, c1 - 3 * c3, 2 * c2, 4 * c3];
}

function contractSample(perLine: Float64Array, basis: Float64Array, heights: number): Float64Array {
  const out = new Float64Array(heights);
  for (let j = 0; j < basis.length; j++)
    for (let k = 0; k < heights; k++) out[k]! += basis[j]! * perLine[j * heights + k]!;
  return out;
}

/**
 * Cuts a volume (height degree at most 3) into tile models, everything in f64 until the last rounding to f32.
 * The quadratic in u and v passes through the volume at the tile's middle, edges and corners.
 */
export function buildTileModel(volume: ChebyshevVolume, layout: TileLayout): TileModel {
  const { domain, degrees } = volume;
  const quantities = volume.coefficients.length;
  const tiles = layout.tileRows * layout.tileColumns;
  const coefficients = new Float32Array(tiles * quantities * TILE_COEFFICIENTS);
  const bases = new Int32Array(tiles * quantities);
  const sampleBases: Float64Array[] = [];
  for (let column = 0; column < layout.tileColumns; column++)
    for (const v of STEPS) {
      const middle = layout.firstSample + column * layout.tileSamples + (layout.tileSamples - 1) / 2;
      const sample = middle + (v * layout.tileSamples) / 2;
      sampleBases.push(chebyshevBasis(toUnit(sample, domain.sample), degrees.sample));
    }
  for (let row = 0; row < layout.tileRows; row++) {
    const middle = layout.firstLine + row * layout.tileLines + (layout.tileLines - 1) / 2;
    const lines = STEPS.map((u) => contractLine(volume, middle + (u * layout.tileLines) / 2));
    for (let column = 0; column < layout.tileColumns; column++)
      for (let q = 0; q < quantities; q++) {
        const node = (u: -1 | 0 | 1, v: -1 | 0 | 1): readonly number[] =>
          toMonomials(contractSample(lines[u + 1]![q]!, sampleBases[column * 3 + v + 1]!, degrees.height + 1));
        const tile = (row * layout.tileColumns + column) * quantities + q;
        bases[tile] = writeTile(node, coefficients.subarray(tile * TILE_COEFFICIENTS, (tile + 1) * TILE_COEFFICIENTS));
      }
  }
  return {
    layout,
    quantities,
    coefficients,
    bases,
    heightMidM: (domain.heightM.min + domain.heightM.max) / 2,
    heightHalfM: Math.max((domain.heightM.max - domain.heightM.min) / 2, 1e-3),
  };
}

/** Fills one record from the monomials in η at the nine nodes; returns the whole number removed. */
function writeTile(node: (u: -1 | 0 | 1, v: -1 | 0 | 1) => readonly number[], out: Float32Array): number {
  const centre = node(0, 0);
  const up = node(1, 0);
  const down = node(-1, 0);
  const right = node(0, 1);
  const left = node(0, -1);
  const slope = (plus: readonly number[], minus: readonly number[], k: number): number => (plus[k]! - minus[k]!) / 2;
  const bend = (plus: readonly number[], minus: readonly number[]): number => (plus[0]! + minus[0]!) / 2 - centre[0]!;
  const base = Math.floor(centre[0]!);
  out[0] = centre[0]! - base;
  out[1] = slope(up, down, 0);
  out[2] = slope(right, left, 0);
  out[3] = (node(1, 1)[0]! - node(1, -1)[0]! - node(-1, 1)[0]! + node(-1, -1)[0]!) / 4;
  out[4] = bend(up, down);
  out[5] = bend(right, left);
  out[6] = centre[1]!;
  out[7] = slope(up, down, 1);
  out[8] = slope(right, left, 1);
  out[9] = centre[2]!;
  out[10] = centre[3]!;
  out[11] = slope(right, left, 2);
  return base;
}
