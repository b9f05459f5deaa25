import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unwrapLeastSquares } from '../../test/reference/unwrap/least-squares.ts';
import { readRaster } from '../../test/scene/read-raster.ts';
import { wrapPhaseRad } from '../../src/units/index.ts';
import { type UnwrapChoice, unwrapInProcess } from '../peers/sentryal.ts';
import { findCycleErrors } from '../../test/scene/cycle-errors.ts';
import { markdownTable } from './markdown-table.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/data/unwrapping/mexico-city/', import.meta.url));
const UNWRAPPED = '_eqa_unw.tif';
const MINIMUM_COHERENCE = 0.3;
const LOOKS = 16;
const LIMIT = 0.995;

/** Real interferograms: GAMMA's result wrapped and unwrapped again, by ours and by plain least squares. */
export async function mexicoCity(choice: UnwrapChoice): Promise<string> {
  if (!existsSync(FOLDER)) return 'Mexico City: needs ../shared/data/unwrapping/mexico-city.';
  const rows: string[][] = [];
  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith(UNWRAPPED))) {
    const pair = name.slice(0, -UNWRAPPED.length);
    const known = await readRaster(`${FOLDER}${name}`);
    const coherence = await readRaster(`${FOLDER}${pair}_flat_eqa_cc.tif`);
    // Both files mark cells without data by 0.
    const blank = (plane: Float32Array): Float32Array => plane.map((value) => (value === 0 ? Number.NaN : value));
    const truthRad = blank(known.values);
    const size = { rows: known.rows, columns: known.columns };
    const wrappedPhaseRad = truthRad.map(wrapPhaseRad);
    const agreement = (unwrappedRad: ArrayLike<number>): number => {
      const counts = (cell: number): boolean => coherence.values[cell]! > MINIMUM_COHERENCE;
      const { wrong, compared } = findCycleErrors(unwrappedRad, truthRad, counts);
      return 1 - wrong / compared;
    };
    const scene = { ...size, wrappedPhaseRad, coherence: blank(coherence.values), effectiveLooks: LOOKS };
    const { unwrappedRad, report } = await unwrapInProcess(scene, choice);
    const ours = agreement(unwrappedRad);
    const baseline = agreement(unwrapLeastSquares(size.rows, size.columns, wrappedPhaseRad));
    const percent = (value: number): string => `${(100 * value).toFixed(3)} %`;
    const passes = ours >= LIMIT && ours >= baseline;
    rows.push([
      pair,
      percent(ours),
      report.diagnostics.chosen,
      percent(baseline),
      `${percent(LIMIT)}, baseline`,
      passes ? 'pass' : 'FAIL',
    ]);
  }
  return markdownTable(['Mexico City: cycles as GAMMA’s', 'ours', 'kept', 'least squares', 'at least', ''], rows);
}
