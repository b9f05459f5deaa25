import { TWO_PI } from '../../src/units/index.ts';

/** Cells off by whole cycles, among those that count. */
export interface CycleErrors {
  /** 1 where a cell has a value and counts. Shape of the scene, as isWrong's. */
  readonly isCompared: Uint8Array;
  /** 1 where the cycles are wrong. */
  readonly isWrong: Uint8Array;
  readonly wrong: number;
  readonly compared: number;
}

/** Cells off by whole cycles from where most are, among those that have a value and count. */
export function findCycleErrors(
  unwrappedRad: ArrayLike<number>,
  truthRad: ArrayLike<number>,
  counts: (cell: number) => boolean,
): CycleErrors {
  const cycles = new Int32Array(truthRad.length);
  const cellsAt = new Map<number, number>();
  const isCompared = Uint8Array.from(cycles, (_, cell) => (counts(cell) && !Number.isNaN(unwrappedRad[cell]!) ? 1 : 0));
  let compared = 0;
  for (let cell = 0; cell < cycles.length; cell++) {
    if (!isCompared[cell]) continue;
    compared++;
    cycles[cell] = Math.round((unwrappedRad[cell]! - truthRad[cell]!) / TWO_PI);
    cellsAt.set(cycles[cell]!, (cellsAt.get(cycles[cell]!) ?? 0) + 1);
  }
  const most = Math.max(0, ...cellsAt.values());
  const usual = [...cellsAt].find(([, cells]) => cells === most)?.[0];
  const isWrong = Uint8Array.from(cycles, (cycle, cell) => (isCompared[cell] && cycle !== usual ? 1 : 0));
  return { isCompared, isWrong, wrong: compared - most, compared };
}

/** How a flag fares against what is wrong, cells. */
export interface FlagCounts {
  readonly compared: number;
  readonly wrong: number;
  readonly wrongFlagged: number;
  readonly rightFlagged: number;
}

export function countFlags({ isCompared, isWrong, wrong, compared }: CycleErrors, flags: Uint8Array): FlagCounts {
  let [wrongFlagged, rightFlagged] = [0, 0];
  for (const [cell, flag] of flags.entries()) {
    if (!flag || !isCompared[cell]) continue;
    if (isWrong[cell]) wrongFlagged++;
    else rightFlagged++;
  }
  return { compared, wrong, wrongFlagged, rightFlagged };
}

export const sumFlags = (all: readonly FlagCounts[]): FlagCounts =>
  all.reduce((a, b) => ({
    compared: a.compared + b.compared,
    wrong: a.wrong + b.wrong,
    wrongFlagged: a.wrongFlagged + b.wrongFlagged,
    rightFlagged: a.rightFlagged + b.rightFlagged,
  }));
