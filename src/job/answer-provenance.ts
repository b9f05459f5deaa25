import * as z from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const droppedBurstSchema = z.object({
  swath: z.enum(['iw1', 'iw2', 'iw3']).describe('Sub-swath.'),
  burst_id: z.int().describe('ESA relative burst id.'),
  reason: z
    .enum(['only_in_reference', 'only_in_secondary', 'outside_area'])
    .describe('The other granule does not have it, or nothing of it lies in the area that was processed.'),
});

export const resolutionSchema = z.object({
  azimuth_m: z.number().positive().describe('Along the flight, m.'),
  range_m: z.number().positive().describe('Across the flight, on a plane as high as the middle of the DEM, m.'),
});

export const hashesSchema = z.object({
  options_sha256: sha256.describe('Of `options` as JSON, keys sorted, without white space.'),
  inputs_sha256: sha256.describe('Of `inputs` in the same form.'),
  inputs: z
    .array(
      z.object({
        name: z.string().describe('Name of the file, of a granule with its path inside.'),
        bytes: z.int().min(0).describe('Its size, bytes.'),
        sha256: sha256.describe('Of its content.'),
      }),
    )
    .describe(
      'Manifests and annotations of both granules and orbit files, by name. Pixels, DEM and water mask are read in parts and not hashed.',
    ),
});

export const costSchema = z.object({
  amount: z.number().min(0).describe('`price_per_second` times `processing_time_seconds`.'),
  currency: z.string().nullable().describe('`options.currency`; null where not given.'),
});
