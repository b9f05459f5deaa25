import { SentryalError } from '../../errors/index.ts';
import { layoutBursts } from '../../interferogram/index.ts';
import type { Job } from '../../job/index.ts';
import type { OpenedPair } from '../open-pair.ts';
import { type Area, areaWindow } from './plan-area.ts';

/**
 * The part of an area that covers the job's bbox, with one cell around it for interpolation. Its cells are cells of the area.
 * @throws SentryalError AREA_OUTSIDE_BURSTS
 */
export function bboxPart(job: Job, pair: OpenedPair, area: Area): Area {
  const { radarGrid, looks } = area.grid;
  const alone: Job = {
    ...job,
    points: [],
    options: { ...job.options, context_margin_m: 0, reference_point: undefined },
  };
  const window = areaWindow(alone, pair, radarGrid, [area.dem.minHeightM, area.dem.maxHeightM]);
  if (!window) throw new SentryalError('AREA_OUTSIDE_BURSTS');
  const around = {
    firstLine: window.firstLine - looks.azimuth,
    firstSample: window.firstSample - looks.range,
    lines: window.lines + 2 * looks.azimuth,
    samples: window.samples + 2 * looks.range,
  };
  // What there is to say of the bursts' places was said when the area was planned.
  const layout = layoutBursts(pair.bursts, radarGrid, around, looks, () => {});
  if (layout.placements.length === 0) throw new SentryalError('AREA_OUTSIDE_BURSTS');
  return { ...layout, dem: area.dem };
}
