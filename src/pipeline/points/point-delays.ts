import type { Job } from '../../job/index.ts';
import { NO_DELAYS, type PositionDelays } from '../../points/index.ts';
import { SPEED_OF_LIGHT_MPS } from '../../units/index.ts';
import type { OpenedPair } from '../open-pair.ts';

/** How far the reference's image shows places off their geometric position, by the job's `position_delays`. */
export function pointDelays(job: Job, { reference }: Pick<OpenedPair, 'reference'>): PositionDelays {
  if (job.options.position_delays === 'none') return NO_DELAYS;
  const middle = reference.swaths.find(({ name }) => name === 'iw2');
  if (!middle) return { hasAtmosphere: true, timings: {} };
  const middleRangeM = middle.nearRangeM + ((middle.samplesPerBurst - 1) / 2) * middle.rangeSpacingM;
  const middleTwoWayS = (2 * middleRangeM) / SPEED_OF_LIGHT_MPS;
  const timings = reference.swaths.flatMap(({ name, echo }) => (echo ? [[name, { ...echo, middleTwoWayS }]] : []));
  return { hasAtmosphere: true, timings: Object.fromEntries(timings) as PositionDelays['timings'] };
}
