import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Warning } from '../../../src/model/index.ts';
import { writeProducts } from '../../../src/pipeline/products/write-products.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { sampleFindings, samplePoint } from '../answer/sample-findings.ts';

const folder = temporaryFolder();

const FLAT = { name: 'flat', rows: 2, columns: 2, heightsM: Float32Array.of(7, 7, 7, 7), minHeightM: 7, maxHeightM: 7 };

/** Rasters of heights alone, which need no adapter; the pair has neither granules nor orbits. */
async function written(toPixel: () => { column: number; row: number }, signal: AbortSignal) {
  const { job, pair: described } = sampleFindings([samplePoint('a', 'ok')]);
  const bbox = { north: 44.41, south: 44.4, west: 4.5, east: 4.51 };
  const warnings: Warning[] = [];
  const products = await writeProducts(
    {} as never,
    {
      job: { ...job, bbox, options: { ...job.options, products: ['height', 'displacement'] } },
      outDir: folder,
      area: { dem: { ...FLAT, toPixel } },
      ...{ pair: {}, described, signal, corrections: {}, reference: undefined },
      warn: (warning: Warning) => void warnings.push(warning),
    } as unknown as Parameters<typeof writeProducts>[1],
  );
  return { products, messages: warnings.map(({ code, message }) => `${code} ${message}`) };
}

describe('rasters that cannot be made', () => {
  it('are told of and lose no answer', async () => {
    const fail = (): never => {
      throw new Error('the device is gone.');
    };
    const { products, messages } = await written(fail, new AbortController().signal);
    expect(products).toEqual([]);
    expect(messages).toEqual([
      'PRODUCT_NOT_WRITTEN displacement.tif was not written: there is no reference.',
      'PRODUCT_NOT_WRITTEN height.tif was not written: the device is gone.',
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('because the job was cancelled end it', async () => {
    const controller = new AbortController();
    const cancel = (): never => {
      controller.abort(new Error('cancelled'));
      throw new Error('in the midst of it');
    };
    await expect(written(cancel, controller.signal)).rejects.toThrow('cancelled');
  });

  it('or listed leave what is written, and the answer', async () => {
    const { products, messages } = await written(() => ({ column: 0.5, row: 0.5 }), new AbortController().signal);
    expect(products.map(({ path }) => basename(path))).toEqual(['height.tif', 'height.png']);
    expect(messages).toHaveLength(2);
    expect(messages[1]).toMatch(/^PRODUCT_NOT_WRITTEN stac-item\.json was not written: /);
    expect(readdirSync(folder).toSorted()).toEqual(['height.png', 'height.tif']);
  });
});
