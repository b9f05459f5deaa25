import { type CommandInput, defineCommand } from './command.ts';
import { workerCommand } from './worker.ts';

const DETAILS = `POST /run and /runsync, GET or POST /status/ID, /status-sync/ID and /stream/ID, POST /cancel/ID and /purge-queue, GET /health; with
or without /v2 and an endpoint's name before. Jobs run one after the other (--concurrency), results are kept for 30 minutes. RunPod's
own clients work against it. Only this machine is listened to unless --host
says otherwise; jobs may then name neither files nor private addresses of this machine. The same as \`worker --rp_serve_api\`.`;

/** `serve`: RunPod's API on this machine. */
export const serveCommand = defineCommand({
  name: 'serve',
  summary: "Answer RunPod's API on this machine.",
  details: DETAILS,
  positionals: [],
  options: {
    host: { value: 'HOST', summary: 'Name to listen under, default localhost.' },
    port: { value: 'PORT', summary: 'Port to listen on, default 8000.' },
    concurrency: { value: 'N', summary: 'Jobs at once, 1..16, default 1.' },
  },
  answersOnStdout: false,
  drains: true,
  run({ options: { host, port, concurrency } }, context) {
    const options = {
      rp_serve_api: true,
      ...(host === undefined ? {} : { rp_api_host: host }),
      ...(port === undefined ? {} : { rp_api_port: port }),
      ...(concurrency === undefined ? {} : { rp_api_concurrency: concurrency }),
    };
    return workerCommand.run({ positionals: [], options: options as unknown as CommandInput['options'] }, context);
  },
});
