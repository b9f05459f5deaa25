import { SentryalError } from '../../errors/index.ts';
import type { Warn } from '../../model/index.ts';
import type { RasterFile } from '../../read/index.ts';
import { TWO_PI, wrapPhaseRad } from '../../units/index.ts';
import { type PhasePlanes, readWhole, requireCoherence } from './raster-files.ts';

/** Fill that no file declares is reported beyond this share of the pixels with data: a few may be 0 by chance. */
const FILL_SHARE = 0.01;

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

/** Reports what looks like fill: phase exactly 0 where coherence is exactly 0 too. */
function warnOfFill(files: string, phase: Float32Array, coherence: Float32Array, warn: Warn): void {
  let fill = 0;
  let all = 0;
  for (let at = 0; at < phase.length; at++) {
    if (Number.isNaN(phase[at]!) || Number.isNaN(coherence[at]!)) continue;
    all++;
    if (phase[at] === 0 && coherence[at] === 0) fill++;
  }
  if (!(fill > FILL_SHARE * all)) return;
  warn({
    code: 'RASTER_FILL_UNDECLARED',
    stage: 'read',
    message: `${fill} of ${all} pixels (${Number(((100 * fill) / all).toPrecision(2))} %) of ${files} are exactly 0 in both: fill, it seems, that neither declares; it was taken as data. Declare it in the coherence (gdal_edit.py -a_nodata 0).`,
  });
}

/** Reports coherence that is 0 everywhere: no phase can be trusted by it. */
export function warnOfNoCoherence(file: string, coherence: Float32Array, warn: Warn): void {
  if (coherence.some((value) => value > 0)) return;
  warn({
    code: 'UNWRAP_NOTHING_COHERENT',
    stage: 'unwrap',
    message: `${file} is 0 wherever it has data: nothing is coherent, and the unwrapped phase means nothing. Check that it is the coherence, from 0 to 1.`,
  });
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
  warnOfFill(`${interferogram.name} and ${coherenceFile.name}`, phase, coherence, warn);
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
