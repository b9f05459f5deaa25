import type { Gpu } from '../../gpu/index.ts';

/** Right side, two weights and the correction, four bytes each. */
const CELL_BYTES = 16;

/** All levels from 32 x 32 cells down are 1365 cells; far larger levels keep more than one workgroup busy. */
const MOST_CELLS = 2048;

/** Cells of the coarse levels that one workgroup can hold in its memory. */
export function fusableCells({ limits }: Pick<Gpu, 'limits'>): number {
  return Math.min(MOST_CELLS, Math.floor(limits.maxComputeWorkgroupStorageSize / CELL_BYTES));
}

/** Cells of the coarse levels that are fused on an adapter; 0 for none. */
export function usedFusedCells(gpu: Pick<Gpu, 'limits' | 'adapter'>): number {
  return gpu.adapter.isSoftware ? 0 : fusableCells(gpu);
}
