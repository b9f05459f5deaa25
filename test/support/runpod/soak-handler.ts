import { SentryalError } from '../../../src/errors/index.ts';
import { createJobHandler } from '../../../handler/job/run-job.ts';
import { localDataAccess } from '../../../src/fetch/index.ts';
import { readSettings } from '../../../src/settings/index.ts';
import type { AnswerDocument } from '../../../src/job/index.ts';
import { sampleAnswer } from './sample-answer.ts';

/** A share of a number that its text decides. */
function share(text: string, salt: number): number {
  let hash = salt;
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0) / 2 ** 32;
}

/** The product's handler around a flow of some milliseconds, a tenth of whose jobs fail, with a webhook that fails often. */
export const soakHandler = createJobHandler({
  settings: readSettings({}).settings,
  warnings: [],
  rules: { allowLocalPaths: true, baseDir: '/' },
  openAccess: (warn) => Promise.resolve(localDataAccess(warn)),
  timeLimitS: 60,
  async flow(job, { progress }): Promise<AnswerDocument> {
    const id = job.job_id;
    progress({ stage: 'read', percent: 0, message: 'reading' });
    await new Promise((resolve) => {
      setTimeout(resolve, 30 * share(id, 1));
    });
    if (share(id, 2) < 0.1) throw new SentryalError('FILE_NOT_FOUND', { path: id });
    return sampleAnswer(id);
  },
  callWebhook: ({ jobId }) =>
    share(jobId, 3) < 0.2
      ? Promise.reject(new SentryalError('INTERNAL', { reason: 'the receiver is broken' }))
      : Promise.resolve({ delivered: share(jobId, 4) > 0.3, attempts: [] }),
});
