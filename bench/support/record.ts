import { SentryalError } from '../../src/errors/index.ts';
import type { Spread } from './timing.ts';

/** How far a result was from one that was made another way, in the unit that its words name. */
export interface Verification {
  /** What was compared with what, and in which unit. */
  readonly against: string;
  readonly worst: number;
  readonly bound: number;
}

/** A comparison that holds. @throws SentryalError INTERNAL where it is beyond its bound, or NaN */
export function verifiedWithin(verification: Verification): Verification {
  const { against, worst, bound } = verification;
  if (worst <= bound) return verification;
  throw new SentryalError('INTERNAL', { reason: `a bench's result is ${worst} from ${against}, not ${bound}` });
}

/** One thing measured at one size. */
export interface BenchRecord {
  /** Stage and what of it: `coherence/estimate`. */
  readonly name: string;
  /** In words that sort: `1024 x 1024`. */
  readonly size: string;
  /** Of what a size counts: pixels, cells, nodes, bytes. */
  readonly elements: number;
  readonly unit: string;
  /** Timestamps of the GPU, or wall time from submission to the end of the queue's work, or of a whole call on the host. */
  readonly clock: 'gpu' | 'queue' | 'host';
  readonly seconds: Spread;
  /** What must be read and written if nothing is moved twice. */
  readonly bytes?: number;
  /** Floating-point operations, a multiply-add as two, an elementary function as one. */
  readonly flops?: number;
  readonly verified?: Verification;
  /** Whatever else was counted: memory, requests, cost. Values with units in their keys. */
  readonly more?: Readonly<Record<string, number | string>>;
}

/** All that was measured on an adapter on a day. Each bench replaces its own records. */
export interface BenchFile {
  readonly adapter: string;
  readonly isSoftware: boolean;
  /** Day of the last record, ISO. */
  readonly date: string;
  readonly node: string;
  readonly processors: string;
  readonly benches: Readonly<Record<string, BenchPart>>;
}

/** What one bench measured, in one run. */
export interface BenchPart {
  /** ISO time. */
  readonly measured: string;
  /** Load of the machine when it began: what else ran. */
  readonly load: number;
  /** The ceiling of the same run: what a plain copy reads and writes, bytes/s. */
  readonly copyBytesPerS?: Spread;
  readonly records: readonly BenchRecord[];
}

/** Share of the copy's bandwidth that a record reaches, by medians; undefined where either is not known. */
export function copyShare({ bytes, seconds }: BenchRecord, copyBytesPerS: Spread | undefined): number | undefined {
  return bytes === undefined || !copyBytesPerS ? undefined : bytes / seconds.median / copyBytesPerS.median;
}
