import { setImmediate } from 'node:timers/promises';
import type { PointMeasurement, PointTarget } from '../model/index.ts';
import { pointMeasurer } from './measure-point.ts';
import type { SampleRequest } from './sample-request.ts';

/** Points between two looks at the signal. */
const POINTS_AT_ONCE = 250;

/** Measures every target, in order, in f64: whole cycles from the multilooked cells, phase from the pixels where there are any. */
export async function samplePoints(
  request: SampleRequest,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (share: number) => void } = {},
): Promise<PointMeasurement[]> {
  const measured: PointMeasurement[] = [];
  const measure = pointMeasurer(request);
  for (const target of request.targets) {
    measured.push(measure(target));
    if (measured.length % POINTS_AT_ONCE > 0) continue;
    await setImmediate();
    options.signal?.throwIfAborted();
    options.onProgress?.(measured.length / request.targets.length);
  }
  return measured;
}

/** Measures one target. */
export function measurePoint(request: SampleRequest, target: PointTarget): PointMeasurement {
  return pointMeasurer(request)(target);
}
