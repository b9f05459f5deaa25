import type { Gpu } from '../../src/gpu/index.ts';
import type { BenchPart } from './record.ts';

/** A module of `bench/<stage>/` that measures something. */
export interface Bench {
  readonly description: string;
  readonly run: (gpu: Gpu) => Promise<BenchPart>;
}
