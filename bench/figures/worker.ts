import { tmpdir } from 'node:os';
import { openJobService } from '../../handler/index.ts';
import { answerDocument } from '../../src/answer/index.ts';
import { runPair } from '../../src/pipeline/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { mutateJob } from '../../test/support/runpod/mutate-job.ts';
import { soak } from '../../test/support/runpod/soak.ts';
import { soakHandler } from '../../test/support/runpod/soak-handler.ts';
import { Random } from '../../test/support/random.ts';
import { sampleJob } from '../../test/unit/job/sample-job.ts';
import { withScene } from './open-scene.ts';

export const description =
  'the RunPod worker: 500 jobs with faults and SIGTERM, 10,000 mutated bodies, memory over 200 jobs of one process';

const MIB = 2 ** 20;

async function mutations(count: number): Promise<void> {
  const random = new Random(3);
  const codes = new Map<string, number>();
  let answered = 0;
  for (let k = 0; k < count; k++) {
    const input = mutateJob(sampleJob({ webhook_url: null }), random);
    const result = (await soakHandler(
      { id: `m-${k}`, input },
      { signal: new AbortController().signal, progress: () => {}, log: () => {}, retire: () => {} },
    )) as { error?: unknown; status?: unknown };
    if (typeof result.error === 'string') {
      const { error } = JSON.parse(result.error) as { error: { code: string } };
      codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
    } else if (result.status === 'success') answered++;
    else console.log(`neither answer nor failure: ${JSON.stringify(result).slice(0, 200)}`);
  }
  const refused = [...codes.values()].reduce((sum, one) => sum + one, 0);
  console.log(
    `${count} mutated bodies: ${refused} refused under ${codes.size} codes, ${answered} still jobs and answered`,
  );
  console.log(`INTERNAL among them: ${codes.get('INTERNAL') ?? 0}`);
}

async function memory(jobs: number): Promise<void> {
  await withScene({ scene: 'bowl', coherence: 1, samples: 400 }, async (job) => {
    const warnings: string[] = [];
    const service = openJobService({
      settings: readSettings().settings,
      warnings: [],
      access: { allowLocalPaths: true, allowPrivate: true, environment: {}, home: tmpdir() },
      flow: async (checked, context) => answerDocument(await runPair(checked, context)),
      rules: { allowLocalPaths: true },
      log: (level, message) => void (level === 'WARN' && warnings.push(message)),
    });
    const resident: number[] = [];
    try {
      for (let k = 0; k < jobs; k++) {
        const input = { ...job, job_id: `m-${k}`, webhook_url: null };
        const result = (await service.handler(
          { id: `m-${k}`, input },
          {
            signal: new AbortController().signal,
            progress: () => {},
            log: (_, message) => void warnings.push(message),
            retire: (reason) => void warnings.push(reason),
          },
        )) as { status?: string };
        if (result.status !== 'success') console.log(`failed: ${JSON.stringify(result).slice(0, 300)}`);
        resident.push(process.memoryUsage.rss() / MIB);
      }
    } finally {
      await service.close();
    }
    const at = (share: number): string => resident[Math.min(jobs - 1, Math.floor(jobs * share))]!.toFixed(0);
    console.log(`${jobs} jobs in one process, resident MiB after 10 %, 25 %, 50 %, 75 %, 100 %:`);
    console.log(`  ${[0.1, 0.25, 0.5, 0.75, 1].map(at).join(', ')}; most ${Math.max(...resident).toFixed(0)}`);
    const alive = warnings.filter((message) => message.includes('still alive')).length;
    console.log(`GPU buffers left behind: after ${alive} of ${jobs} jobs`);
  });
}

export async function run(): Promise<void> {
  console.log(JSON.stringify(await soak(500, 1, [500, 4000])));
  await mutations(10_000);
  await memory(200);
}
