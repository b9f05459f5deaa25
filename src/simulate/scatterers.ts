import type { CoherenceField } from './coherence-map.ts';
import type { GroundFrame } from './ground-frame.ts';
import { halfNormalTable, randomStream } from './random.ts';
import type { GroundBox } from './range-model.ts';
import type { Scene } from './scenes/index.ts';
import type { Terrain } from './terrain.ts';

/** Scatterers of a block along and across the track. */
export const BLOCK_ALONG = 64;
export const BLOCK_ACROSS = 128;

/** Lattice constant along track, m: half the azimuth resolution. */
export const ALONG_STEP_M = 11;

/** Lattice constant in slant range on flat ground, m: half the range resolution. */
export const SLANT_STEP_M = 1.3;

/** Everything that decides where scatterers are and how they change. */
export interface Ground {
  readonly frame: GroundFrame;
  readonly terrain: Terrain;
  readonly scene: Scene;
  readonly coherence: CoherenceField;
  /** Lattice constant across track on the ground, m. */
  readonly acrossStepM: number;
  readonly seed: number;
  /** Path delay of the second date that grows with height: metres of range per metre. */
  readonly delayPerM: number;
}

/** The scatterers of one block, row by row: shape (BLOCK_ALONG, BLOCK_ACROSS). */
export interface ScattererBlock {
  box: GroundBox;
  readonly heightM: Float64Array;
  /** Complex reflectivity on the first and on the second date, interleaved. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Displacement in the ground frame (along, across, up), m; meaningful where `moves`. */
  readonly displacementM: Float64Array;
  moves: boolean;
}

export function emptyBlock(): ScattererBlock {
  const count = BLOCK_ALONG * BLOCK_ACROSS;
  return {
    box: { along: 0, across: 0, heightM: 0, halfAlong: 0, halfAcross: 0, halfHeightM: 0 },
    heightM: new Float64Array(count),
    first: new Float64Array(2 * count),
    second: new Float64Array(2 * count),
    displacementM: new Float64Array(3 * count),
    moves: false,
  };
}

/** Room over and under the relief of a block for low structures, m; higher ones get theirs. */
const HEIGHT_MARGIN_M = 15;

/** Coordinates of scatterer (0, 0) of a block of the lattice, m; the lattice is anchored at the frame's origin. */
function blockOrigin(ground: Ground, row: number, column: number): { along: number; across: number } {
  return {
    along: (row * BLOCK_ALONG + 0.5) * ALONG_STEP_M,
    across: (column * BLOCK_ACROSS + 0.5) * ground.acrossStepM,
  };
}

/** Heights of the bare ground of a block, and the box that holds it. */
export function fillHeights(ground: Ground, row: number, column: number, block: ScattererBlock): void {
  const origin = blockOrigin(ground, row, column);
  for (let i = 0; i < BLOCK_ALONG; i++) {
    const along = origin.along + i * ALONG_STEP_M;
    ground.terrain.fillRow(along, origin.across, ground.acrossStepM, BLOCK_ACROSS, block.heightM, i * BLOCK_ACROSS);
  }
  let [lowest, highest] = [Infinity, -Infinity];
  for (const height of block.heightM) {
    if (height < lowest) lowest = height;
    if (height > highest) highest = height;
  }
  block.box = {
    along: origin.along + ((BLOCK_ALONG - 1) / 2) * ALONG_STEP_M,
    across: origin.across + ((BLOCK_ACROSS - 1) / 2) * ground.acrossStepM,
    heightM: (lowest + highest) / 2,
    halfAlong: (BLOCK_ALONG / 2) * ALONG_STEP_M,
    halfAcross: (BLOCK_ACROSS / 2) * ground.acrossStepM,
    halfHeightM: (highest - lowest) / 2 + Math.max(HEIGHT_MARGIN_M, ground.scene.tallestM ?? 0),
  };
}

/**
 * Reflectivities: white circular Gaussian; the second date is g a + √(1 - g²) n. With g = 1 both are the same numbers.
 * The stream depends on seed and block alone.
 */
function fillReflectivity(ground: Ground, row: number, column: number, block: ScattererBlock): void {
  const { first, second, box } = block;
  const random = randomStream(ground.seed, row, column);
  const normal = halfNormalTable();
  const { coherence } = ground;
  const varies = coherence.varies(box);
  if (coherence.background >= 1 && !varies) {
    for (let k = 0; k < first.length; k += 2) {
      const bits = random();
      first[k] = normal[bits & 0xffff]!;
      first[k + 1] = normal[bits >>> 16]!;
    }
    second.set(first);
    return;
  }
  const origin = blockOrigin(ground, row, column);
  for (let k = 0; k < first.length; k += 2) {
    const own = random();
    const other = random();
    const [i, j] = [Math.floor(k / (2 * BLOCK_ACROSS)), (k >> 1) % BLOCK_ACROSS];
    const g = varies
      ? coherence.at(origin.along + i * ALONG_STEP_M, origin.across + j * ground.acrossStepM)
      : coherence.background;
    const rest = Math.sqrt(1 - g * g);
    first[k] = normal[own & 0xffff]!;
    first[k + 1] = normal[own >>> 16]!;
    second[k] = g * first[k]! + rest * normal[other & 0xffff]!;
    second[k + 1] = g * first[k + 1]! + rest * normal[other >>> 16]!;
  }
}

function addStructures(ground: Ground, row: number, column: number, block: ScattererBlock): void {
  const { scene } = ground;
  if (!scene.structure || !scene.hasStructure?.(block.box)) return;
  const origin = blockOrigin(ground, row, column);
  for (let n = 0; n < block.heightM.length; n++) {
    const along = origin.along + Math.floor(n / BLOCK_ACROSS) * ALONG_STEP_M;
    const built = scene.structure(along, origin.across + (n % BLOCK_ACROSS) * ground.acrossStepM);
    if (!built) continue;
    block.heightM[n]! += built.heightM;
    for (const index of [2 * n, 2 * n + 1]) {
      block.first[index]! *= built.amplitude;
      block.second[index]! *= built.amplitude;
    }
  }
}

function fillDisplacement(ground: Ground, row: number, column: number, block: ScattererBlock): void {
  block.moves = ground.scene.moves(block.box);
  if (!block.moves) return;
  const origin = blockOrigin(ground, row, column);
  for (let n = 0; n < block.heightM.length; n++) {
    const along = origin.along + Math.floor(n / BLOCK_ACROSS) * ALONG_STEP_M;
    const across = origin.across + (n % BLOCK_ACROSS) * ground.acrossStepM;
    const { east, north, up } = ground.scene.displacement(along, across);
    const turned = ground.frame.rotate(east, north);
    block.displacementM[3 * n] = turned.along;
    block.displacementM[3 * n + 1] = turned.across;
    block.displacementM[3 * n + 2] = up;
  }
}

/** Fills the rest of a block whose heights are in place. */
export function fillScatterers(ground: Ground, row: number, column: number, block: ScattererBlock): void {
  fillReflectivity(ground, row, column, block);
  addStructures(ground, row, column, block);
  fillDisplacement(ground, row, column, block);
}
