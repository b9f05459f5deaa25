import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { estimateCoherence } from '../../../src/coherence/index.ts';
import { wrappedPhase } from '../../../src/interferogram/index.ts';
import { phaseSigmaRad } from '../../../src/speckle/index.ts';
import { sampleCoherence } from '../../reference/coherence/sample-coherence.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { sharedPath } from '../../support/shared-data.ts';
import { WHITE, inner, speckleCells, spread } from '../../support/speckle-cells.ts';

const SIDE = { rows: 220, columns: 220 };
const MAIN = { rows: 3, columns: 3 };
const TABLE = sharedPath('coherence/coherence_bias_and_phase_std.csv');

interface Row {
  readonly looks: number;
  readonly coherence: number;
  readonly mean: number;
  readonly phaseRad: number;
}

const table: readonly Row[] = existsSync(TABLE)
  ? readFileSync(TABLE, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number) as [number, number, number, number])
      .map(([looks, coherence, mean, phaseRad]) => ({ looks, coherence, mean, phaseRad }))
  : [];

describeGpu('sample coherence of the product, as often as theory says', (gpu) => {
  const measure = async (range: number, coherence: number, window = MAIN, fringeCycles = 0) => {
    const scene = { ...SIDE, looks: { azimuth: 1, range }, coherence, fringeCycles, seed: 7 };
    const map = await estimateCoherence(gpu(), speckleCells(scene), WHITE, { window });
    const of = (values: Float32Array) => spread(inner(values, SIDE.rows, SIDE.columns, 5));
    return { raw: of(map.raw), unbiased: of(map.coherence).mean };
  };

  it.each([0, 0.2, 0.4, 0.6, 0.8, 0.95])('18 looks in 3 x 3 cells, coherence %f', async (coherence) => {
    const { raw } = await measure(2, coherence);
    const expected = sampleCoherence(coherence, 18);
    stateFigure(`mean, coherence ${coherence}`, Math.abs(raw.mean - expected.mean), 0.005);
    stateFigure(`deviation, coherence ${coherence}`, 100 * Math.abs(raw.deviation / expected.deviation - 1), 3, '%');
    expect(Math.abs(raw.mean - expected.mean)).toBeLessThan(0.005);
    expect(Math.abs(raw.deviation / expected.deviation - 1)).toBeLessThan(0.03);
  });

  it.each([
    [0.3, 0.03],
    [0.4, 0.02],
    [0.6, 0.02],
    [0.9, 0.02],
  ])('16 looks, coherence %f: bias left below %f', async (coherence, limit) => {
    const { unbiased } = await measure(1, coherence, { rows: 4, columns: 4 });
    stateFigure(`bias left, 16 looks, coherence ${coherence}`, Math.abs(unbiased - coherence), limit);
    expect(Math.abs(unbiased - coherence)).toBeLessThan(limit);
  });

  it.each([
    [32, 0.2],
    [32, 0.5],
    [8, 0.4],
    [2, 0.8],
  ])(
    '%i looks a cell, coherence %f: a fringe of 0.3 cycles a cell both ways costs nothing',
    async (range, coherence) => {
      const { raw } = await measure(range, coherence, MAIN, 0.3);
      const error = Math.abs(raw.mean - sampleCoherence(coherence, 9 * range).mean);
      stateFigure(`mean on a steep fringe, ${range} looks a cell, coherence ${coherence}`, error, 0.005);
      expect(error).toBeLessThan(0.005);
    },
  );

  it('is the same in blocks of rows', async () => {
    const cells = speckleCells({ rows: 60, columns: 40, looks: { azimuth: 1, range: 4 }, coherence: 0.5, seed: 3 });
    const whole = await estimateCoherence(gpu(), cells, WHITE);
    const rowBytes = 40 * 16;
    for (const rows of [9, 12, 40])
      expect((await estimateCoherence(gpu(), cells, WHITE, { blockBytes: rows * rowBytes })).raw).toEqual(whole.raw);
  });

  it('moments of the reference are those of Touzi et al. 1999 (needs ../shared/data/coherence)', (context) => {
    if (table.length === 0) context.skip('needs ../shared/data/coherence');
    const worst = Math.max(...table.map((row) => Math.abs(sampleCoherence(row.coherence, row.looks).mean - row.mean)));
    expect(worst).toBeLessThan(1e-8);
  });

  it('phase deviation: simulated, tabulated and stated within 3 % (needs ../shared/data/coherence)', (context) => {
    if (table.length === 0) context.skip('needs ../shared/data/coherence');
    for (const { looks, coherence, phaseRad } of table.filter((row) => [2, 5, 20].includes(row.looks))) {
      if (![0, 0.3, 0.6, 0.9].includes(coherence)) continue;
      const phases = wrappedPhase(speckleCells({ ...SIDE, looks: { azimuth: 1, range: looks }, coherence, seed: 5 }));
      const found = Math.sqrt(phases.reduce((sum, phase) => sum + phase ** 2, 0) / phases.length);
      expect(Math.abs(found / phaseRad - 1)).toBeLessThan(0.03);
      expect(Math.abs(found / phaseSigmaRad(coherence, looks) - 1)).toBeLessThan(0.03);
    }
  });
});
