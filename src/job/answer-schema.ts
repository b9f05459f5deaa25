import * as z from 'zod';
import { correctionsBlockSchema, structureBlockSchema } from './answer-corrections.ts';
import { displacementPointSchema, POINT_STATUSES } from './answer-point.ts';
import {
  costSchema,
  droppedBurstSchema,
  granuleSourceSchema,
  hashesSchema,
  orbitSchema,
  resolutionSchema,
} from './answer-provenance.ts';
import { productSchema } from './answer-products.ts';
import { BACKENDS, DETAILS, optionsSchema } from './options.ts';

const numberOrNull = z.number().nullable();

const statisticsSchema = z.object({
  mean_displacement_mm: numberOrNull.describe('Mean over `ok` points, mm; null where there is none.'),
  mean_coherence: numberOrNull.describe('Mean coherence over `ok` points; null where there is none.'),
  median_displacement_mm: numberOrNull.describe('Median over `ok` points, mm.'),
  std_displacement_mm: numberOrNull.describe('Sample standard deviation over `ok` points, mm; null below two.'),
  mad_displacement_mm: numberOrNull.describe(
    'Median absolute deviation from the median over `ok` points, unscaled, mm.',
  ),
  p5_displacement_mm: numberOrNull.describe('5th percentile over `ok` points, linear between values, mm.'),
  p25_displacement_mm: numberOrNull.describe('25th percentile, mm.'),
  p75_displacement_mm: numberOrNull.describe('75th percentile, mm.'),
  p95_displacement_mm: numberOrNull.describe('95th percentile, mm.'),
  min_displacement_mm: numberOrNull.describe('Least displacement of an `ok` point, mm.'),
  max_displacement_mm: numberOrNull.describe('Greatest displacement of an `ok` point, mm.'),
  count_ok: z.int().min(0).describe('Number of `ok` points.'),
  count_by_status: z.partialRecord(z.enum(POINT_STATUSES), z.int().min(1)).describe('Number of points of each status.'),
});

const referenceSchema = z.object({
  how: z.enum(['given', 'chosen']).describe('`given` by the job, or `chosen` by the service.'),
  lat: z.number().describe('Latitude on WGS84, degrees.'),
  lon: z.number().describe('Longitude on WGS84, degrees.'),
  coherence: z.number().min(0).max(1).describe('Mean coherence of its cells.'),
  cells: z.int().min(1).describe('Number of multilook cells whose mean is the zero.'),
  looks_effective: z.number().min(0).describe('Effective number of independent looks of these cells together.'),
  spread_mm: z.number().min(0).describe('Standard deviation of displacement over its cells, mm.'),
});

const overlapSchema = z.object({
  swath: z.enum(['iw1', 'iw2', 'iw3']).describe('Sub-swath.'),
  earlier_burst_id: z.int().describe('ESA relative id of the burst that ends there.'),
  later_burst_id: z.int().describe('ESA relative id of the burst that begins there.'),
  applied_lines: z
    .number()
    .describe(
      'Shift that was corrected in this sub-swath, lines: the common one and what the rounding of its annotated burst times left.',
    ),
  residual_before_rad: z.number().describe('Mean phase between both bursts before, rad.'),
  residual_after_rad: z.number().describe('The same once the applied shift is corrected, rad.'),
  residual_before_mm: z.number().describe('The same before, as displacement, mm.'),
  residual_after_mm: z.number().describe('The same after, as displacement, mm.'),
  sigma_rad: z.number().min(0).describe('Standard deviation of these means, rad.'),
  cells: z.int().min(1).describe('Cells that were used.'),
});

const coregistrationSchema = z.object({
  state: z
    .enum(['applied', 'not_applied'])
    .describe('Whether spectral diversity on burst overlaps refined the azimuth registration of orbits and DEM.'),
  reason: z
    .enum(['no_overlap', 'low_coherence', 'ambiguous'])
    .nullable()
    .describe(
      'Why it was not applied (`ambiguous`: whole cycles of the overlap could not be told apart); null where it was.',
    ),
  how: z
    .enum(['spectral_diversity', 'seeded'])
    .nullable()
    .describe(
      'Whether the shift is within half a cycle of what orbits say, or correlation of patches pointed to another cycle; null where none was applied.',
    ),
  shift_lines: numberOrNull.describe('Azimuth shift that was found, lines; null without coherent overlaps.'),
  sigma_lines: numberOrNull.describe('Its standard deviation, lines.'),
  applied_lines: z
    .number()
    .describe(
      'Shift that was corrected: what was found, weighed with what the orbits are good to (0 +- 0.002 line for POEORB, 0.003 RESORB, 0.006 others) where it does not contradict that; 0 where none.',
    ),
  overlap_residual_before_rad: numberOrNull.describe('Mean phase between bursts over their overlaps before, rad.'),
  overlap_residual_after_rad: numberOrNull.describe('The same after the correction, rad.'),
  overlap_residual_before_mm: numberOrNull.describe('The same before, as displacement, mm.'),
  overlap_residual_after_mm: numberOrNull.describe('The same after, as displacement, mm.'),
  cells: z.int().min(0).describe('Cells of burst overlaps that were used.'),
  overlaps: z.array(overlapSchema).describe('Each burst overlap with coherent cells.'),
  correlation_lines: numberOrNull.describe(
    'Azimuth shift by correlation of patches, lines; null where it could not be measured.',
  ),
  correlation_sigma_lines: numberOrNull.describe('Its standard deviation, lines.'),
  range_residual_samples: numberOrNull.describe(
    'Range by which the secondary lies behind once registered, by correlation of patches, samples; not corrected. Null where it could not be measured.',
  ),
  range_residual_sigma_samples: numberOrNull.describe('Its standard deviation, samples.'),
});

const unwrappingSchema = z.object({
  residues: z.int().min(0).describe('Loops of 2 x 2 cells around which the phase that was unwrapped does not close.'),
  residue_density: z.number().min(0).max(1).describe('Their share of all loops with data.'),
  objective: z
    .number()
    .min(0)
    .describe(
      'Sum over edges between cells of the cost of a jump there, its log likelihood ratio in nats, times the cycles by which the unwrapped gradient leaves the wrapped one.',
    ),
  chosen: z
    .enum(['fast', 'slow', 'referee'])
    .describe('Solution that was kept, of the lowest objective: of either schedule on the GPU, or minimum-cost flow.'),
  objectives: z
    .object({
      fast: z.number().min(0).describe('Of the fast schedule (L1 norm), nats.'),
      slow: z
        .number()
        .min(0)
        .nullable()
        .describe('Of the slow schedule (next to L0), nats; null where it was not run.'),
      referee: z.number().min(0).nullable().describe('Of minimum-cost flow, nats; null where it was not asked.'),
    })
    .describe('Objective of each solution.'),
  disagreement: z
    .number()
    .min(0)
    .max(1)
    .describe(
      'Share of coherent cells that the slow schedule, or the referee where it was not run, puts on other cycles than the fast one.',
    ),
  share_unwrapped: z.number().min(0).max(1).describe('Share of the cells with data that belong to a component.'),
  share_ambiguous: z
    .number()
    .min(0)
    .max(1)
    .describe('Share of the cells of components where another number of cycles is nearly as likely.'),
  components: z.int().min(0).describe('Connected components, whose offsets to each other are not known.'),
});

const waterMaskSchema = z.object({
  name: z.string().describe('File, or files.'),
  water_cells: z.int().min(0).describe('Multilook cells with data that are water by the mask.'),
  blanked_cells: z
    .int()
    .min(0)
    .describe(
      'Those of them that were left out of unwrapping: coherence below what 1 % of incoherent cells exceed, and no strong stable scatterer in or beside them.',
    ),
});

const looksSchema = z.object({
  azimuth: z.int().min(1).describe('Lines in one cell.'),
  range: z.int().min(1).describe('Samples in one cell.'),
});

const warningSchema = z.object({
  code: z.string().describe('Stable code.'),
  stage: z.string().describe('Stage of the flow.'),
  message: z.string().describe('For people.'),
});

/** What one pair says about itself, beside the points. Every field is part of the answer. */
export const pairSchema = z.object({
  reference_time: z.string().describe('Start of the granule called reference, UTC.'),
  secondary_time: z.string().describe('Start of the granule called secondary, UTC.'),
  swapped: z
    .boolean()
    .describe(
      'True where the granule called reference is the later one; displacement is later minus earlier all the same.',
    ),
  reference: referenceSchema.nullable().describe('Place whose displacement is zero; null where none could be found.'),
  looks: looksSchema.describe('Multilook cell of the interferogram.'),
  polarization: z.enum(['vv', 'vh', 'hh', 'hv']).describe('Polarisation that was processed.'),
  granules: z
    .object({ reference: granuleSourceSchema, secondary: granuleSourceSchema })
    .describe('Where the data of both dates came from.'),
  orbits: z.object({ reference: orbitSchema, secondary: orbitSchema }).describe('State vectors that were used.'),
  dem: z
    .object({
      name: z.string().describe('File name.'),
      datum: z.string().describe('Vertical datum, and how heights were brought to the ellipsoid.'),
    })
    .describe('Elevation model that was used.'),
  bursts: z
    .array(
      z.object({
        swath: z.enum(['iw1', 'iw2', 'iw3']).describe('Sub-swath.'),
        burst_id: z.int().describe('ESA relative burst id.'),
        synchronization_ms: z
          .number()
          .describe('Time by which the burst of the secondary began later over the ground, ms.'),
        doppler_difference_hz: z.number().describe('Doppler of the secondary minus that of the reference, Hz.'),
        azimuth_overlap: z.number().min(0).max(1).describe('Common part of the azimuth bandwidth of both dates, 0..1.'),
        fm_rate_mismatch_hz_per_s: z
          .object({
            reference: z.number().describe('Of the reference, Hz/s.'),
            secondary: z.number().describe('Of the secondary, Hz/s.'),
          })
          .describe(
            'Azimuth FM rate that the burst was focused with minus that of orbit and ground at its mean height; the largest of near, middle and far range.',
          ),
        fm_rate_edge_phase_rad: z
          .number()
          .describe("Phase that both leave in the interferogram at the burst's edges, rad; not corrected."),
      }),
    )
    .describe('Bursts that were processed, and how well both dates match in azimuth.'),
  bursts_dropped: z.array(droppedBurstSchema).describe('Bursts of either granule that were not processed, and why.'),
  resolution: resolutionSchema.describe('Size of a multilook cell on the ground, at the middle of the area.'),
  baseline: z
    .object({
      perpendicular_m: z
        .number()
        .describe('Perpendicular baseline at the middle of the area, -(b . (los x v)) as of the command baseline, m.'),
      parallel_m: z.number().describe('Baseline along the line of sight there, b . los, m.'),
      temporal_days: z.number().describe('Secondary minus reference date, days.'),
    })
    .describe('Baseline of the pair.'),
  coregistration: coregistrationSchema.describe('Azimuth registration of the secondary.'),
  wavelength_m: z.number().positive().describe('Radar wavelength, m.'),
  adapter: z
    .object({
      name: z.string().describe('WebGPU adapter.'),
      backend: z.string().describe('Graphics interface below it.'),
    })
    .describe('What computed it.'),
  backend: z
    .object({
      name: z.enum(BACKENDS).describe('`embedded` or `isce3`.'),
      version: z.string().describe('Of this project (`embedded`) or of ISCE3.'),
      samples: z.literal('embedded').describe("Who read the bursts' samples: always the project's own reader."),
    })
    .describe('Who solved the orbit geometry of the bursts.'),
});

/** The success document. */
export const answerSchema = pairSchema
  .extend({
    job_id: z.string().describe("The job's id."),
    status: z.literal('success'),
    infrastructure_id: z.string().nullable().describe("The job's `infrastructure_id`."),
    reference_granule: z.string().describe("The job's `reference_granule`."),
    secondary_granule: z.string().describe("The job's `secondary_granule`."),
    results: z.object({
      displacement_points: z.array(displacementPointSchema).describe('Each point of the job once, in its order.'),
      statistics: statisticsSchema.describe('Statistics over the points.'),
    }),
    unwrapping: unwrappingSchema.describe('How hard the phase was to unwrap, and what was achieved.'),
    water_mask: waterMaskSchema
      .nullable()
      .describe('What the water mask of the job did; null where the job gives none.'),
    corrections: correctionsBlockSchema.describe('What was taken away from the displacement, and how much it is.'),
    structure: structureBlockSchema
      .nullable()
      .describe('What the job says of the structure, in the line of sight; null where it says nothing.'),
    ambiguity_mm: z.number().positive().describe('Displacement of one whole cycle, half a wavelength, mm.'),
    options: optionsSchema.describe("The job's options, defaults filled in."),
    detail: z.enum(DETAILS).describe('How much this answer says: `options.detail`.'),
    conventions: z.array(z.string()).describe('What the numbers mean.'),
    notices: z.array(z.string()).describe('What must be said of the sources wherever results are shown.'),
    warnings: z.array(warningSchema).describe('What the reader should know.'),
    timings_s: z.record(z.string(), z.number().min(0)).describe('Wall time of each stage, s.'),
    products: z
      .array(productSchema)
      .describe(
        'Files that were written, rasters first; the answer itself and the folder `run` are not among them. [] without an output folder.',
      ),
    version: z.string().describe('Version of Sentryal.'),
    bytes_read: z
      .int()
      .min(0)
      .describe('Bytes read from granules, orbit files, DEM and water mask; of a zip, its compressed bytes.'),
    hashes: hashesSchema.describe('What was read and asked for, as SHA-256.'),
    cost: costSchema.nullable().describe('Estimate at `options.price_per_second`; null without a price.'),
    processing_time_seconds: z.number().min(0).describe('Wall time of the job, s.'),
  })
  .meta({ title: 'Sentryal answer' });

export type Pair = z.output<typeof pairSchema>;
export type Statistics = z.output<typeof statisticsSchema>;
export type Answer = z.output<typeof answerSchema>;
export type Hashes = Answer['hashes'];
export type Cost = NonNullable<Answer['cost']>;
export type Unwrapping = Answer['unwrapping'];
export type AnswerWaterMask = NonNullable<Answer['water_mask']>;
