import type { Gpu } from '../../gpu/index.ts';

/** Right side, two weights and the correction, four bytes each. */
const CELL_BYTES = 16;

/** All levels from 32 x 32 cells down are 1365 cells; far larger levels keep more than one workgroup busy. */
const MOST_CELLS = 2048;

/** Cells of the coarse levels that one workgroup can hold in its memory: those become one dispatch. */
export function fusableCells({ limits }: Pick<Gpu, 'limits'>): number {
  return Math.min(MOST_CELLS, Math.floor(limits.maxComputeWorkgroupStorageSize / CELL_BYTES));
}
