import { expect, it } from 'vitest';
import { memorySource } from '../../../src/fetch/index.ts';
import type { ByteSource } from '../../../src/model/index.ts';
import { openRaster } from '../../../src/read/index.ts';
import { madeUpTiff } from '../../support/made-up-tiff.ts';

const [ROWS, COLUMNS] = [13, 21];
const VALUES = Array.from({ length: 2 * ROWS * COLUMNS }, (_, k) => (k * 37) % 251);

it('decodes each block of two planes once while lines are asked for downwards', async () => {
  const made = {
    rows: ROWS,
    columns: COLUMNS,
    values: VALUES,
    number: 'int16',
    layout: 'two bands apart',
    isDeflated: true,
    block: { lines: 8 },
  } as const;
  const whole = memorySource('made-up.tif', madeUpTiff(made));
  let reads = 0;
  const counted: ByteSource = {
    name: whole.name,
    sizeBytes: whole.sizeBytes,
    read: async (offset, length, options) => {
      reads++;
      return whole.read(offset, length, options);
    },
    close: () => whole.close(),
  };
  const file = await openRaster(counted, 'complex');
  reads = 0;
  for (let line = 0; line < ROWS; line++)
    expect([...(await file.readLines(line, 1))]).toEqual(
      Array.from(made.values).slice(2 * COLUMNS * line, 2 * COLUMNS * (line + 1)),
    );
  // 13 lines in blocks of 8: two blocks in each of two planes.
  expect(reads).toBe(4);
});
