import { spawn } from 'node:child_process';

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly wallS: number;
}

/** Code of a program that cannot be started. */
export const NOT_FOUND = 127;

/** Runs a program to its end and keeps what it writes. */
export function runProcess(program: string, args: readonly string[]): Promise<ProcessEnd> {
  const startMs = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString();
  return new Promise((resolve) => {
    const end = (code: number, trouble = ''): void =>
      resolve({ code, stdout: text(out), stderr: text(err) + trouble, wallS: (performance.now() - startMs) / 1000 });
    child.once('error', (error) => end(NOT_FOUND, error.message));
    child.once('close', (code) => end(code ?? 1));
  });
}

/** Last line that a process wrote to its output, read as JSON. */
export function lastLine<Content>({ stdout }: ProcessEnd): Content {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Content;
}

/** Last line of a process's complaint. */
export function complaint({ stderr, stdout, code }: ProcessEnd): string {
  return (stderr.trim() || stdout.trim()).split('\n').at(-1) || `it ended with code ${code}`;
}
