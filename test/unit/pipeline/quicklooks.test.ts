import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Quicklooks, maskClass, removeQuicklooks } from '../../../src/pipeline/products/quicklooks.ts';
import { MASK_BITS } from '../../../src/pipeline/products/raster-kinds.ts';
import { mapGrid } from '../../../src/products/index.ts';
import { readPng } from '../../support/read-png.ts';
import { sampleFindings, samplePoint } from '../answer/sample-findings.ts';

describe('quicklooks of a run', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sentryal-quicklooks-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are PNG with the notices of the pair, on the map of the rasters', async () => {
    const map = mapGrid({ north: 44.41, south: 44.4, east: 4.51, west: 4.5 }, 40);
    const { pair } = sampleFindings([samplePoint('a', 'ok')]);
    const quicklooks = new Quicklooks(folder, ['coherence', 'components', 'mask'], map, pair);
    const count = map.rows * map.columns;
    quicklooks.append('coherence', new Float32Array(count).fill(0.5));
    quicklooks.append('components', new Int32Array(count).fill(1));
    quicklooks.append('mask', new Uint8Array(count).fill(255));
    for (const name of ['coherence', 'components', 'mask'] as const) await quicklooks.write(name);
    expect((await readdir(folder)).toSorted()).toEqual(['coherence.png', 'components.png', 'mask.png']);
    const png = readPng(await readFile(join(folder, 'coherence.png')));
    expect(png.texts['Copyright']).toContain('Contains modified Copernicus Sentinel data 2025.');
    const { frame } = JSON.parse(png.texts['Sentryal quicklook']!) as { frame: object };
    expect(frame).toEqual({
      epsg: 4326,
      left: 4.5,
      top: 44.41,
      pixelWidth: map.pixelWidth,
      pixelHeight: map.pixelHeight,
    });
    const mask = readPng(await readFile(join(folder, 'mask.png')));
    // Grey: no data anywhere.
    expect(mask.colorAt(mask.width >> 1, 100)).toEqual([216, 216, 216, 255]);
  });

  it('of an earlier run are removed, and nothing else', async () => {
    for (const name of ['displacement.png', 'mask.png', 'mine.png']) await writeFile(join(folder, name), '');
    await removeQuicklooks(folder);
    expect(await readdir(folder)).toEqual(['mine.png']);
  });

  it('of the mask show the first thing that speaks against a pixel', () => {
    expect(maskClass(0)).toBe(0);
    expect(maskClass(MASK_BITS.water | MASK_BITS.ambiguous)).toBe(1);
    expect(maskClass(MASK_BITS.low_coherence)).toBe(5);
    expect(maskClass(255)).toBeNaN();
  });
});
