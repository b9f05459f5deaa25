import * as z from 'zod';
import { faultIssue } from './fault.ts';

/** Whether a correction is made: never, always unless it must be refused, or where it can be and is worth it. */
export const CORRECTION_MODES = ['off', 'on', 'auto'] as const;

const mode = z.enum(CORRECTION_MODES);
const location = z.string().min(1);
const electronContent = z.union([z.number().min(0).max(1000), location]);

/** What is given of one date only says nothing of the difference. */
function pairsFault(pairs: readonly (readonly [string, string])[]) {
  return (value: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    for (const [one, other] of pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
      if (value[one] !== undefined && value[other] === undefined)
        context.addIssue(faultIssue('JOB_ONE_DATE_ALONE', [one], { other }));
  };
}

/** What is taken away from the displacement that is no motion of the ground. */
export const correctionsSchema = z
  .strictObject({
    troposphere: mode
      .default('auto')
      .describe(
        'Troposphere: by the zenith delays where both are given, over cos(incidence); else by the slope of displacement with height, fitted robustly with a plane to ground that does not deform. `auto` (default): a slope only where it is beyond three of its standard deviations.',
      ),
    zenith_delay_reference: location
      .optional()
      .describe('Zenith total delay of the reference date, m, such as of GACOS as GeoTIFF: one band; address or path.'),
    zenith_delay_secondary: location.optional().describe('The same of the secondary date.'),
    solid_earth_tide: mode
      .default('auto')
      .describe(
        'Solid earth tide (IERS Conventions 2010, section 7.1.1, steps 1 and 2; Sun and Moon by short series). `auto` (default) is `on`.',
      ),
    ionosphere: mode
      .default('auto')
      .describe(
        'Ionosphere, by the electron contents: 40.3 TEC / (f² cos z), z the zenith angle at a shell 450 km high; one TECU is 13.8 mm at the zenith. `auto` (default): where both are given.',
      ),
    tec_reference: electronContent
      .optional()
      .describe(
        'Vertical electron content at the reference date, TECU, 0..1000, or a GeoTIFF of it, one band, read where the line of sight crosses the shell; maps from GNSS count what is above the satellite too; address or path.',
      ),
    tec_secondary: electronContent.optional().describe('The same at the secondary date.'),
    ramp: mode
      .default('off')
      .describe(
        'Surface fitted robustly to the ground that does not deform; it takes real long waves away too. Default `off`; `auto`: where it is beyond three of its standard deviations.',
      ),
    ramp_kind: z.enum(['plane', 'quadratic']).default('plane').describe('Surface of `ramp`, default `plane`.'),
  })
  .superRefine(
    pairsFault([
      ['zenith_delay_reference', 'zenith_delay_secondary'],
      ['tec_reference', 'tec_secondary'],
    ]),
  );

const celsius = z.number().min(-80).max(80).optional();
const levelM = z.number().min(-1000).max(10_000).optional();

/** What is known of the structure under the points. */
export const structureSchema = z
  .strictObject({
    axis_azimuth_deg: z
      .number()
      .min(0)
      .max(360)
      .describe('Axis of the structure, clockwise from north, degrees, 0..360: motion toward it counts as positive.'),
    expansion_length_m: z
      .number()
      .positive()
      .max(100_000)
      .optional()
      .describe('Length that is free to expand toward the axis, m.'),
    expansion_per_k: z
      .number()
      .min(0)
      .max(1e-4)
      .default(11.7e-6)
      .describe('Coefficient of expansion, 1/K, default 11.7e-6 (steel; concrete 10e-6).'),
    temperature_reference_c: celsius.describe('Temperature of the structure at the reference date, degrees Celsius.'),
    temperature_secondary_c: celsius.describe('The same at the secondary date.'),
    water_level_reference_m: levelM.describe('Water level at the reference date, m.'),
    water_level_secondary_m: levelM.describe('The same at the secondary date.'),
  })
  .superRefine(
    pairsFault([
      ['temperature_reference_c', 'temperature_secondary_c'],
      ['water_level_reference_m', 'water_level_secondary_m'],
    ]),
  );
