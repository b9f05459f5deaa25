import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { goldsteinFilter } from '../../src/filter/index.ts';
import { TWO_PI, wrapPhaseRad } from '../../src/units/index.ts';
import { stateFigure } from '../support/figure.ts';
import { describeGpu } from '../support/gpu.ts';
import { sharedPath } from '../support/shared-data.ts';
import { readRaster } from './read-raster.ts';

const MOROCCO = sharedPath('unwrapping/morocco/');

/** 2 x 2 loops around which the wrapped steps do not close. */
function countResidues(phase: ArrayLike<number>, rows: number, columns: number): number {
  let count = 0;
  for (let i = 0; i + 1 < rows; i++)
    for (let j = 0; j + 1 < columns; j++) {
      const at = i * columns + j;
      const loop = [at, at + 1, at + columns + 1, at + columns, at];
      const turns = loop.slice(1).reduce((sum, cell, k) => sum + wrapPhaseRad(phase[cell]! - phase[loop[k]!]!), 0);
      if (Math.abs(turns) > TWO_PI / 2) count++;
    }
  return count;
}

describeGpu('filtering a real interferogram', (gpu) => {
  it.skipIf(!existsSync(MOROCCO))(
    'Morocco: fewer residues (skipped without ../shared/data/unwrapping/morocco)',
    async () => {
      const { rows, columns, values } = await readRaster(`${MOROCCO}phi_vv.tif`);
      const coherence = (await readRaster(`${MOROCCO}coh_vv.tif`)).values;
      const wrappedPhaseRad = values.map((value) => (value === -9999 ? Number.NaN : value));
      const filtered = await goldsteinFilter(gpu(), { rows, columns, wrappedPhaseRad, coherence });
      const before = countResidues(wrappedPhaseRad, rows, columns);
      const after = countResidues(filtered, rows, columns);
      expect(before).toBeGreaterThan(0);
      stateFigure(`Morocco: residues after the filter, of ${before}`, after, before / 2);
      expect(after).toBeLessThan(before / 2);
    },
  );
});
