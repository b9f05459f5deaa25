import * as z from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Why the orbit of a date is the one it is. */
export const ORBIT_WHYS = ['given', 'best_found', 'none_found', 'annotation_asked'] as const;

export type OrbitWhy = (typeof ORBIT_WHYS)[number];

export const orbitSchema = z.object({
  kind: z.enum(['POEORB', 'RESORB', 'PREORB', 'annotation']).describe('Quality class, best first.'),
  source: z.string().describe("EOF file, or the granule's name for annotation vectors."),
  why: z
    .enum(ORBIT_WHYS)
    .describe(
      'The job gave its file; it is the best that the services have; they have none (see `tried`), so that it is that of the annotation; the job asked for that.',
    ),
  from: z.string().nullable().describe('Address that the file was fetched from; null where none was.'),
  tried: z
    .array(z.object({ where: z.string().describe('Service.'), outcome: z.string().describe('What came of it.') }))
    .describe('Where it was looked for, in order.'),
});

/** Where the data of a granule can be had from. */
export const GRANULE_SOURCES = [
  'local',
  'https-zip',
  's3-safe',
  's3-zip',
  'data-space',
  'asf-bursts',
  'asf-zip',
] as const;

export const granuleSourceSchema = z.object({
  name: z.string().describe('Name of the granule.'),
  source: z
    .enum(GRANULE_SOURCES)
    .describe(
      'A folder or zip of this machine, a zip at an address, a SAFE folder or zip in S3; or, found by its name, S3 of the Copernicus Data Space, ASF bursts, the ASF archive.',
    ),
  address: z.string().describe('Where that is, without secrets.'),
  tried: z
    .array(
      z.object({
        service: z.string().describe('Service.'),
        address: z.string().describe('Its address; empty where nothing was asked.'),
        outcome: z.enum(['used', 'failed', 'skipped']).describe('What came of it.'),
        reason: z.string().describe('Why; empty where it was used.'),
      }),
    )
    .describe('Where it was looked for, in order; empty where the job says where it is.'),
});

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
