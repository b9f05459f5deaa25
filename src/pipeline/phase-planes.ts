import { SentryalError } from '../errors/index.ts';
import type { Warn } from '../model/index.ts';
import type { RasterFile } from '../read/index.ts';
import { TWO_PI, wrapPhaseRad } from '../units/index.ts';
import { type PhasePlanes, readWhole, requireCoherence } from './raster-files.ts';

/** Phases within this of π count as wrapped: some writers round. */
const WRAP_TOLERANCE_RAD = 1e-3;

/** Phase and magnitude of complex samples; a sample of magnitude 0 has no phase. */
function polar(values: Float32Array): { phase: Float32Array<ArrayBuffer>; magnitude: Float32Array<ArrayBuffer> } {
  const phase = new Float32Array(values.length / 2);
  const magnitude = new Float32Array(values.length / 2);
  for (let at = 0; at < phase.length; at++) {
    const [re, im] = [values[2 * at]!, values[2 * at + 1]!];
    magnitude[at] = Math.hypot(re, im);
    phase[at] = magnitude[at]! > 0 ? Math.atan2(im, re) : Number.NaN;
  }
  return { phase, magnitude };
}

/** Wrapped phase, with a warning where it was not. */
function wrapped(file: string, phase: Float32Array<ArrayBuffer>, warn: Warn): Float32Array<ArrayBuffer> {
  const limit = TWO_PI / 2 + WRAP_TOLERANCE_RAD;
  const beyond = phase.reduce((count, value) => count + (Math.abs(value) > limit ? 1 : 0), 0);
  if (beyond > 0)
    warn({
      code: 'RASTER_PHASE_NOT_WRAPPED',
      stage: 'read',
      message: `${beyond} pixels of ${file} are beyond pi: it was taken as phase in radians and wrapped. If it is in another unit, or holds a no-data value it does not declare, the result is wrong.`,
    });
  return phase.map((value) => (Math.abs(value) > TWO_PI / 2 ? wrapPhaseRad(value) : value));
}

/**
 * Reads an interferogram (phase or complex) and its coherence whole.
 * @throws SentryalError RASTER_UNREADABLE, RASTER_COHERENCE_RANGE, RASTER_EMPTY
 */
export async function readPhasePlanes(
  interferogram: RasterFile,
  coherenceFile: RasterFile,
  options: { readonly signal: AbortSignal; readonly warn: Warn; readonly report: (share: number) => void },
): Promise<PhasePlanes> {
  const { signal, warn, report } = options;
  const { rows, columns } = interferogram;
  const values = await readWhole(interferogram, signal, (share) => report(share / 2));
  const read = await readWhole(coherenceFile, signal, (share) => report(0.5 + share / 2));
  const coherence = requireCoherence(coherenceFile.name, read);
  const { phase, magnitude } = interferogram.isComplex
    ? polar(values)
    : { phase: wrapped(interferogram.name, values, warn), magnitude: undefined };
  if (!phase.some((value, at) => !Number.isNaN(value) && !Number.isNaN(coherence[at]!)))
    throw new SentryalError('RASTER_EMPTY', { what: `${interferogram.name} with ${coherenceFile.name}` });
  return { rows, columns, wrappedPhaseRad: phase, magnitude, coherence };
}

/** 2 x 2 loops of data around which the wrapped steps do not close. */
export function countPhaseResidues(rows: number, columns: number, phaseRad: Float32Array): number {
  let count = 0;
  for (let row = 0; row + 1 < rows; row++)
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const [a, b] = [phaseRad[at]!, phaseRad[at + 1]!];
      const [c, d] = [phaseRad[at + columns + 1]!, phaseRad[at + columns]!];
      const turns = wrapPhaseRad(b - a) + wrapPhaseRad(c - b) + wrapPhaseRad(d - c) + wrapPhaseRad(a - d);
      // NaN where one of the four has no data: not counted.
      if (Math.abs(turns) > TWO_PI / 2) count++;
    }
  return count;
}
