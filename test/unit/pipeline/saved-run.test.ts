import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePlain, encodePlain } from '../../../src/pipeline/saved-run/plain-data.ts';
import { readRunFiles, writeRunFiles } from '../../../src/pipeline/saved-run/run-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();

/** As it would be written and read. */
function throughText(value: unknown): unknown {
  const { root, shared, arrays } = encodePlain(value);
  const text = JSON.stringify({ root, shared });
  return decodePlain({ ...(JSON.parse(text) as { root: unknown; shared: unknown[] }), arrays });
}

describe('plain data', () => {
  it('keeps numbers that JSON loses, and typed arrays to the bit', () => {
    const value = {
      odd: [NaN, Infinity, -Infinity, -0, 0, 5e-324, 0.1 + 0.2],
      text: '$number',
      none: null,
      nested: {
        a: new Float32Array([1, NaN]),
        b: new Float64Array([Math.PI]),
        c: new Uint8Array(3),
        d: Uint16Array.of(1, 65_535),
      },
      components: new Int32Array([-1, 2 ** 31 - 1]),
    };
    expect(throughText(value)).toEqual(value);
  });

  it('is the same for any data', () => {
    const data = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.double(),
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.float32Array({ maxLength: 4 }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(
          fc.string({ maxLength: 5 }).filter((key) => !key.startsWith('$')),
          tie('value'),
          {
            maxKeys: 4,
            noNullPrototype: true,
          },
        ),
      ),
    })).value;
    fc.assert(
      fc.property(data, (value) => {
        expect(throughText(value)).toEqual(value);
      }),
    );
  });

  it('keeps one object one, and one array one', () => {
    const swath = { name: 'iw1', rates: new Float32Array([1]) };
    const value = { bursts: [{ swath }, { swath, rates: swath.rates }], deep: [{ swath }] };
    const { shared, arrays } = encodePlain(value);
    expect([shared.length, arrays.length]).toEqual([1, 1]);
    const back = throughText(value) as typeof value;
    expect(back).toEqual(value);
    expect(back.bursts[0]!.swath).toBe(back.bursts[1]!.swath);
    expect(back.deep[0]!.swath).toBe(back.bursts[0]!.swath);
    expect(back.bursts[1]!.rates).toBe(back.bursts[0]!.swath.rates);
  });

  it('leaves out what is not data, and refuses what it would lose', () => {
    expect(throughText({ a: 1, close() {}, missing: undefined })).toEqual({ a: 1 });
    for (const value of [new Map(), new Date(0), 10n, Symbol('x'), [undefined]])
      expect(() => encodePlain({ value })).toThrow(/cannot be saved/);
  });

  it('refuses parts that are not there', () => {
    for (const root of [{ $shared: 0 }, { $array: 1 }, { $array: 'x' }, { $number: 'ten' }, { $shared: '__proto__' }])
      expect(() => decodePlain({ root, shared: [], arrays: [] })).toThrow(/no part|no number/);
    expect(() => decodePlain({ root: null, shared: [{ $shared: 0 }], arrays: [] })).toThrow(/no part 0/);
  });

  it('gives no object another prototype', () => {
    const root = JSON.parse('{"__proto__":{"isAdmin":true}}') as unknown;
    const back = decodePlain({ root, shared: [], arrays: [] }) as { isAdmin?: boolean };
    expect(back.isAdmin).toBeUndefined();
  });
});

describe('the files of a run', () => {
  const data = { phase: new Float32Array([1, 2, NaN]), flags: new Uint8Array([1, 0, 1]), where: { row: 1.5 } };
  const written = async (name: string): Promise<string> => {
    const dir = join(folder, name);
    await writeRunFiles(dir, data, signal);
    return dir;
  };

  it('come back, from the folder of the job or their own', async () => {
    const dir = await written('whole');
    expect(readdirSync(join(dir, 'run')).toSorted()).toEqual(['arrays.bin', 'run.json']);
    expect(await readRunFiles(dir, signal)).toEqual(data);
    expect(await readRunFiles(join(dir, 'run'), signal)).toEqual(data);
  });

  it('replace those of an earlier run', async () => {
    const dir = await written('twice');
    await writeRunFiles(dir, { phase: new Float32Array([7]) }, signal);
    expect(await readRunFiles(dir, signal)).toEqual({ phase: new Float32Array([7]) });
  });

  it('that are not there say so', async () => {
    await expect(readRunFiles(join(folder, 'none'), signal)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    await expect(readRunFiles(join(await written('file'), 'run/run.json'), signal)).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    });
  });

  const edit = (dir: string, change: (head: Record<string, unknown>) => void): void => {
    const file = join(dir, 'run/run.json');
    const head = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    change(head);
    writeFileSync(file, JSON.stringify(head));
  };

  it.each<[string, (dir: string) => void, string]>([
    ['run.json cut short', (dir) => truncateSync(join(dir, 'run/run.json'), 100), 'RUN_UNREADABLE'],
    ['run.json that is no object', (dir) => writeFileSync(join(dir, 'run/run.json'), '[]'), 'RUN_UNREADABLE'],
    ['arrays cut short', (dir) => truncateSync(join(dir, 'run/arrays.bin'), 4), 'RUN_UNREADABLE'],
    ['arrays of another run', (dir) => writeFileSync(join(dir, 'run/arrays.bin'), Buffer.alloc(24)), 'RUN_UNREADABLE'],
    ['a value edited', (dir) => edit(dir, (head) => ((head['body'] as { root: object }).root = {})), 'RUN_UNREADABLE'],
    ['another version', (dir) => edit(dir, (head) => (head['version'] = '99.0.0')), 'RUN_OTHER_VERSION'],
    ['another format', (dir) => edit(dir, (head) => (head['format'] = 99)), 'RUN_OTHER_VERSION'],
  ])('with %s are refused', async (name, damage, code) => {
    const dir = await written(name.replaceAll(' ', '-'));
    damage(dir);
    await expect(readRunFiles(dir, signal)).rejects.toMatchObject({ code });
  });

  it('that cannot be written leave nothing, and an abort is an abort', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    await expect(writeRunFiles(file, data, signal)).rejects.toMatchObject({ code: 'PRODUCT_UNWRITABLE' });
    const dir = join(folder, 'aborted');
    await expect(writeRunFiles(dir, data, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(readdirSync(dir)).toEqual([]);
    const whole = await written('not-read');
    await expect(readRunFiles(whole, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
