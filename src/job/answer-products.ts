import * as z from 'zod';
import { PRODUCTS } from './options.ts';

/** What a file of a run can be. */
const PRODUCT_KINDS = ['raster', 'quicklook', 'points', 'report', 'stac_item'] as const;

/** Names of the files that are neither a raster nor the picture of one. */
const OTHER_NAMES = ['points', 'points_egms', 'report', 'stac_item'] as const;

/** A file that a run wrote. */
export const productSchema = z.object({
  kind: z
    .enum(PRODUCT_KINDS)
    .describe(
      'What it is: `raster`, a Cloud-Optimized GeoTIFF; `quicklook`, the picture of the raster of the same name, with legend and scale bar; `points`, the points as GeoJSON (`points`) or CSV (`points_egms`); `report`, the page for people; `stac_item`, the Item of STAC that lists all of these.',
    ),
  name: z.enum([...PRODUCTS, ...OTHER_NAMES]).describe('Which raster, or which other file; one of each kind and name.'),
  path: z
    .string()
    .describe(
      'Where it was written; of a file in a bucket its key there, `<folder>/<job id>/<hash of options>/<file>`.',
    ),
  url: z
    .string()
    .nullable()
    .default(null)
    .describe(
      'Link that reads it from the bucket without keys, for seven days: it is to be kept as a secret. null where it is in no bucket.',
    ),
  media_type: z.string().describe('Media type, as a server of the file should name it.'),
  bytes: z.int().min(1).describe('Size of the file, bytes.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of the file.'),
});

export type AnswerProduct = z.output<typeof productSchema>;
