import { SentryalError } from '../errors/index.ts';
import { defineCommand, numberOption } from './command.ts';
import { makeFolder } from './files.ts';

const DETAILS = `A file holds one job, a JSON list of jobs, or NDJSON, one job a line. All of them are checked before one is sent. The
folder gets JOB_ID.json for each, its answer or its failure document, and submitted.ndjson, by which the same command goes
on where it was cut off: what was sent is asked for, what succeeded is left alone, what failed is sent again. A job that the
platform failed (not one whose own document says why) is sent once more by itself. stdout gets one JSON document with what
became of each. The API key is read from RUNPOD_API_KEY.`;

/** `submit JOB.json...`: many jobs on a RunPod endpoint. */
export const submitCommand = defineCommand({
  name: 'submit',
  summary: 'Send jobs to a RunPod endpoint and gather their answers.',
  details: DETAILS,
  positionals: ['JOB.json...'],
  options: {
    endpoint: { value: 'ID', summary: 'The endpoint; default RUNPOD_ENDPOINT_ID.' },
    out: { value: 'DIR', summary: 'Folder for answers and the log; default `submitted`.' },
    'in-flight': { value: 'N', summary: 'Jobs at the endpoint at once, 1..500, default 50.' },
    'base-url': { value: 'URL', summary: 'Another service of the same form, such as that of `serve`.' },
  },
  answersOnStdout: true,
  async run({ positionals, options }, context) {
    const inFlight = numberOption('in-flight', options['in-flight'], { min: 1, max: 500, whole: true }) ?? 50;
    const endpointId = options.endpoint ?? context.environment['RUNPOD_ENDPOINT_ID'] ?? '';
    if (endpointId === '') throw new SentryalError('SUBMIT_NO_ENDPOINT');
    const outDir = options.out ?? 'submitted';
    const { SubmissionLog, openEndpoint, readJobList, submitJobs } = await import('../../handler/index.ts');
    const jobs = await readJobList(positionals);
    const endpoint = openEndpoint({
      endpointId,
      apiKey: context.environment['RUNPOD_API_KEY'] ?? '',
      baseUrl: options['base-url'],
    });
    await makeFolder(outDir);
    const results = await submitJobs(jobs, {
      endpoint,
      log: await SubmissionLog.open(outDir),
      outDir,
      inFlight,
      pollMs: 1000,
      signal: context.signal,
      onProgress: (message) => context.terminal.log('info', message),
    });
    const failed = results.filter(({ status }) => status === 'failed').length;
    const document = { status: failed === 0 ? 'success' : 'error', jobs: results.length, failed, results };
    context.print(`${JSON.stringify(document, undefined, 2)}\n`);
    return failed === 0 ? 0 : 1;
  },
});
