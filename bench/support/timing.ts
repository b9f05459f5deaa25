import type { BoundKernel, Gpu, GpuScope, Workgroups } from '../../src/gpu/index.ts';

/** A dispatch that can be repeated. */
export interface Step {
  readonly bound: BoundKernel;
  readonly workgroups: Workgroups;
}

/** Wall time from submitting steps, in one command buffer, to the end of the queue's work, s. */
export async function timeSteps(scope: GpuScope, steps: readonly Step[]): Promise<number> {
  const start = performance.now();
  for (const { bound, workgroups } of steps) scope.record(bound, workgroups);
  await scope.flush();
  return (performance.now() - start) / 1000;
}

/** Time of steps on the GPU by its own timestamps where it has them, else {@link timeSteps}, s. */
export async function timeStep(gpu: Gpu, scope: GpuScope, steps: readonly Step[]): Promise<number> {
  if (!gpu.hasTimestamps) return timeSteps(scope, steps);
  return scope.time(() => {
    for (const { bound, workgroups } of steps) scope.record(bound, workgroups);
  });
}

/** Median, quartiles and the least: on a machine that does other work too, the least is nearest to the truth. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly repeats: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const rest = place - below;
    return sorted[below]! * (1 - rest) + sorted[Math.min(below + 1, sorted.length - 1)]! * rest;
  };
  return {
    least: sorted[0]!,
    median: at(0.5),
    lowerQuartile: at(0.25),
    upperQuartile: at(0.75),
    repeats: values.length,
  };
}

/** All values of a spread times a factor. */
export function scaled(spread: Spread, factor: number): Spread {
  const { least, median, lowerQuartile, upperQuartile, repeats } = spread;
  return {
    least: least * factor,
    median: median * factor,
    lowerQuartile: lowerQuartile * factor,
    upperQuartile: upperQuartile * factor,
    repeats,
  };
}
