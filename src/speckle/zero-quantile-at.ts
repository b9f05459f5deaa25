import type { CoherenceMap } from '../model/index.ts';

/** Raw coherence that 99 % of cells without coherence stay below, for the cells with data in the window of this one. */
export function zeroQuantileAt({ windowCells, zeroQuantiles }: CoherenceMap, cell: number): number {
  return zeroQuantiles[windowCells[cell]!]!;
}
