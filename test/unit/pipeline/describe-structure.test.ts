import { describe, expect, it } from 'vitest';
import { type JobInput, parseJob } from '../../../src/job/index.ts';
import type { PointMeasurement, Warning } from '../../../src/model/index.ts';
import { describeStructure } from '../../../src/pipeline/describe/describe-structure.ts';
import { sampleJob } from '../job/sample-job.ts';

type Structure = NonNullable<NonNullable<JobInput['options']>['structure']>;

const seen = [0.6, 0.64].map((losEast) => ({ look: { losEast, losNorth: -0.1 } }) as unknown as PointMeasurement);

function described(
  type: string | null,
  structure?: Structure,
  { swapped = false, points = seen }: { swapped?: boolean; points?: readonly PointMeasurement[] } = {},
) {
  const options = { dem: 'dem.tif', ...(structure && { structure }) };
  const { job } = parseJob(sampleJob({ infrastructure_type: type, options }), { allowLocalPaths: true });
  const codes: string[] = [];
  const warn = ({ code }: Warning): void => void codes.push(code);
  return { found: describeStructure(job, points, swapped, warn), codes };
}

/** 300 m by 20 K with 12e-6 is 72 mm along the axis. */
const DECK: Structure = {
  axis_azimuth_deg: 90,
  expansion_length_m: 300,
  expansion_per_k: 12e-6,
  temperature_reference_c: 5,
  temperature_secondary_c: 25,
  water_level_reference_m: 101.5,
  water_level_secondary_m: 99,
};

describe('what heat does to a structure', () => {
  it('is said along the axis and in the line of sight, later minus earlier', () => {
    const { found, codes } = described('bridge', DECK);
    expect(found).toMatchObject({ axis_azimuth_deg: 90, temperature_change_k: 20, water_level_change_m: -2.5 });
    expect(found!.thermal_axis_mm).toBeCloseTo(72, 9);
    expect(found!.los_sensitivity!.mean).toBeCloseTo(0.62, 9);
    expect(found!.thermal_los_mm).toBeCloseTo(72 * 0.62, 9);
    expect(codes).toEqual([]);
    const other = described('bridge', DECK, { swapped: true }).found!;
    expect([other.temperature_change_k, other.water_level_change_m]).toEqual([-20, 2.5]);
    expect(other.thermal_axis_mm).toBeCloseTo(-72, 9);
  });

  it.each([
    ['a bridge of which nothing is known', 'Bridge', undefined, ['THERMAL_NOT_REMOVED']],
    ['a bridge without temperatures', 'railway viaduct', { axis_azimuth_deg: 0 }, ['THERMAL_NOT_REMOVED']],
    ['a dam', 'dam', undefined, []],
    ['nothing in particular', null, undefined, []],
  ] as const)('is warned of for bridges only: %s', (_, type, structure, codes) => {
    expect(described(type, structure).codes).toEqual(codes);
  });

  it('is null where nothing is known, and in the line of sight where no point is seen', () => {
    expect(described('bridge').found).toBeNull();
    expect(described('bridge', DECK, { points: [] }).found).toMatchObject({
      los_sensitivity: null,
      thermal_los_mm: null,
    });
  });
});
