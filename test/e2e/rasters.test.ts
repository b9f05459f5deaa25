import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Unwrapping } from '../../src/job/index.ts';
import { TWO_PI, wrapPhaseRad } from '../../src/units/index.ts';
import { stateFigure } from '../support/figure.ts';
import { describeGpu } from '../support/gpu.ts';
import { PLACED, madeUpTiff } from '../support/made-up-tiff.ts';
import { sharedPath } from '../support/shared-data.ts';
import { speckleRasters } from '../support/speckle-rasters.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readRaster } from '../scene/read-raster.ts';
import { readTiff } from '../support/read-tiff.ts';
import { runCommandLine } from '../unit/cli/support.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

async function run(words: string): Promise<Record<string, unknown>> {
  const args = words.split(' ').map((word) => (/^[a-z]+\.tif$/.test(word) ? at(word) : word));
  const { code, stdout } = await runCommandLine(args);
  expect(code, stdout).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const [ROWS, COLUMNS] = [320, 1280];
const COHERENCE = 0.6;
const truth = (line: number, sample: number): number => 0.06 * sample - 0.09 * line;

describeGpu('coherence, filter and unwrap on GeoTIFFs', () => {
  it('a made-up pair of complex int16 with a hole: coherence, then filter, then unwrap give the ramp', async () => {
    const scene = { rows: ROWS, columns: COLUMNS, coherence: COHERENCE, phaseRad: truth, seed: 11 };
    const pair = speckleRasters(scene);
    for (const date of ['reference', 'secondary'] as const) {
      // Some 70 dB of range: the reference is bright. Lines 0 to 39 of the secondary are its no data, 0.
      const values = pair[date].map((value, k) =>
        date === 'secondary' && k < 2 * 40 * COLUMNS ? 0 : Math.round(value * (date === 'reference' ? 3000 : 200)),
      );
      const made = { rows: ROWS, columns: COLUMNS, number: 'int16', layout: 'complex', values, tags: PLACED } as const;
      writeFileSync(at(`${date}.tif`), madeUpTiff({ ...made, block: { lines: 1 } }));
    }
    const estimated = await run(
      'coherence reference.tif secondary.tif --window 4x16 --step 4x16 -o coh.tif --raw raw.tif --ifg ifg.tif',
    );
    expect(estimated).toMatchObject({ status: 'success', looks_source: 'estimated', warnings: [] });
    expect(Math.abs((estimated['effective_looks'] as number) / 64 - 1)).toBeLessThan(0.02);
    const coherence = readTiff(at('coh.tif'));
    expect([coherence.rows, coherence.columns]).toEqual([80, 80]);
    // One pixel of the result is 16 by 4 of the input's.
    expect(coherence.entries.get(33_550)).toEqual([0.016, 0.008, 0]);
    expect(coherence.entries.get(33_922)).toEqual([0, 0, 0, 10, 50, 0]);
    expect(coherence.entries.get(34_735)).toEqual([1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326]);
    expect(coherence.entries.get(42_113)).toBe('nan');
    expect(coherence.values.subarray(0, 10 * 80).every(Number.isNaN)).toBe(true);
    const data = [...coherence.values.subarray(10 * 80)];
    expect(data.some(Number.isNaN)).toBe(false);
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    stateFigure('coherence of the made-up pair', Math.abs(mean - COHERENCE), 0.01);
    expect(Math.abs(mean - COHERENCE)).toBeLessThan(0.01);

    const filtered = await run('filter ifg.tif --coherence coh.tif -o filtered.tif');
    expect(filtered).toMatchObject({ files: [{ sample_format: 'complex64', rows: 80 }] });
    const [before, after] = [readTiff(at('ifg.tif')).values, readTiff(at('filtered.tif')).values];
    for (let k = 2 * 10 * 80; k < before.length; k += 2) {
      const size = Math.hypot(before[k]!, before[k + 1]!);
      expect(Math.abs(Math.hypot(after[k]!, after[k + 1]!) / size - 1)).toBeLessThan(1e-5);
    }

    const unwrapped = await run(
      'unwrap ifg.tif --coherence coh.tif -o unw.tif --components cc.tif --ambiguous amb.tif',
    );
    expect(unwrapped).toMatchObject({
      looks_source: 'interferogram',
      warnings: [],
      referee: 'auto',
      files: [{ sample_format: 'float32' }, { sample_format: 'int32' }, { sample_format: 'uint8', no_data: '255' }],
      statistics: { components: 1, share_unwrapped: 1, pixels_with_data: 70 * 80, share_ambiguous: 0 },
    });
    const { objective, chosen, objectives } = unwrapped['statistics'] as Unwrapping;
    expect(objective).toBe(objectives[chosen]);
    expect(objective).toBe(Math.min(...Object.values(objectives).filter((value) => value !== null)));
    expect(objectives.referee).not.toBeNull();
    const phase = readTiff(at('unw.tif'));
    const differences = [...phase.values]
      .map((value, cell) => value - truth(4 * Math.floor(cell / 80) + 1.5, 16 * (cell % 80) + 7.5))
      .slice(10 * 80);
    const cycles = TWO_PI * Math.round(medianOf(differences) / TWO_PI);
    const worst = Math.max(...differences.map((value) => Math.abs(value - cycles)));
    const bias = Math.abs(differences.reduce((sum, value) => sum + value - cycles, 0) / differences.length);
    stateFigure('unwrapped ramp, worst cell', worst, Math.PI, 'rad');
    stateFigure('unwrapped ramp, mean', bias, 0.006, 'rad');
    expect(worst).toBeLessThan(Math.PI);
    // Four sigma of the mean of 5600 cells of 0.12 rad.
    expect(bias).toBeLessThan(0.006);
    expect(phase.values.subarray(0, 800).every(Number.isNaN)).toBe(true);
    const labels = await readRaster(at('cc.tif'));
    expect([...new Set(labels.values.subarray(0, 800))]).toEqual([0]);
    expect([...new Set(labels.values.subarray(800))]).toEqual([1]);
    const flags = await readRaster(at('amb.tif'));
    expect([...new Set(flags.values.subarray(0, 800))]).toEqual([255]);
    expect([...new Set(flags.values.subarray(800))]).toEqual([0]);
    expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
    const unrefereed = await run('unwrap ifg.tif --coherence coh.tif -o again.tif --referee never');
    expect(unrefereed).toMatchObject({ referee: 'never', statistics: { objectives: { referee: null } } });
    expect((unrefereed['statistics'] as Unwrapping).objectives.slow).not.toBeNull();
    expect(readTiff(at('again.tif')).values).toEqual(phase.values);
  });

  it('every sample a cell: the same size, the same place', async () => {
    const pair = speckleRasters({ rows: 40, columns: 61, coherence: 1, seed: 3 });
    for (const date of ['reference', 'secondary'] as const) {
      const values = pair[date];
      // The second a hundredth of a pixel away: it is only said.
      const away = PLACED.map((tag) =>
        tag.tag === 33_922 ? { tag: 33_922, doubles: [0, 0, 0, 10.00001, 50, 0] } : tag,
      );
      const tags = date === 'reference' ? PLACED : away;
      writeFileSync(
        at(`${date}.tif`),
        madeUpTiff({ rows: 40, columns: 61, number: 'float32', layout: 'two bands', values, tags }),
      );
    }
    const document = await run(
      'coherence reference.tif secondary.tif --window 3x5 --bias none --looks 9 --out coh.tif',
    );
    expect(document).toMatchObject({ effective_looks: 9, looks_source: 'option', bias: 'none' });
    expect(document['warnings']).toMatchObject([{ code: 'RASTER_PLACES_DIFFER' }]);
    const { rows, columns, values, entries } = readTiff(at('coh.tif'));
    expect([rows, columns]).toEqual([40, 61]);
    expect(Math.min(...values)).toBeGreaterThan(1 - 1e-5);
    expect(entries.get(33_550)).toEqual([0.001, 0.002, 0]);
    expect(entries.get(42_112)).toContain('<Item name="EFFECTIVE_LOOKS">9</Item>');
  });

  it.each(['unwrap', 'filter'])('%s refuses a raster that does not fit the adapter before reading it', async (task) => {
    // Beyond any adapter's binding; no block has bytes, so the file is small.
    const [rows, columns] = [60_000, 6_000_000];
    const tags = [
      { tag: 256, longs: [columns] },
      { tag: 257, longs: [rows] },
      { tag: 278, longs: [rows] },
      { tag: 279, longs: [0] },
    ];
    const bytes = madeUpTiff({ rows: 1, columns: 1, number: 'uint8', values: [0], tags, noData: '0' });
    writeFileSync(at('vast.tif'), bytes);
    const args = [task, at('vast.tif'), '--coherence', at('vast.tif'), '-o', at('not.tif')];
    const { code, stdout } = await runCommandLine(args);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
    expect([code, error.code]).toEqual([1, 'RASTER_TOO_LARGE']);
    expect(error.message).toContain(`${rows} x ${columns} = ${rows * columns} pixels`);
    expect(error.message).toMatch(/averaged over \d+ x \d+ pixels/);
  });

  const morocco = sharedPath('unwrapping/morocco/');
  it.skipIf(!existsSync(morocco))(
    'Morocco: fewer residues, congruent, and a warning for looks nobody gave (skipped without ../shared/data/unwrapping)',
    async () => {
      const files = `${morocco}phi_vv.tif --coherence ${morocco}coh_vv.tif`;
      const filtered = await run(`filter ${files} -o filtered.tif`);
      const { residues, filtered_residues: left } = filtered['statistics'] as Record<string, number>;
      stateFigure(`Morocco: residues after the command filter, of ${residues}`, left!, residues! / 2);
      expect(left!).toBeLessThan(residues! / 2);
      const unwrapped = await run(`unwrap ${files} -o unw.tif`);
      expect(unwrapped['warnings']).toMatchObject([{ code: 'UNWRAP_LOOKS_ASSUMED' }]);
      const before = await readRaster(`${morocco}phi_vv.tif`);
      const coherence = await readRaster(`${morocco}coh_vv.tif`);
      const { values } = readTiff(at('unw.tif'));
      let worst = 0;
      for (let cell = 0; cell < values.length; cell++) {
        const hasData = before.values[cell] !== -9999 && coherence.values[cell] !== 0;
        expect(Number.isNaN(values[cell]!)).toBe(!hasData);
        if (hasData) worst = Math.max(worst, Math.abs(wrapPhaseRad(values[cell]! - before.values[cell]!)));
      }
      stateFigure('Morocco: congruence', worst, 2e-5, 'rad');
      expect(worst).toBeLessThan(2e-5);
      expect((unwrapped['statistics'] as Record<string, number>)['share_unwrapped']!).toBeGreaterThan(0.9);
    },
  );
});
