import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { SentryalError } from '../../errors/index.ts';
import { type Frame, FrameReader, encodeFrame } from './frames.ts';

/** A program that speaks the protocol. */
export interface SidecarProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Longest wait for an answer, s. */
  readonly timeoutS: number;
}

const STDERR_KEPT = 4000;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

interface Waiting {
  readonly id: number;
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: SentryalError) => void;
}

/** What a process said last on stderr, for an error's message. */
function lastWords(text: string): string {
  const words = text.trim().split('\n').slice(-3).join(' | ').trim();
  return words === '' ? '' : ` It said: ${words}`;
}

/** One running sidecar: one request at a time; any fault of the stream ends it. It keeps no process alive while idle. */
export class SidecarProcess {
  private readonly child: Child;
  private readonly program: SidecarProgram;
  private readonly reader = new FrameReader();
  private stderr = '';
  private waiting: Waiting | undefined;
  private nextId = 1;
  private fault: SentryalError | undefined;
  private readonly endWithParent = (): void => void this.child.kill('SIGKILL');

  constructor(program: SidecarProgram) {
    this.program = program;
    const { command, args, environment, folder } = program;
    this.child = spawn(command, args, { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    const { child } = this;
    child.on('error', (cause: NodeJS.ErrnoException) => {
      const isMissing = cause.code === 'ENOENT' || cause.code === 'EACCES';
      const reason = `${command} cannot be started: ${cause.message}`;
      this.end(new SentryalError(isMissing ? 'ISCE3_NOT_INSTALLED' : 'ISCE3_DIED', { reason }, { cause }));
    });
    // 'close' comes after the last bytes of stderr.
    child.on('close', (code, signal) => {
      const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
      this.end(new SentryalError('ISCE3_DIED', { reason: `it ended ${how}.${lastWords(this.stderr)}` }));
    });
    child.stdin.on('error', () => {});
    child.stdout.on('data', (piece: Buffer) => this.take(piece));
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => (this.stderr = (this.stderr + text).slice(-STDERR_KEPT)));
    process.once('exit', this.endWithParent);
    this.hold(false);
  }

  get isUsable(): boolean {
    return this.fault === undefined;
  }

  /**
   * Sends a request and waits for its answer; requests must not overlap.
   * @throws SentryalError ISCE3_TIMEOUT, ISCE3_DIED, ISCE3_PROTOCOL, ISCE3_NOT_INSTALLED
   */
  async request(header: Frame['header'], arrays: ReadonlyMap<string, Uint8Array>): Promise<Frame> {
    if (this.fault) throw this.fault;
    const id = this.nextId++;
    const frame = encodeFrame({ ...header, id }, arrays);
    const { timeoutS } = this.program;
    const answer = new Promise<Frame>((resolve, reject) => (this.waiting = { id, resolve, reject }));
    const late = (): void => {
      const reason = `no answer within ${timeoutS} s.${lastWords(this.stderr)}`;
      this.end(new SentryalError('ISCE3_TIMEOUT', { reason }));
    };
    const timer = setTimeout(late, timeoutS * 1000);
    this.hold(true);
    this.child.stdin.write(frame);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      this.waiting = undefined;
      this.hold(false);
    }
  }

  close(): void {
    this.end(new SentryalError('ISCE3_DIED', { reason: 'both were closed.' }));
  }

  /** Whether the process of ours waits for this one. */
  private hold(isHeld: boolean): void {
    const change = isHeld ? 'ref' : 'unref';
    this.child[change]();
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr])
      (stream as unknown as Partial<Socket>)[change]?.();
  }

  private take(piece: Buffer): void {
    if (this.fault) return;
    try {
      for (const frame of this.reader.push(piece)) {
        const { waiting } = this;
        if (waiting === undefined || frame.header['id'] !== waiting.id)
          throw new SentryalError('ISCE3_PROTOCOL', { reason: 'an answer came that nothing had asked for' });
        this.waiting = undefined;
        waiting.resolve(frame);
      }
    } catch (error) {
      this.end(error as SentryalError);
    }
  }

  private end(fault: SentryalError): void {
    if (this.fault) return;
    this.fault = fault;
    process.off('exit', this.endWithParent);
    this.child.stdin.destroy();
    this.child.kill('SIGKILL');
    this.waiting?.reject(fault);
  }
}
