import { SentryalError } from '../../errors/index.ts';
import type { SidecarClient } from './sidecar-client.ts';

/** A burst of a granule's folder (SAFE) on this machine, below a root of the sidecar. */
export interface BurstReadRequest {
  /** Absolute path. */
  readonly safe: string;
  /** Absolute path of an EOF file; without one the metadata has no orbit, which nothing here needs. */
  readonly orbit?: string;
  readonly swath: 1 | 2 | 3;
  readonly polarization: 'vv' | 'vh' | 'hh' | 'hv';
  /** Position in the swath, from 0. */
  readonly burst: number;
  /** Samples to read, counted in the burst; without it only the metadata. */
  readonly window?: {
    readonly line: number;
    readonly sample: number;
    readonly lines: number;
    readonly samples: number;
    readonly format: 'int16' | 'float32';
  };
}

export interface BurstRead {
  /** As s1reader tells it; names with units. */
  readonly burst: Readonly<Record<string, string | number>>;
  /** Shape (lines, samples, 2): real and imaginary parts; undefined without a window. */
  readonly samples: Int16Array | Float32Array | undefined;
}

function burstOf(value: unknown): BurstRead['burst'] {
  const isRight =
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((item) => typeof item === 'string' || Number.isFinite(item));
  if (!isRight) throw new SentryalError('ISCE3_PROTOCOL', { reason: 'the answer tells no burst' });
  return value as BurstRead['burst'];
}

/** @throws SentryalError of the sidecar */
export async function readBurst(client: SidecarClient, request: BurstReadRequest): Promise<BurstRead> {
  const { window, orbit = null, ...rest } = request;
  const frame = await client.request({ verb: 'read', ...rest, orbit, ...window });
  const burst = burstOf(frame.header['burst']);
  if (window === undefined) return { burst, samples: undefined };
  const count = 2 * window.lines * window.samples;
  const bytes = frame.arrays.get('samples');
  const size = window.format === 'int16' ? 2 : 4;
  if (bytes?.byteLength !== size * count)
    throw new SentryalError('ISCE3_PROTOCOL', { reason: 'the answer does not hold the samples of the window' });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples =
    size === 2
      ? Int16Array.from({ length: count }, (_, i) => view.getInt16(2 * i, true))
      : Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true));
  return { burst, samples };
}
