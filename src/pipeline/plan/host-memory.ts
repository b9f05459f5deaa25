import { totalmem } from 'node:os';
import process from 'node:process';

/** Of a process without a cell: Node, the adapter's driver and what is read in blocks. */
const BASE_BYTES = 520e6;

/** Of the planes of one cell through the whole job, measured on jobs of 22,000 to 2.7 million cells (software adapter). */
const BYTES_PER_CELL = 300;

/** Left to the rest of the machine. */
const MARGIN_BYTES = 512 * 2 ** 20;

/** Largest resident memory of a job of so many cells, bytes, to some 15 %. */
export function jobMemoryBytes(cells: number): number {
  return BASE_BYTES + BYTES_PER_CELL * cells;
}

/** Whether a job of so many cells fits a machine with so much memory and leaves some to the rest of it. */
export function jobFitsMemory(cells: number, memoryBytes: number): boolean {
  return jobMemoryBytes(cells) <= memoryBytes - MARGIN_BYTES;
}

/** Memory that a process may fill, bytes: the machine's, or less where it runs in a container that may use less. */
export function hostMemoryBytes(): number {
  // 0 or a huge number where nothing constrains it.
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
