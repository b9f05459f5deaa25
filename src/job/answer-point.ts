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
const sizeOrNull = z.number().min(0).nullable();

/** What makes up `sigma_mm`: formulas and sources are part of the contract. */
const sigmaTermsSchema = z.object({
  phase: z
    .number()
    .min(0)
    .describe(
      'Noise of the phase, mm. Of a mean of speckle: standard deviation of its exact distribution for `coherence` and `looks_effective` (Lee et al. 1994, eq. 15). Of a scatterer: λ/4π sqrt(1/(2 SCR1) + 1/(2 SCR2)), SCR the signal over clutter of each date (Adam et al. 2004). The raster `sigma` is the first of these for the looks of one cell.',
    ),
  reference: z
    .number()
    .min(0)
    .describe(
      'Noise of the reference, mm: the same for the mean of its cells, or their scatter about a plane over the root of their number where that is more.',
    ),
  height: z
    .number()
    .min(0)
    .describe(
      'Error of the heights, mm: B / (R sin θ) sqrt(σh² + σr²), B the perpendicular baseline, σh `height_sigma_m`, σr = 2.5 m for the DEM at the reference (Hanssen 2001, section 2.4).',
    ),
  troposphere: z
    .number()
    .min(0)
    .describe(
      'Turbulent and stratified delay, mm: (2.5 L^0.5 + 4.8 H) / cos θ, L km to the reference, H km of height between them (Emardson et al. 2003, one year of southern California): an average, not the weather of the two dates.',
    ),
  coregistration: z
    .number()
    .min(0)
    .describe(
      'Azimuth registration, mm: λ/4π 2π |f(point) - f(reference)| σdt, f the Doppler centroid with the antenna sweep, σdt of spectral diversity, else that of orbits, 0.002 line or more; between two bursts with the phase step that is left at overlaps (Prats-Iraola et al. 2012).',
    ),
  orbit: z
    .number()
    .min(0)
    .describe(
      'Orbits, mm: σB sqrt(Δθ² + (2π Δt / T)²), Δθ the difference of look angle and Δt of azimuth time to the reference, T one orbit, σB from the orbits of both dates: 5 cm (POEORB), 10 cm (RESORB), 20 cm (annotation), 1 m (PREORB), 3D rms (Hanssen 2001, section 4.6).',
    ),
});

/** Where the phase distribution is not normal, its quantiles about the displacement. */
const quantilesSchema = z.object({
  p2_5: z.number().describe('2.5 % quantile, mm.'),
  p16: z.number().describe('16 % quantile, mm.'),
  p84: z.number().describe('84 % quantile, mm.'),
  p97_5: z.number().describe('97.5 % quantile, mm.'),
});

const cycleSchema = z.object({
  how: z
    .enum(['unwrapped', 'ground_around'])
    .describe(
      "Where the whole cycles come from: the point's cell of the unwrapped phase, or, where the job gave a height that changes the phase by more than 0.5 rad, the level of the coherent ground within 12 cells, once the point's own topographic phase is off.",
    ),
  margin: z
    .number()
    .min(0)
    .max(0.5)
    .describe(
      'Cycles by which the next number of whole cycles is farther from that level, halved: 0.5 none nearer, 0 just as near; below 0.125 the point is `ambiguous`. 0 too where the topographic phase of a given height asks for other cycles than the cell and no coherent ground around tells.',
    ),
});

const samplingSchema = z.object({
  method: z
    .enum(['scatterer', 'similar', 'cells'])
    .describe(
      'What the phase was taken from: the strongest stable scatterer, the mean of full-resolution pixels as bright as those of the point on both dates, weighted by coherence, or the mean of the multilook cells around. Phases are never interpolated.',
    ),
  window_lines: z.int().min(1).describe('Lines that were looked at.'),
  window_samples: z.int().min(1).describe('Samples that were looked at.'),
  n: z.int().min(1).describe('Pixels (`cells`: cells) that the phase is a mean of.'),
  offset_m: z
    .number()
    .min(0)
    .describe("Ground distance from the point to the scatterer, or to the middle of the pixels' power, m."),
  spread_mm: z
    .number()
    .min(0)
    .describe("Circular standard deviation of the phases averaged, or of the scatterer's and its rivals', mm."),
  rivals: z.int().min(0).describe('Other scatterers in reach within 3 dB of the strongest.'),
});

/** The measurement at one point of the job. Null: not known there. */
export const displacementPointSchema = z
  .object({
    point_id: z.string().describe("The point's id in the job."),
    status: z
      .enum(POINT_STATUSES)
      .describe(
        '`ok`; doubtful but with a number: `layover`, `ambiguous` (another number of whole cycles is nearly as likely), `other_component` (its whole cycles against the reference are not known); without one: `outside` (of the bursts), `no_data`, `shadow`, `water` (its cell was blanked: see `water_mask`), `low_coherence` (`coherence` below `min_coherence`, or `coherence_raw` not above what 1 % of means without coherence exceed, sqrt(1 - 0.01^(1/(L-1))) for L looks), `reference_failed`.',
      ),
    displacement_mm: numberOrNull.describe(
      'Line-of-sight displacement, later minus earlier date, positive toward the satellite, relative to `reference`, mm.',
    ),
    coherence: fraction.describe('Coherence of what was averaged, bias removed, 0..1.'),
    sigma_mm: sizeOrNull.describe(
      'Standard deviation of `displacement_mm`, mm: root of the sum of the squares of `sigma_terms_mm`, taken as independent. Errors of whole cycles are not in it: see `cycle`.',
    ),
    sigma_terms_mm: sigmaTermsSchema.nullable().describe('What `sigma_mm` is made of, mm.'),
    phase_quantiles_mm: quantilesSchema
      .nullable()
      .describe(
        'Quantiles of `displacement_mm` for the phase noise of the point alone, where its distribution is not normal to 3 %; null where it is.',
      ),
    detection_limit_mm: sizeOrNull.describe('Least displacement told from none, 2 `sigma_mm`, mm.'),
    significant: z.boolean().nullable().describe('Whether `displacement_mm` is beyond `detection_limit_mm`.'),
    ambiguity_mm: z.number().min(0).describe('Displacement of one whole cycle, half a wavelength, mm.'),
    cycle: cycleSchema.nullable().describe('How the number of whole cycles was chosen.'),
    vertical_mm: numberOrNull.describe(
      'Displacement if it were vertical, up positive: `displacement_mm` / `los_up`, mm. An assumption: one line of sight does not tell the direction.',
    ),
    sampling: samplingSchema.nullable().describe('How the phase was taken from the pixels.'),
    coherence_raw: fraction.describe('Sample coherence as estimated (biased upward), 0..1.'),
    looks_effective: numberOrNull.describe('Effective number of independent looks.'),
    height_m: numberOrNull.describe('Height that was used, above the WGS84 ellipsoid, m.'),
    height_geoid_m: numberOrNull.describe('The same above the EGM96 geoid, m (EGM2008 differs by 0.5 m rms).'),
    height_sigma_m: sizeOrNull.describe(
      'What is assumed of the error of the height, m (1 sigma): 1 for a given height, with the DEM 2.5 more where it counts from there; 20 where the job gives none, as a structure may stand that far off the DEM.',
    ),
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
      'Signal over clutter of the strongest scatterer within a line and 4 samples of the point, or as many as its height may put it off (`height_sigma_m`), the weaker of both dates, dB; null where none stands above the clutter. Speckle alone gives some 5 dB; a stable structure 10 and more.',
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
