import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isSentryalError } from '../../src/errors/index.ts';
import type { AnswerDocument } from '../../src/job/index.ts';
import type { NetworkPolicy } from '../../src/network/index.ts';
import type { BucketVariables, UploadFile, UploadOptions, UploadTarget } from '../../src/products/index.ts';
import type { RunpodJob } from '../worker/handler.ts';
import type { AnswerLink, JobOutputs, OpenOutputs, SeamContext } from './seams.ts';

/** Who runs the worker names its bucket: what is true of addresses of strangers is not true of it. */
const OWN_BUCKET: NetworkPolicy = { allowPrivate: true, allowedHosts: [] };

const ANSWER_NAME = 'answer.json';

/** What is loaded with the first job. */
const loadProducts = () => import('../../src/products/index.ts');

/** Files of a folder, as far as they are for the receiver of the job: those listed, or all where the answer lists none. */
async function filesOf(folder: string, { products }: AnswerDocument): Promise<UploadFile[]> {
  if (products) return products.map(({ path, sha256 }) => ({ path, name: basename(path), sha256 }));
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => ({ path: join(folder, name), name }));
}

/** Whether somebody wants the job to end now; when its time is over, what it found is still worth an answer. */
function isStopped({ signal }: SeamContext): boolean {
  return signal.aborted && !(isSentryalError(signal.reason) && signal.reason.code === 'JOB_TIME_LIMIT');
}

function reasonOf(error: unknown, { signal }: SeamContext): string {
  const shown = signal.aborted ? signal.reason : error;
  return isSentryalError(shown) ? shown.message : String(shown);
}

async function openBucket(policy: NetworkPolicy, target: UploadTarget): Promise<JobOutputs> {
  const { openTarget, uploadDocument, uploadProducts } = await loadProducts();
  const s3 = openTarget(policy, target);
  const optionsOf = ({ key, warn, signal }: SeamContext): UploadOptions => ({ job: key, warn, signal });
  /** The result, or undefined and a warning. */
  const attempt = async <Result>(
    context: SeamContext,
    code: string,
    what: string,
    upload: () => Promise<Result>,
  ): Promise<Result | undefined> => {
    try {
      return await upload();
    } catch (error) {
      if (isStopped(context)) throw context.signal.reason;
      context.warn({ code, stage: 'worker', message: `${what}: ${reasonOf(error, context)}` });
      return undefined;
    }
  };
  return {
    async keep(folder, document, context) {
      const { products } = document;
      const uploaded = await attempt(context, 'PRODUCTS_NOT_KEPT', 'The files of this job were not kept', async () =>
        uploadProducts(await filesOf(folder, document), target, s3, optionsOf(context)),
      );
      if (products === undefined) return document;
      if (uploaded === undefined) return { ...document, products: [] };
      const linked = products.map((file, index) => {
        const { key, url } = uploaded[index]!;
        return { ...file, path: key, url };
      });
      return { ...document, products: linked };
    },
    async keepAnswer(text, context): Promise<AnswerLink | undefined> {
      const bytes = Buffer.from(text);
      const uploaded = await attempt(context, 'ANSWER_NOT_KEPT', 'The whole answer was not kept', () =>
        uploadDocument(ANSWER_NAME, bytes, target, s3, optionsOf(context)),
      );
      if (uploaded === undefined) return undefined;
      const { url, sha256, expires } = uploaded;
      return { url, bytes: bytes.byteLength, sha256, expires };
    },
    close: () => s3.close(),
  };
}

/**
 * Outputs go to the bucket that the job names as `s3Config`, with the keys it gives; else to that of RunPod's variables.
 * @param policy where what jobs name may be
 */
export function bucketOutputs(policy: NetworkPolicy, variables: BucketVariables): OpenOutputs {
  return async ({ s3Config }: RunpodJob, warn) => {
    const { jobTarget, readS3Config, workerTarget } = await loadProducts();
    if (s3Config !== undefined && s3Config !== null) return openBucket(policy, jobTarget(readS3Config(s3Config)));
    try {
      const target = workerTarget(variables);
      return target && (await openBucket(OWN_BUCKET, target));
    } catch (error) {
      // No fault of the job: it is done without a bucket.
      if (!isSentryalError(error)) throw error;
      warn({ code: 'BUCKET_UNUSABLE', stage: 'worker', message: error.message });
      return undefined;
    }
  };
}
