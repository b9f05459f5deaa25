import * as z from 'zod';
import { faultIssue } from './fault.ts';
import { idSchema } from './id.ts';

/** What `height_m` of a point counts from. */
export const HEIGHT_REFERENCES = ['ellipsoid', 'egm2008', 'above_dem'] as const;

/** One place to measure. */
export const pointSchema = z
  .object({
    id: idSchema.describe('Id of the point, unique in the job.'),
    lat: z.number().min(-90).max(90).describe('Latitude on WGS84, degrees, -90..90.'),
    lon: z.number().min(-180).max(180).describe('Longitude on WGS84, degrees, -180..180.'),
    height_m: z
      .number()
      .min(-1000)
      .max(10_000)
      .optional()
      .describe('Height of the point, m, -1000..10000; without it the height of the DEM is used.'),
    height_reference: z
      .enum(HEIGHT_REFERENCES)
      .optional()
      .describe(
        'What `height_m` counts from: the WGS84 ellipsoid (default), the EGM2008 geoid, or the DEM (a bridge deck).',
      ),
  })
  .superRefine((point, context) => {
    if (point.height_reference !== undefined && point.height_m === undefined) {
      context.addIssue(faultIssue('JOB_HEIGHT_REFERENCE_ALONE', ['height_reference']));
    }
  })
  .overwrite((point) =>
    point.height_m === undefined ? point : { ...point, height_reference: point.height_reference ?? 'ellipsoid' },
  );

/** The places to measure. Repeated ids are looked for even where other points are faulty. */
export const pointsSchema = z
  .array(pointSchema)
  .superRefine(
    (points: unknown, context) => {
      if (!Array.isArray(points)) return;
      if (points.length === 0) context.addIssue(faultIssue('JOB_NO_POINTS', []));
      const firstOf = new Map<string, number>();
      points.forEach((point: unknown, index) => {
        const id = typeof point === 'object' && point !== null && 'id' in point ? point.id : undefined;
        if (typeof id !== 'string') return;
        const first = firstOf.get(id);
        if (first === undefined) firstOf.set(id, index);
        else context.addIssue(faultIssue('JOB_POINT_ID_DUPLICATE', [index, 'id'], { id, first }));
      });
    },
    { when: () => true },
  )
  .meta({ minItems: 1 });

export type JobPoint = z.output<typeof pointSchema>;
