import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/fetch/index.ts';
import type { Warning } from '../../../src/model/index.ts';
import { readPhasePlanes, warnOfNoCoherence } from '../../../src/pipeline/rasters/phase-planes.ts';
import { openRaster } from '../../../src/read/index.ts';
import { madeUpTiff } from '../../support/made-up-tiff.ts';

const [ROWS, COLUMNS] = [20, 30];
const PIXELS = ROWS * COLUMNS;

/** Warnings of reading phase and coherence of which the first `fill` pixels are 0 in both. */
async function warningsOf(fill: number, noData?: string, isComplex = false): Promise<readonly Warning[]> {
  const warnings: Warning[] = [];
  const size = { rows: ROWS, columns: COLUMNS, number: 'float32' } as const;
  const parts = isComplex ? 2 : 1;
  const phase = Array.from({ length: parts * PIXELS }, (_, k) => (k < parts * fill ? 0 : 1));
  const coherence = Array.from({ length: PIXELS }, (_, k) => (k < fill ? 0 : 0.5));
  const declared = noData === undefined ? {} : { noData };
  const open = async (name: string, bytes: Uint8Array, kind: 'complex or phase' | 'real') =>
    openRaster(memorySource(name, bytes), kind);
  await readPhasePlanes(
    await open(
      'ifg.tif',
      madeUpTiff({ ...size, values: phase, ...(isComplex ? { layout: 'complex' } : {}) }),
      'complex or phase',
    ),
    await open('coh.tif', madeUpTiff({ ...size, values: coherence, ...declared }), 'real'),
    { signal: new AbortController().signal, warn: (warning) => warnings.push(warning), report: () => {} },
  );
  return warnings;
}

describe('fill that no file declares', () => {
  it('is reported from more than 1 % of the pixels on, with both files', async () => {
    expect(await warningsOf(PIXELS / 100)).toEqual([]);
    const [warning, ...others] = await warningsOf(PIXELS / 10);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: 'RASTER_FILL_UNDECLARED', stage: 'read' });
    for (const part of ['60 of 600', '10 %', 'ifg.tif', 'coh.tif']) expect(warning!.message).toContain(part);
  });

  it('is none where the value is declared, or where complex samples of 0 have no phase', async () => {
    expect(await warningsOf(PIXELS / 10, '0')).toEqual([]);
    expect(await warningsOf(PIXELS / 10, undefined, true)).toEqual([]);
  });
});

it('coherence of 0 wherever there is data is reported', () => {
  const warnings: Warning[] = [];
  warnOfNoCoherence('coh.tif', Float32Array.of(0, NaN, 0.01), (warning) => warnings.push(warning));
  expect(warnings).toEqual([]);
  warnOfNoCoherence('coh.tif', Float32Array.of(0, NaN, 0), (warning) => warnings.push(warning));
  expect(warnings).toMatchObject([{ code: 'UNWRAP_NOTHING_COHERENT', stage: 'unwrap' }]);
  expect(warnings[0]!.message).toContain('coh.tif');
});
