import { Console } from 'node:console';
import { SentryalError } from '../errors/index.ts';
import { commands } from './commands.ts';
import { type Surroundings, dispatch, findCommand, reportFailure } from './dispatch.ts';
import { Terminal } from './terminal.ts';

/** A terminal sends Ctrl-C to this process and to its parent, which passes it on: two signals, meant once. */
const DOUBLE_SIGNAL_MS = 500;

const args = process.argv.slice(2);
const command = findCommand(commands, args[0]);
const controller = new AbortController();
let hasPrinted = false;
let stoppedMs: number | undefined;

const around: Surroundings = {
  terminal: new Terminal(process.stderr),
  print: (text) => {
    hasPrinted = true;
    process.stdout.write(text);
  },
  stdin: () => process.stdin,
  signal: controller.signal,
  startedMs: performance.now() - process.uptime() * 1000,
  environment: process.env,
};

// The AWS SDK tells users of Node 20, which is supported, of a later release of its own; this is its way not to.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

// What a dependency prints must not get between the lines of an answer.
globalThis.console = new Console(process.stderr);

function stop(): void {
  if (stoppedMs !== undefined && performance.now() - stoppedMs < DOUBLE_SIGNAL_MS) return;
  if (stoppedMs !== undefined && !command?.drains) process.exit(130);
  stoppedMs = performance.now();
  if (!command?.drains) around.terminal.log('warn', 'stopping; once more to stop at once');
  controller.abort(new SentryalError('CANCELLED'));
}

/** The last resort: what nobody caught still gets its failure document, once. */
function fail(error: unknown): void {
  process.exitCode = 1;
  if (hasPrinted) around.terminal.log('error', error instanceof Error ? (error.stack ?? error.message) : String(error));
  else reportFailure(error, command, around);
  process.stdout.write('', () => process.exit(1));
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
// The reader of stdout may have gone (`| head`): nothing more can be told there.
process.stdout.on('error', () => process.exit(1));

process.exitCode = await dispatch(args, commands, around);
