import { totalmem } from 'node:os';
import process from 'node:process';

/** Memory that a process may fill, bytes: the machine's, or less where it runs in a container that may use less. */
export function hostMemoryBytes(): number {
  // 0 or a huge number where nothing constrains it.
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
