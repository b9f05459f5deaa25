import { access, constants, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SentryalError } from '../../errors/index.ts';
import { openFileSource } from '../../fetch/index.ts';
import type { Warn } from '../../model/index.ts';
import { type RasterFile, type RasterKind, openRaster } from '../../read/index.ts';
import type { JobContext } from '../context.ts';

/** A raster to read: where it is and what it must be. */
export interface RasterInput {
  readonly path: string;
  readonly kind: RasterKind;
}

/** Links followed to a file that is not there yet. */
const MOST_LINKS = 40;

/** What names a file whatever its path, also one not there yet: two names of one file are the same. */
async function identity(path: string, links = 0): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    const folder = dirname(resolve(path));
    const target = links < MOST_LINKS ? await readlink(path).catch(() => undefined) : undefined;
    if (target !== undefined) return identity(resolve(folder, target), links + 1);
    return join(await realpath(folder).catch(() => folder), basename(path));
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

/** @throws SentryalError PRODUCT_UNWRITABLE where an output cannot be written, so that nothing is computed for it */
async function requireWritable(outputs: readonly string[]): Promise<void> {
  for (const file of outputs) {
    const unwritable = (reason: string, cause?: unknown): SentryalError =>
      new SentryalError('PRODUCT_UNWRITABLE', { file, reason }, { cause });
    try {
      await access(dirname(resolve(file)), constants.W_OK);
    } catch (cause) {
      throw unwritable(cause instanceof Error ? cause.message : String(cause), cause);
    }
    const entry = await stat(file).catch(() => undefined);
    if (entry?.isDirectory()) throw unwritable('it is a folder');
  }
}

/** Tags of a raster on a map grid; one that is placed by control points alone has no grid to compare. */
const GRID_TAGS = { pixelScale: 33_550, tiePoints: 33_922, transformation: 34_264 } as const;
/** Writers round degrees; a millionth of a pixel is no other place. */
const PLACE_TOLERANCE = 1e-9;

function gridOf({ places }: RasterFile): number[] | undefined {
  const values = (wanted: number): readonly number[] | undefined => places.find(({ tag }) => tag === wanted)?.values;
  const matrix = values(GRID_TAGS.transformation);
  if (matrix) return [...matrix];
  const scale = values(GRID_TAGS.pixelScale);
  return scale && [...scale, ...(values(GRID_TAGS.tiePoints)?.slice(0, 6) ?? [])];
}

/** Rasters of one size may still lie elsewhere: their pixels are paired by number. */
function warnOfPlaces([first, ...others]: readonly RasterFile[], warn: Warn): void {
  const grid = gridOf(first!);
  for (const other of others) {
    const second = gridOf(other);
    if (grid === undefined || second === undefined) continue;
    const isSame =
      grid.length === second.length &&
      grid.every((value, k) => Math.abs(value - second[k]!) <= PLACE_TOLERANCE * Math.max(1, Math.abs(value)));
    if (isSame) continue;
    warn({
      code: 'RASTER_PLACES_DIFFER',
      stage: 'read',
      message: `${first!.name} and ${other.name} say that they lie in different places; pixels were paired by line and sample.`,
    });
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
 * @throws SentryalError RASTER_*, FILE_NOT_FOUND, FILE_UNREADABLE, PRODUCT_UNWRITABLE
 */
export async function withRasters<Result>(
  inputs: readonly RasterInput[],
  outputs: readonly string[],
  { signal, warn }: Pick<JobContext, 'signal' | 'warn'>,
  body: (files: readonly RasterFile[]) => Promise<Result>,
): Promise<Result> {
  await refuseOverwriting(inputs, outputs);
  await requireWritable(outputs);
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
    warnOfPlaces(files, warn);
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
