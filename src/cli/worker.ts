import type { Settings } from '../settings/index.ts';
import { answerJob } from './answer-job.ts';
import { defineCommand, numberOption } from './command.ts';
import { ownAccess } from './own-access.ts';

const DETAILS = `On an endpoint RunPod's variables say where jobs come from; nothing needs to be given. SIGTERM and SIGINT end it when the
jobs that it holds are done. Without RUNPOD_WEBHOOK_GET_JOB one job is run: that of --test_input, or of test_input.json in the
current folder; paths in it are relative to that folder. stdout then gets the result as it would be posted.

Rasters, points, report and answers above 9 MB go to the bucket that the job names as s3Config, beside input, else to that of
BUCKET_ENDPOINT_URL, BUCKET_NAME, BUCKET_ACCESS_KEY_ID and BUCKET_SECRET_ACCESS_KEY; the answer has links that are good for seven
days. Without a bucket no files are written.

The log goes to stdout, as JSON lines where RUNPOD_ENDPOINT_ID is set; RUNPOD_LOG_LEVEL or RUNPOD_DEBUG_LEVEL (DEBUG, INFO, WARN,
ERROR) goes before SENTRYAL_LOG_LEVEL.`;

const options = {
  test_input: { value: 'JSON', summary: 'Run this job, {"input": job}, print its result and end.' },
  rp_serve_api: { summary: "Listen for RunPod's requests on this machine in place of taking jobs." },
  rp_api_host: { value: 'HOST', summary: 'Name to listen under, default localhost.' },
  rp_api_port: { value: 'PORT', summary: 'Port to listen on, default 8000.' },
  rp_api_concurrency: { value: 'N', summary: 'Jobs of that service at once, 1..16, default 1.' },
  rp_log_level: { value: 'LEVEL', summary: 'DEBUG, INFO, WARN or ERROR.' },
  rp_debugger: { summary: 'Outputs say when and where they were made.' },
} as const;

const LEVELS = { error: 'ERROR', warn: 'WARN', info: 'INFO', debug: 'DEBUG' } as const satisfies Record<
  Settings['logLevel'],
  string
>;

/** `worker`: RunPod's worker, and the entry point of the image. */
export const workerCommand = defineCommand({
  name: 'worker',
  summary: "Take RunPod's jobs and answer them; or run one as a test.",
  details: DETAILS,
  positionals: [],
  options,
  answersOnStdout: false,
  drains: true,
  async run({ options: given }, context) {
    const { settings, warnings, signal, print } = context;
    const { environment } = context;
    const handling = await import('../../handler/index.ts');
    const isApi = given.rp_serve_api ?? false;
    const isTest = !isApi && (given.test_input !== undefined || !handling.isRunpodWorker(environment));
    const logStyle = handling.readLogStyle(environment, LEVELS[settings.logLevel], given.rp_log_level);
    // stdout of a test is for its result.
    const write = isTest ? (line: string): void => void process.stderr.write(line) : print;
    const log = handling.createLog(logStyle, write);
    for (const { code, message } of warnings) log('WARN', `${code}: ${message}`);
    const host = given.rp_api_host ?? 'localhost';
    const isOwn = isTest || (isApi && handling.isLoopback(host));
    const allowLocalPaths = isOwn || settings.workerLocalPaths === 'on';
    // What strangers send never reaches this machine's own services.
    const access = { ...ownAccess(environment), allowLocalPaths, allowPrivate: isOwn };
    const rules = { allowLocalPaths, allowNetwork: settings.network === 'on' };
    const service = handling.openJobService({ settings, warnings, access, flow: answerJob, rules, log });
    const readySeconds = (): string => ((performance.now() - context.startedMs) / 1000).toFixed(2);
    const handler = given.rp_debugger
      ? handling.withDebugger(service.handler, performance.now() - context.startedMs)
      : service.handler;
    try {
      if (isTest) {
        const job = await handling.readTestInput(given.test_input);
        const { body, isResult } = await handling.runTestInput(job, { handler, log, signal });
        print(`${body}\n`);
        return isResult ? 0 : 1;
      }
      if (isApi) {
        const whole = { min: 1, whole: true } as const;
        const port = numberOption('rp_api_port', given.rp_api_port, { ...whole, max: 65_535 }) ?? 8000;
        const concurrency = numberOption('rp_api_concurrency', given.rp_api_concurrency, { ...whole, max: 16 }) ?? 1;
        return await handling.serveUntil({ host, port, concurrency }, { handler, log, signal });
      }
      return await handling.runWorker({
        ...{ handler, logStyle, write, signal },
        configuration: handling.readConfiguration(environment),
        fitness: service.fitness,
        places: settings.workerJobs,
        timings: { drainMs: settings.drainS * 1000, heartbeatMs: settings.heartbeatS * 1000 },
        onFirstTake: () => log('INFO', `ready: asks for its first job ${readySeconds()} s after the process began`),
      });
    } finally {
      await service.close();
    }
  },
});
