import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import { openFileSource } from '../fetch/index.ts';
import { type RasterFile, type RasterKind, openRaster } from '../read/index.ts';

/** A raster to read: where it is and what it must be. */
export interface RasterInput {
  readonly path: string;
  readonly kind: RasterKind;
}

/** What names a file whatever its path: two names of one file are the same. */
async function identity(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return resolve(path);
  }
}

/** @throws SentryalError RASTER_OUTPUT_TAKEN where an output is an input or another output */
async function refuseOverwriting(inputs: readonly RasterInput[], outputs: readonly string[]): Promise<void> {
  const taken = new Set(await Promise.all(inputs.map(({ path }) => identity(path))));
  for (const output of outputs) {
    const file = await identity(output);
    if (taken.has(file)) throw new SentryalError('RASTER_OUTPUT_TAKEN', { file: output });
    taken.add(file);
  }
}

function requireSameSize([first, ...others]: readonly RasterFile[]): void {
  for (const other of others)
    if (other.rows !== first!.rows || other.columns !== first!.columns)
      throw new SentryalError('RASTER_SIZE_MISMATCH', {
        first: first!.name,
        firstSize: `${first!.rows} x ${first!.columns}`,
        second: other.name,
        secondSize: `${other.rows} x ${other.columns}`,
      });
}

/**
 * Opens rasters of one size for `body` and closes them whatever comes of it.
 * @param outputs files that will be written: none may be an input
 * @throws SentryalError RASTER_*, FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function withRasters<Result>(
  inputs: readonly RasterInput[],
  outputs: readonly string[],
  signal: AbortSignal,
  body: (files: readonly RasterFile[]) => Promise<Result>,
): Promise<Result> {
  await refuseOverwriting(inputs, outputs);
  const files: RasterFile[] = [];
  try {
    for (const { path, kind } of inputs) {
      const source = await openFileSource(path);
      try {
        files.push(await openRaster(source, kind, signal));
      } catch (error) {
        await source.close();
        throw error;
      }
    }
    requireSameSize(files);
    return await body(files);
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

/** Lines of a whole raster read at a time, so that an abort is heard. */
const LINES = 1024;

/** A whole raster: shape (rows, columns[, 2]). */
export async function readWhole(
  file: RasterFile,
  signal: AbortSignal,
  report: (share: number) => void = () => {},
): Promise<Float32Array<ArrayBuffer>> {
  const perLine = file.columns * (file.isComplex ? 2 : 1);
  const values = new Float32Array(file.rows * perLine);
  for (let line = 0; line < file.rows; line += LINES) {
    const count = Math.min(LINES, file.rows - line);
    values.set(await file.readLines(line, count, signal), line * perLine);
    report((line + count) / file.rows);
  }
  return values;
}

/** An interferogram and its coherence in memory. Shapes (rows, columns). */
export interface PhasePlanes {
  readonly rows: number;
  readonly columns: number;
  /** Rad in [-π, π]; NaN where there is no data. */
  readonly wrappedPhaseRad: Float32Array<ArrayBuffer>;
  /** Magnitude of a complex interferogram; undefined for phase. */
  readonly magnitude: Float32Array<ArrayBuffer> | undefined;
  /** 0..1; NaN where there is no data. */
  readonly coherence: Float32Array<ArrayBuffer>;
}

/** Coherence computed in f32 may exceed 1 by its rounding. */
const COHERENCE_ROUNDING = 1e-3;

/** Coherence in 0..1. @throws SentryalError RASTER_COHERENCE_RANGE */
export function requireCoherence(file: string, values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const outside = values.find((value) => value < -COHERENCE_ROUNDING || value > 1 + COHERENCE_ROUNDING);
  if (outside !== undefined) throw new SentryalError('RASTER_COHERENCE_RANGE', { file, value: outside });
  return values.map((value) => (Number.isNaN(value) ? value : Math.min(Math.max(value, 0), 1)));
}
