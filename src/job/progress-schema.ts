import * as z from 'zod';

/** One step of a running job. */
export const progressEventSchema = z
  .object({
    stage: z.string().min(1).describe('Stage of the flow.'),
    percent: z.number().min(0).max(100).describe('Share of the whole job that is done, 0..100, never falling.'),
    message: z.string().describe('What is being done, for people.'),
  })
  .meta({ title: 'Sentryal progress event' });
