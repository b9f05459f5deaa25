import * as z from 'zod';
import { boundingBoxSchema } from './bounding-box.ts';
import { idSchema } from './id.ts';
import { optionsSchema } from './options.ts';
import { pointsSchema } from './points.ts';

/** Where a granule is; null where it is to be found by its name. */
const granuleLocation = z.string().min(1).nullable().default(null);

/**
 * One job as the platform sends it. Unknown fields beside these are reported as warnings, not refused; `options` is
 * strict. What needs several fields at once (tracks, polarisations) is checked by `parseJob`.
 */
export const jobSchema = z
  .object({
    job_id: idSchema.describe('Id of the job, repeated in the answer.'),
    infrastructure_id: idSchema.nullish().describe('Id of what is watched, repeated in the answer.'),
    infrastructure_type: z
      .string()
      .max(64)
      .nullish()
      .describe('What is watched, such as `bridge`: for a bridge the answer warns of heat. Free text.'),
    reference_granule: z
      .string()
      .describe('67-character name of the IW SLC granule whose grid is used; it need not be the earlier one.'),
    secondary_granule: z.string().describe('67-character name of the other IW SLC granule, of the same track.'),
    reference_url: granuleLocation.describe(
      'Where the reference granule is: https:// address of a zip, s3:// address of a SAFE folder or zip, or (command line only) path or file:// address of a SAFE folder or zip. null or absent: it is found by its name.',
    ),
    secondary_url: granuleLocation.describe(
      'Where the secondary granule is: https:// address of a zip, s3:// address of a SAFE folder or zip, or (command line only) path or file:// address of a SAFE folder or zip. null or absent: it is found by its name.',
    ),
    bbox: boundingBoxSchema.describe('Area of interest, degrees on WGS84.'),
    points: pointsSchema.describe('Places to measure, at least one.'),
    webhook_url: z.string().nullish().describe('https:// address that the platform wants the answer sent to.'),
    options: optionsSchema.prefault({}).describe('Choices; every one has a default.'),
  })
  .meta({ title: 'Sentryal job' });

/** A job with its defaults filled in. */
export type Job = z.output<typeof jobSchema>;

/** A job as it may be written. */
export type JobInput = z.input<typeof jobSchema>;
