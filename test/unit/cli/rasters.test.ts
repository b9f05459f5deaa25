import { linkSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { madeUpTiff } from '../../support/made-up-tiff.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runCommandLine } from './support.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const size = { rows: 8, columns: 9 } as const;
const flat = (parts: number, value: number): number[] => Array<number>(72 * parts).fill(value);
writeFileSync(at('complex.tif'), madeUpTiff({ ...size, number: 'float32', values: flat(2, 1), layout: 'complex' }));
writeFileSync(at('other.tif'), madeUpTiff({ ...size, number: 'int16', values: flat(2, 1), layout: 'complex' }));
writeFileSync(
  at('small.tif'),
  madeUpTiff({ rows: 4, columns: 18, number: 'int16', values: flat(2, 1), layout: 'complex' }),
);
writeFileSync(at('bands.tif'), madeUpTiff({ ...size, number: 'float32', values: flat(2, 1), layout: 'two bands' }));
writeFileSync(at('phase.tif'), madeUpTiff({ ...size, number: 'float32', values: flat(1, 1) }));
writeFileSync(at('coherence.tif'), madeUpTiff({ ...size, number: 'float32', values: flat(1, 0.5) }));
writeFileSync(at('percent.tif'), madeUpTiff({ ...size, number: 'uint8', values: flat(1, 50) }));
writeFileSync(at('empty.tif'), madeUpTiff({ ...size, number: 'uint8', values: flat(1, 0), noData: '0' }));
writeFileSync(at('text.tif'), 'not a tiff at all');
symlinkSync(at('coherence.tif'), at('link.tif'));
linkSync(at('coherence.tif'), at('hard.tif'));
mkdirSync(at('folder.tif'));
mkdirSync(at('real'));
symlinkSync(at('real'), at('linked'));
symlinkSync(join('real', 'out.tif'), at('ahead.tif'));
const before = readFileSync(at('coherence.tif'));

/** File names in a command line stand for files of the folder. */
async function refusal(words: string) {
  const args = words.split(' ').map((word) => (word.endsWith('.tif') ? at(word) : word));
  const { code, stdout } = await runCommandLine(args);
  const { status, error } = JSON.parse(stdout) as { status: string; error: { code: string; message: string } };
  return { code, status, error };
}

const pair = 'coherence complex.tif other.tif';
const phase = 'phase.tif --coherence coherence.tif';

describe('commands on rasters refuse, before the adapter is opened,', () => {
  it.each([
    ['coherence complex.tif --window 4x4 -o out.tif', 'CLI_USAGE', 'needs SEC.tif'],
    [`${pair} -o out.tif`, 'CLI_USAGE', 'needs --window'],
    [`${pair} --window 4x4`, 'CLI_USAGE', 'needs -o'],
    [`${pair} --window 4 -o out.tif`, 'CLI_USAGE', 'LINESxSAMPLES'],
    [`${pair} --window 0x4 -o out.tif`, 'CLI_USAGE', 'LINESxSAMPLES'],
    [`${pair} --window 1x1 -o out.tif`, 'CLI_USAGE', 'always 1'],
    [`${pair} --window 4x4 --step x -o out.tif`, 'CLI_USAGE', '--step'],
    [`${pair} --window 4x4 --bias some -o out.tif`, 'CLI_USAGE', 'remove or none'],
    [`${pair} --window 4x4 --looks 0 -o out.tif`, 'CLI_USAGE', '--looks'],
    [`${pair} --window 9x4 -o out.tif`, 'RASTER_UNSUPPORTED', '9 x 4'],
    [`${pair} --window 4x4 -o other.tif`, 'RASTER_OUTPUT_TAKEN', 'other.tif'],
    [`${pair} --window 4x4 -o out.tif --raw out.tif`, 'RASTER_OUTPUT_TAKEN', 'out.tif'],
    ['coherence complex.tif small.tif --window 4x4 -o out.tif', 'RASTER_SIZE_MISMATCH', '8 x 9'],
    ['coherence complex.tif phase.tif --window 4x4 -o out.tif', 'RASTER_UNSUPPORTED', 'not complex'],
    ['coherence complex.tif text.tif --window 4x4 -o out.tif', 'RASTER_UNREADABLE', 'text.tif'],
    ['coherence complex.tif none.tif --window 4x4 -o out.tif', 'FILE_NOT_FOUND', 'none.tif'],
    ['filter phase.tif -o out.tif', 'CLI_USAGE', '--coherence'],
    [`filter ${phase} --strength 2 -o out.tif`, 'CLI_USAGE', '--strength'],
    ['filter bands.tif --coherence coherence.tif -o out.tif', 'RASTER_UNSUPPORTED', '2 bands'],
    ['filter phase.tif --coherence complex.tif -o out.tif', 'RASTER_UNSUPPORTED', 'not real'],
    ['filter phase.tif --coherence percent.tif -o out.tif', 'RASTER_COHERENCE_RANGE', '50'],
    ['filter phase.tif --coherence empty.tif -o out.tif', 'RASTER_EMPTY', 'no pixel'],
    [`filter ${phase} -o none/out.tif`, 'PRODUCT_UNWRITABLE', 'none'],
    [`filter ${phase} -o folder.tif`, 'PRODUCT_UNWRITABLE', 'folder'],
    [`unwrap ${phase}`, 'CLI_USAGE', '-o'],
    [`unwrap ${phase} --looks few -o out.tif`, 'CLI_USAGE', '--looks'],
    [`unwrap ${phase} --referee sometimes -o out.tif`, 'CLI_USAGE', 'auto, always, never'],
    [`unwrap ${phase} -o link.tif`, 'RASTER_OUTPUT_TAKEN', 'link.tif'],
    [`unwrap ${phase} -o hard.tif`, 'RASTER_OUTPUT_TAKEN', 'hard.tif'],
    [`unwrap ${phase} -o out.tif --components phase.tif`, 'RASTER_OUTPUT_TAKEN', 'phase.tif'],
    [`unwrap ${phase} -o real/out.tif --components linked/out.tif`, 'RASTER_OUTPUT_TAKEN', 'linked/out.tif'],
    [`unwrap ${phase} -o ahead.tif --components real/out.tif`, 'RASTER_OUTPUT_TAKEN', 'real/out.tif'],
    [`unwrap ${phase} -o out.tif --ambiguous out.tif`, 'RASTER_OUTPUT_TAKEN', 'out.tif'],
  ])('%s', async (words, expected, reason) => {
    const { code, status, error } = await refusal(words);
    expect([code, status, error.code]).toEqual([1, 'error', expected]);
    expect(error.message).toContain(reason);
    expect(readdirSync(folder).filter((name) => name.startsWith('out'))).toEqual([]);
    expect(readFileSync(at('coherence.tif'))).toEqual(before);
  });
});

it.each(['coherence', 'filter', 'unwrap'])('the help of %s names its options and -o', async (command) => {
  const { code, stderr } = await runCommandLine([command, '--help']);
  expect(code).toBe(0);
  expect(stderr).toContain('-o, --out FILE.tif');
});
