import * as z from 'zod';
import { CORRECTION_MODES } from './corrections.ts';

/** Why a correction was not made. */
export const CORRECTION_REASONS = [
  'off',
  'no_input',
  'no_reference',
  'input_not_covering',
  'not_significant',
  'too_few_coherent_cells',
  'relief_too_small',
  'relief_in_one_place',
  'height_is_a_slope',
  'deformation_too_wide',
  'height_and_deformation_correlated',
  'not_determined',
] as const;

const correctionSchema = z.object({
  asked: z.enum(CORRECTION_MODES).describe('What the job asked for.'),
  state: z
    .enum(['applied', 'not_applied', 'refused'])
    .describe('Whether displacements are less it. `refused`: it could not be told from deformation, or had no input.'),
  reason: z
    .enum(CORRECTION_REASONS)
    .nullable()
    .describe(
      'Why not; null where it was applied. `input_not_covering`: not known in all of the area; `relief_too_small`: below 200 m; `relief_in_one_place`: a moving mountain would look the same; `height_is_a_slope`: no relief about a plane; `deformation_too_wide`: less than half of the ground is at rest; `not_significant`: within three standard deviations of zero, or below 1 mm.',
    ),
  method: z
    .enum(['phase_height', 'zenith_delay', 'iers_2010', 'tec', 'plane', 'quadratic'])
    .nullable()
    .describe('How it is found; null where nothing was tried.'),
  points_mm: z
    .object({
      min: z.number().describe('Least, mm.'),
      mean: z.number().describe('Mean, mm.'),
      max: z.number().describe('Greatest, mm.'),
    })
    .nullable()
    .describe(
      'What it takes away from the displacement of points, relative to the reference; null without such points, or where nothing was found. Of a correction that was not applied: what it would take.',
    ),
  area_rms_mm: z.number().min(0).nullable().describe('Root mean square of the same over the coherent area, mm.'),
  parameters: z
    .record(z.string(), z.number())
    .describe(
      'What it was computed from. `phase_height`: slope_mm_per_km and its sigma_mm_per_km, relief_m, correlation of the rest with height, kept_share of ground at rest; ramps: coefficients in mm, km east and north of lat0, lon0, and sigma_mm.',
    ),
});

export const correctionsBlockSchema = z.object({
  troposphere: correctionSchema.describe('Delay by the air.'),
  solid_earth_tide: correctionSchema.describe('Tide of the solid Earth, later minus earlier date.'),
  ionosphere: correctionSchema.describe('Phase advance by the ionosphere.'),
  ramp: correctionSchema.describe('Surface that was fitted.'),
});

export const structureBlockSchema = z.object({
  axis_azimuth_deg: z.number().describe('Axis as given, degrees.'),
  los_sensitivity: z
    .object({
      min: z.number().describe('Least over the points.'),
      mean: z.number().describe('Mean over the points.'),
      max: z.number().describe('Greatest over the points.'),
    })
    .nullable()
    .describe('Line-of-sight mm for one mm of motion along the axis; null where no point is seen.'),
  temperature_change_k: z.number().nullable().describe('Later minus earlier date, K; null where not given.'),
  thermal_axis_mm: z
    .number()
    .nullable()
    .describe('Thermal motion expected at the free end along the axis, mm: coefficient times length times change.'),
  thermal_los_mm: z
    .number()
    .nullable()
    .describe('The same in the line of sight, mm. Not taken away: supports decide where it is seen.'),
  water_level_change_m: z.number().nullable().describe('Later minus earlier date, m; null where not given.'),
});

export type AnswerCorrections = z.output<typeof correctionsBlockSchema>;
export type AnswerCorrection = z.output<typeof correctionSchema>;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];
export type AnswerStructure = z.output<typeof structureBlockSchema>;
