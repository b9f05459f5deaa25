import * as z from 'zod';
import { type DisplacementPoint, displacementPointSchema } from './answer-point.ts';
import { type Answer, answerSchema } from './answer-schema.ts';

/** Fields of a point that every answer has. */
export const MINIMAL_POINT_FIELDS = [
  'point_id',
  'status',
  'displacement_mm',
  'coherence',
  'sigma_mm',
] as const satisfies readonly (keyof DisplacementPoint)[];

/** Fields that every answer has. */
export const MINIMAL_FIELDS = [
  'job_id',
  'status',
  'detail',
  'results',
  'warnings',
  'processing_time_seconds',
] as const satisfies readonly (keyof Answer)[];

/** Fields of a point that only an answer of full detail has. */
export const FULL_POINT_FIELDS = ['phase_quantiles_mm'] as const satisfies readonly (keyof DisplacementPoint)[];

type Mask<Fields extends readonly string[]> = Record<Fields[number], true>;

function maskOf<const Fields extends readonly string[]>(fields: Fields): Mask<Fields> {
  return Object.fromEntries(fields.map((field) => [field, true])) as Mask<Fields>;
}

// The rules between fields hold for the whole answer; a part of it is checked field by field.
const pointFields = z.object(displacementPointSchema.shape);
const minimalPoint = pointFields.pick(maskOf(MINIMAL_POINT_FIELDS));
const minimalAnswer = answerSchema.pick(maskOf(MINIMAL_FIELDS));

/** An answer of any detail, as it is handed out: what is not in every detail is optional. */
export const answerDocumentSchema = answerSchema
  .partial()
  .extend({
    ...minimalAnswer.shape,
    results: answerSchema.shape.results.extend({
      displacement_points: z
        .array(pointFields.partial().extend(minimalPoint.shape))
        .describe('Each point of the job once, in its order.'),
    }),
  })
  .meta({ title: 'Sentryal answer' });

export type AnswerDocument = z.output<typeof answerDocumentSchema>;
