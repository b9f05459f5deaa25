import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { PROJECT_FOLDER } from './project.ts';

const FORWARDED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export interface NodeChild {
  /** Arguments after `node`, the script among them. */
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/**
 * Runs a Node process with this one's input and output to its end; signals are passed on, and it ends when this
 * process is gone. A terminal sends Ctrl-C to both, so a child may see SIGINT twice.
 * @returns its exit code, 128 + n when signal n ended it
 */
export function runNode({ args, environment, cwd = process.cwd() }: NodeChild): Promise<number> {
  const follow = pathToFileURL(`${PROJECT_FOLDER}/src/setup/follow-parent.mjs`).href;
  const child = spawn(process.execPath, ['--import', follow, ...args], { stdio: 'inherit', env: environment, cwd });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    const done = (): void => {
      for (const signal of FORWARDED) process.off(signal, forward);
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      done();
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1));
    });
  });
}
