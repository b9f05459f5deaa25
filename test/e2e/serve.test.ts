import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import runpodSdk from 'runpod-sdk';
import { expect, it } from 'vitest';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import { LocalQueue, openJobService, serve } from '../../handler/index.ts';
import { answerDocument } from '../../src/answer/index.ts';
import { runPair } from '../../src/pipeline/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { describeGpu } from '../support/gpu.ts';
import { useScene } from './scene.ts';

describeGpu("RunPod's client and the local service", () => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 400 });

  it('answer a job as run does, and one with a fault with its failure document', async () => {
    const service = openJobService({
      settings: readSettings().settings,
      warnings: [],
      access: { allowLocalPaths: true, allowPrivate: true, environment: {}, home: folder() },
      flow: async (job, context) => answerDocument(await runPair(job, context)),
      rules: { allowLocalPaths: true, baseDir: folder() },
      log: () => {},
    });
    const queue = new LocalQueue(service.handler, { concurrency: 1, log: () => {} });
    const local = await serve(queue, { host: 'localhost', port: 0 });
    try {
      const endpoint = runpodSdk('key', { baseUrl: local.address }).endpoint('local')!;
      const document = JSON.parse(await readFile(join(folder(), 'job.json'), 'utf8')) as Record<string, unknown>;
      const input = { ...document, webhook_url: null };
      const { id } = await endpoint.run({ input });
      let status = await endpoint.statusSync(id, 90_000);
      while (status.status !== 'COMPLETED' && status.status !== 'FAILED')
        status = await endpoint.statusSync(id, 90_000);
      expect(status).toMatchObject({ status: 'COMPLETED' });
      const expected = await runJob(await readJob(join(folder(), 'job.json')));
      const plain = JSON.parse(JSON.stringify(answerDocument(expected))) as typeof expected;
      expect((status as { output: typeof expected }).output.results).toEqual(plain.results);

      const failed = await endpoint.runSync({ input: { ...input, points: [] } });
      expect(failed).toMatchObject({ status: 'FAILED' });
      expect(JSON.parse((failed as unknown as { error: string }).error)).toMatchObject({
        job_id: document['job_id'],
        status: 'error',
        error: { code: 'JOB_NO_POINTS', fault: 'caller' },
      });
    } finally {
      await local.close();
      await service.close();
    }
  });
});
