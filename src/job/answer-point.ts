import * as z from 'zod';

/** What can be said of a point; the first is the only one that statistics are made of. */
export const POINT_STATUSES = [
  'ok',
  'low_coherence',
  'layover',
  'shadow',
  'water',
  'outside',
  'no_data',
  'ambiguous',
  'other_component',
  'reference_failed',
] as const;

export type PointStatus = (typeof POINT_STATUSES)[number];

/** Statuses of which no number can be given; every other status carries one. */
export const SILENT_STATUSES: ReadonlySet<PointStatus> = new Set<PointStatus>([
  'outside',
  'no_data',
  'shadow',
  'water',
  'low_coherence',
  'reference_failed',
]);

const numberOrNull = z.number().nullable();
const fraction = z.number().min(0).max(1).nullable();

/** The measurement at one point of the job. Null: not known there. */
export const displacementPointSchema = z
  .object({
    point_id: z.string().describe("The point's id in the job."),
    status: z
      .enum(POINT_STATUSES)
      .describe(
        '`ok`; doubtful but with a number: `layover`, `ambiguous`, `other_component`; without one: `outside` (of the bursts), `no_data`, `shadow`, `water` (its cell was blanked: see `water_mask`), `low_coherence` (below `min_coherence`, or below what 1 % of incoherent cells exceed), `reference_failed`.',
      ),
    displacement_mm: numberOrNull.describe(
      'Line-of-sight displacement, later minus earlier date, positive toward the satellite, relative to `reference`, mm.',
    ),
    coherence: fraction.describe('Coherence, bias removed, 0..1.'),
    sigma_mm: z.number().min(0).nullable().describe('Standard deviation of `displacement_mm` from phase noise, mm.'),
    coherence_raw: fraction.describe('Sample coherence as estimated (biased upward), 0..1.'),
    looks_effective: numberOrNull.describe('Effective number of independent looks.'),
    height_m: numberOrNull.describe('Height that was used, above the WGS84 ellipsoid, m.'),
    height_source: z
      .enum(['ellipsoid', 'egm2008', 'above_dem', 'dem'])
      .nullable()
      .describe("Where the height came from: the job's `height_reference`, or the DEM."),
    los_east: numberOrNull.describe('East component of the unit vector from ground to satellite.'),
    los_north: numberOrNull.describe('North component of the unit vector from ground to satellite.'),
    los_up: numberOrNull.describe('Up component of the unit vector from ground to satellite, positive.'),
    incidence_deg: numberOrNull.describe('Angle between the line of sight and the ellipsoid normal, degrees.'),
    heading_deg: numberOrNull.describe("Azimuth of the satellite's ground track, clockwise from north, degrees."),
    burst_id: z.int().nullable().describe('ESA relative burst id.'),
    swath: z.enum(['iw1', 'iw2', 'iw3']).nullable().describe('Sub-swath.'),
    line: numberOrNull.describe('Line within the burst, from 0, fractional.'),
    sample: numberOrNull.describe('Sample within the burst, from 0, fractional.'),
    component: z.int().nullable().describe('Connected component of the unwrapped phase, from 1, largest first.'),
    distance_to_reference_m: z.number().min(0).nullable().describe('Ground distance to the reference, m.'),
    signal_to_clutter_db: numberOrNull.describe(
      'Signal over clutter of the strongest scatterer within a line and 4 samples of the point, the weaker of both dates, dB; null where none stands above the clutter. Speckle alone gives some 5 dB; a stable structure 10 and more.',
    ),
  })
  .superRefine((point, context) => {
    const isSilent = SILENT_STATUSES.has(point.status);
    if (isSilent !== (point.displacement_mm === null)) {
      const message = `status ${point.status} ${isSilent ? 'carries no' : 'needs a'} displacement_mm`;
      context.addIssue({ code: 'custom', path: ['displacement_mm'], message });
    }
    if (!isSilent && (point.coherence === null || point.sigma_mm === null)) {
      context.addIssue({ code: 'custom', path: ['sigma_mm'], message: 'a number needs its coherence and its sigma' });
    }
  });

/** The measurement at one point, in the answer's own names. */
export type DisplacementPoint = z.output<typeof displacementPointSchema>;
