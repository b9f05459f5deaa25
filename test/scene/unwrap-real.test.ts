import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../src/unwrap/index.ts';
import { wrapPhaseRad } from '../../src/units/index.ts';
import { unwrapLeastSquares } from '../reference/unwrap/least-squares.ts';
import { describeGpu } from '../support/gpu.ts';
import { stateFigure } from '../support/figure.ts';
import { sharedPath } from '../support/shared-data.ts';
import { readRaster } from './read-raster.ts';
import { countWrongCycles, inputOf, worstIncongruenceRad } from './unwrap-scenes.ts';

const MEXICO_CITY = sharedPath('unwrapping/mexico-city/');
const MOROCCO = sharedPath('unwrapping/morocco/');

describeGpu('unwrapping real interferograms', (gpu) => {
  describe.skipIf(!existsSync(MEXICO_CITY))(
    'Mexico City (skipped without ../shared/data/unwrapping/mexico-city)',
    () => {
      const pairs = existsSync(MEXICO_CITY)
        ? readdirSync(MEXICO_CITY)
            .filter((name) => name.endsWith('_eqa_unw.tif'))
            .map((name) => name.slice(0, -'_eqa_unw.tif'.length))
        : [];

      it.each(pairs)("%s: GAMMA's result wrapped and unwrapped again", async (pair) => {
        const known = await readRaster(`${MEXICO_CITY}${pair}_eqa_unw.tif`);
        const coherence = await readRaster(`${MEXICO_CITY}${pair}_flat_eqa_cc.tif`);
        const { rows, columns } = known;
        // Both files mark cells without data by 0.
        const blank = (plane: Float32Array): Float32Array => plane.map((value) => (value === 0 ? Number.NaN : value));
        const truth = blank(known.values);
        const input = inputOf(rows, columns, truth.map(wrapPhaseRad), blank(coherence.values), 16);
        const { unwrapped } = await unwrap(gpu(), input);
        const isCoherent = (cell: number): boolean => coherence.values[cell]! > 0.3;
        const { wrong, compared } = countWrongCycles(unwrapped.phaseRad, truth, isCoherent);
        expect(compared).toBeGreaterThan(500);
        const plain = countWrongCycles(unwrapLeastSquares(rows, columns, input.wrappedPhaseRad), truth, isCoherent);
        const baseline = `least squares ${(100 * (1 - plain.wrong / plain.compared)).toFixed(2)} %`;
        stateFigure(`${pair}: whole cycles as GAMMA's (${baseline})`, 100 * (1 - wrong / compared), 99.5, '%');
        expect(1 - wrong / compared).toBeGreaterThanOrEqual(0.995);
        expect(wrong).toBeLessThanOrEqual(plain.wrong);
      });
    },
  );

  it.skipIf(!existsSync(MOROCCO))('Morocco (skipped without ../shared/data/unwrapping/morocco)', async () => {
    const phase = await readRaster(`${MOROCCO}phi_vv.tif`);
    const coherence = await readRaster(`${MOROCCO}coh_vv.tif`);
    const wrapped = phase.values.map((value) => (value === -9999 ? Number.NaN : value));
    const input = inputOf(phase.rows, phase.columns, wrapped, coherence.values, 16);
    const { unwrapped, diagnostics } = await unwrap(gpu(), input);
    expect(worstIncongruenceRad(unwrapped.phaseRad, wrapped)).toBeLessThan(2e-5);
    expect(diagnostics.residueDensity).toBeLessThan(0.001);
    expect(diagnostics.shareUnwrapped).toBeGreaterThan(0.8);
  });
});
