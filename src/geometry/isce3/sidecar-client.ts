import { SentryalError, isSentryalError } from '../../errors/index.ts';
import type { Frame } from './frames.ts';
import { SidecarProcess, type SidecarProgram } from './sidecar-process.ts';

/** Versions of what a sidecar has; null where it is not installed. */
export interface SidecarVersions {
  readonly isce3: string;
  readonly python: string;
  readonly numpy: string | null;
  readonly gdal: string | null;
  readonly s1reader: string | null;
}

const PROTOCOL = 1;

/** After these a fresh process may do better. */
const WORTH_RESTART: readonly string[] = ['ISCE3_DIED', 'ISCE3_TIMEOUT', 'ISCE3_PROTOCOL'];

const NO_ARRAYS: ReadonlyMap<string, Uint8Array> = new Map();

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** An answer that is a refusal, as an error. */
function checked(frame: Frame): Frame {
  const { ok, error } = frame.header;
  if (ok === true) return frame;
  const { kind, message } = (error ?? {}) as { readonly kind?: unknown; readonly message?: unknown };
  const reason = typeof message === 'string' ? message.slice(0, 500) : 'no reason given';
  throw new SentryalError(kind === 'not_installed' ? 'ISCE3_NOT_INSTALLED' : 'ISCE3_FAILED', { reason });
}

function versionsOf({ header }: Frame): SidecarVersions {
  if (header['protocol'] !== PROTOCOL || typeof header['isce3'] !== 'string')
    throw new SentryalError('ISCE3_PROTOCOL', { reason: 'it speaks another version of the protocol' });
  return {
    isce3: header['isce3'],
    python: textOrNull(header['python']) ?? 'unknown',
    numpy: textOrNull(header['numpy']),
    gdal: textOrNull(header['gdal']),
    s1reader: textOrNull(header['s1reader']),
  };
}

/** A sidecar that is started when first asked and, where it fails, once more for each request. Requests wait for each other. */
export class SidecarClient {
  private readonly program: SidecarProgram;
  private process: SidecarProcess | undefined;
  private versions: SidecarVersions | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  constructor(program: SidecarProgram) {
    this.program = program;
  }

  /** @throws SentryalError ISCE3_NOT_INSTALLED, ISCE3_DIED, ISCE3_TIMEOUT, ISCE3_PROTOCOL, ISCE3_FAILED */
  hello(): Promise<SidecarVersions> {
    return this.inTurn(async () => {
      await this.started();
      return this.versions!;
    });
  }

  /** @throws SentryalError as `hello` */
  request(header: Frame['header'], arrays: ReadonlyMap<string, Uint8Array> = NO_ARRAYS): Promise<Frame> {
    return this.inTurn(async () => checked(await (await this.started()).request(header, arrays)));
  }

  close(): void {
    this.isClosed = true;
    this.process?.close();
  }

  private inTurn<Result>(ask: () => Promise<Result>): Promise<Result> {
    const turn = this.last.then(async () => {
      try {
        return await ask();
      } catch (error) {
        if (this.isClosed || !isSentryalError(error) || !WORTH_RESTART.includes(error.code)) throw error;
        this.process?.close();
        return await ask();
      }
    });
    this.last = turn.catch(() => {});
    return turn;
  }

  private async started(): Promise<SidecarProcess> {
    if (this.isClosed) throw new SentryalError('ISCE3_DIED', { reason: 'both were closed.' });
    if (this.process?.isUsable) return this.process;
    const process = new SidecarProcess(this.program);
    this.process = process;
    try {
      this.versions = versionsOf(checked(await process.request({ verb: 'hello' }, NO_ARRAYS)));
    } catch (error) {
      process.close();
      throw error;
    }
    return process;
  }
}
