import type { RemoteObject } from '../../../../src/fetch/index.ts';
import { Random } from '../../../support/random.ts';

export interface Asked {
  readonly offset: number;
  readonly length: number;
}

export interface FakeRemote extends RemoteObject {
  readonly asked: Asked[];
  /** Most requests that were under way at once. */
  readonly most: number;
  /** Requests that were given up. */
  readonly aborted: number;
  readonly isClosed: boolean;
}

export interface FakeOptions {
  readonly address?: string;
  readonly version?: string;
  /** Waits before an answer; a request is given up while it waits. */
  readonly wait?: (asked: Asked, signal: AbortSignal | undefined) => Promise<void>;
}

/** Bytes that do not repeat within reach of a block. */
export function randomBytes(length: number, seed: number): Uint8Array {
  const random = new Random(seed);
  const bytes = new Uint8Array(length);
  const words = new Uint32Array(bytes.buffer, 0, Math.floor(length / 4));
  for (let k = 0; k < words.length; k += 1) words[k] = random.uniform(0, 2 ** 32);
  for (let k = 4 * words.length; k < length; k += 1) bytes[k] = random.uniform(0, 256);
  return bytes;
}

/** An object in memory that keeps account of what is asked of it. */
export function fakeRemote(bytes: Uint8Array, options: FakeOptions = {}): FakeRemote {
  const asked: Asked[] = [];
  const state = { running: 0, most: 0, aborted: 0, isClosed: false };
  return {
    name: 'object',
    address: options.address ?? 'https://example.org/object',
    version: options.version ?? 'v1',
    sizeBytes: bytes.byteLength,
    asked,
    get most() {
      return state.most;
    },
    get aborted() {
      return state.aborted;
    },
    get isClosed() {
      return state.isClosed;
    },
    async read(offset, length, readOptions) {
      const signal = readOptions?.signal;
      asked.push({ offset, length });
      state.running += 1;
      state.most = Math.max(state.most, state.running);
      const onAbort = (): void => {
        state.aborted += 1;
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        await (options.wait?.({ offset, length }, signal) ?? new Promise((done) => setImmediate(done)));
        signal?.throwIfAborted();
        return bytes.slice(offset, offset + length);
      } finally {
        state.running -= 1;
        signal?.removeEventListener('abort', onAbort);
      }
    },
    async close() {
      state.isClosed = true;
    },
  };
}
