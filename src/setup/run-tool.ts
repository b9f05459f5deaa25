import { type ExecFileException, execFile } from 'node:child_process';

export interface ToolOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly timeoutMs: number;
}

export interface ToolResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Empty on success, else why it failed, in one line. */
  readonly failure: string;
}

/** Runs a program to its end and keeps what it printed. Never throws: a missing program is a failure like any other. */
export function runTool(command: string, args: readonly string[], options: ToolOptions): Promise<ToolResult> {
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      {
        env: options.environment ?? process.env,
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        timeout: options.timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        const failure = error ? failureLine(command, error, stderr, options.timeoutMs) : '';
        resolve({ stdout, stderr, failure });
      },
    );
  });
}

function failureLine(command: string, error: ExecFileException, stderr: string, timeoutMs: number): string {
  if (error.code === 'ENOENT') return `${command} is not installed`;
  if (error.killed) return `${command} did not end within ${Math.round(timeoutMs / 1000)} s`;
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  // apt marks its errors with E:, the first one is the cause.
  const telling = lines.find((line) => line.startsWith('E:')) ?? lines.at(-1);
  const how = error.signal ? `was ended by ${error.signal}` : `ended with ${String(error.code)}`;
  // The line becomes part of a sentence, which brings its own stop.
  return telling ? `${command} ${how}: ${telling.replace(/\.\s*$/, '')}` : `${command} ${how}`;
}
