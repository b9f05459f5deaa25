import { Random } from '../../test/support/random.ts';
import { PATCH } from './square.ts';

const LOOKS = 12;

/** Whole cycles of the fringe over a patch, so that it goes on in the next. */
const CYCLES = { down: 20, across: 37 } as const;

/** Phase of the fringe at a place of the patch, rad. */
export function fringeRad(row: number, column: number): number {
  return 2 * Math.PI * ((CYCLES.down * row) / PATCH.rows + (CYCLES.across * column) / PATCH.columns);
}

/**
 * A patch of cells of speckle of two dates of a coherence of 0.6, with a fringe between them.
 * @returns shape (PATCH.rows, PATCH.columns, 4): re, im, P1, P2
 */
export function speckleCells(seed: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  const cells = new Float32Array(PATCH.rows * PATCH.columns * 4);
  const [coherence, rest] = [0.6, 0.8];
  for (let at = 0; at < PATCH.rows * PATCH.columns; at++) {
    const power = 10 ** random.uniform(3, 4) / LOOKS;
    const phaseRad = fringeRad(Math.floor(at / PATCH.columns), at % PATCH.columns);
    const [cos, sin] = [Math.cos(phaseRad), Math.sin(phaseRad)];
    for (let look = 0; look < LOOKS; look++) {
      const [a, b] = [random.normal(), random.normal()];
      const [c, d] = [coherence * a + rest * random.normal(), coherence * b + rest * random.normal()];
      const [re, im] = [a * c + b * d, b * c - a * d];
      cells[4 * at]! += power * (re * cos - im * sin);
      cells[4 * at + 1]! += power * (re * sin + im * cos);
      cells[4 * at + 2]! += power * (a * a + b * b);
      cells[4 * at + 3]! += power * (c * c + d * d);
    }
  }
  return cells;
}
