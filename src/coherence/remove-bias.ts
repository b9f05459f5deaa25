import { biasRemoval } from '../speckle/index.ts';
import type { SampleBox } from './window-coherence.ts';

/** Windows with missing samples share a table with those of nearly as many: this many tables at most. */
const TABLES = 64;

/**
 * Removes the bias of sample coherence, each window for the looks it has: at borders and gaps fewer, by its share of samples
 * with data.
 * @param effectiveLooks of a window without gaps
 * @returns coherence of raw coherence and samples with data
 */
export function windowBiasRemoval(
  window: SampleBox,
  effectiveLooks: number,
): (rawCoherence: number, samplesWithData: number) => number {
  const samples = window.lines * window.samples;
  const steps = Math.min(samples, TABLES);
  const tables = new Map<number, (raw: number) => number>();
  return (raw, count) => {
    const step = Math.max(1, Math.round((count / samples) * steps));
    let remove = tables.get(step);
    if (remove === undefined) {
      remove = biasRemoval((effectiveLooks * step) / steps);
      tables.set(step, remove);
    }
    return remove(raw);
  };
}
