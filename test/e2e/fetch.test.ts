import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import type { DataAccess } from '../../src/fetch/index.ts';
import { type JobContext, fetchJob, planJob, runPair } from '../../src/pipeline/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { testAccess } from '../support/data-access.ts';
import { describeGpu } from '../support/gpu.ts';
import { type HttpServer, startHttpServer } from '../support/servers/http-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tinyZip } from '../support/tiny-zip.ts';
import { useScene } from './scene.ts';

/** A block of the cache: what lies at the ends of a run of lines is fetched whole. */
const BLOCK_BYTES = 512 * 1024;

const cacheFolder = temporaryFolder();

function contextOf(access: DataAccess): JobContext {
  const { signal } = new AbortController();
  return { settings: readSettings().settings, access, progress: () => {}, warn: () => {}, warnings: [], signal };
}

/** Every file of a SAFE folder in one zip, under the folder's name. */
function zipOf(folder: string, name: string, deflated: boolean): Buffer {
  const entries = readdirSync(join(folder, `${name}.SAFE`), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, `${name}.SAFE`, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path: relative(folder, path), bytes: readFileSync(path), deflated }));
  return tinyZip(entries);
}

describeGpu('fetch and plan', () => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 600 });
  let server: HttpServer;

  beforeAll(async () => {
    const job = await readJob(join(folder(), 'job.json'));
    server = await startHttpServer({
      '/reference.zip': { bytes: zipOf(folder(), job.reference_granule, false) },
      '/secondary.zip': { bytes: zipOf(folder(), job.secondary_granule, true) },
    });
  });

  afterAll(() => server.close());

  it('plan tells what fetch reads, fetch brings it, and run needs nothing more', async () => {
    const job = await readJob(join(folder(), 'job.json'), (document) => {
      document['reference_url'] = `${server.origin}/reference.zip?X-Amz-Signature=secret`;
      document['secondary_url'] = `${server.origin}/secondary.zip`;
    });
    const access = await testAccess(cacheFolder);
    try {
      const plan = await planJob(job, contextOf(access));
      const metadataBytes = server.bodyBytes;
      expect(plan.granules.reference).toMatchObject({ source: 'https-zip', address: `${server.origin}/reference.zip` });
      expect(plan.reads.map(({ date, from_start: fromStart }) => [date, fromStart])).toEqual([
        ['reference', false],
        ['secondary', true],
      ]);
      for (const { bursts } of plan.reads) for (const { lines } of bursts) expect(lines).toBeGreaterThan(100);

      const fetched = await fetchJob(job, contextOf(access));
      expect(fetched.reads).toEqual(plan.reads);
      const fetchedBytes = server.bodyBytes - metadataBytes;
      const plannedBytes = plan.reads.reduce((sum, { bytes }) => sum + bytes, 0);
      // The zip's ends and annotations came with the plan, in blocks that hold some of what is planned.
      expect(fetchedBytes).toBeLessThanOrEqual(plannedBytes + 4 * BLOCK_BYTES);
      expect(fetchedBytes).toBeGreaterThanOrEqual(plannedBytes - 8 * BLOCK_BYTES);
      expect(JSON.stringify([plan, fetched])).not.toContain('secret');

      const before = server.bodyBytes;
      const answer = await runPair(job, contextOf(access));
      // The object's size and version are asked for again: one byte each.
      expect(server.bodyBytes - before).toBeLessThanOrEqual(4);
      const local = await runJob(await readJob(join(folder(), 'job.json')));
      expect(answer.results).toEqual(local.results);
    } finally {
      await access.close();
    }
  });
});
