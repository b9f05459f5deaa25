import * as z from 'zod';

const faultSchema = z.object({
  code: z.string().describe('Code of the error catalogue.'),
  path: z.string().describe('Where in the job, such as `points[3].lat`.'),
  message: z.string().describe('What is wrong.'),
  remedy: z.string().describe('What to do.'),
});

/** The failure document. */
export const failureSchema = z
  .object({
    job_id: z.string().nullable().describe("The job's id; null where none could be read."),
    status: z.literal('error'),
    error: z.object({
      code: z.string().describe('Code of the error catalogue; JOB_INVALID where a job has several faults.'),
      stage: z.string().describe('Stage of the flow.'),
      fault: z.enum(['caller', 'data', 'upstream', 'internal']).describe('Who has to act.'),
      message: z.string().describe('What happened.'),
      remedy: z.string().describe('What to do.'),
      faults: z
        .array(faultSchema)
        .optional()
        .describe('Every fault that was found, where several are looked for at once.'),
    }),
    processing_time_seconds: z.number().min(0).describe('Wall time until the failure, s.'),
  })
  .meta({ title: 'Sentryal failure' });

export type Failure = z.output<typeof failureSchema>;
