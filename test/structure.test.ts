import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  ALLOWED_IMPORTS,
  type SourceFile,
  codeViolations,
  doorViolations,
  layerViolations,
  lengthViolations,
  localImports,
  orphanViolations,
  textViolations,
  twinViolations,
  withoutComments,
} from './support/structure-rules.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NAMES_DEVICE = /\bGPUDevice\b/;
const READS_ENVIRONMENT = /\bprocess\.env\b/;
const THROWS_OTHER = /\bthrow\s+(?!new\s+SentryalError\b)(?:new\s+\w*Error\b|['"`])/;
// Spelled so that this file does not match itself.
const KEPT_BY_HAND = /\b(keep|kept|stay|must be) in sync\b/i;
const UNFINISHED = /\b(TODO|FIXME|XXX)\b/;

function listFiles(folder: string): string[] {
  if (!statSync(join(ROOT, folder), { throwIfNoEntry: false })) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|mts|mjs|wgsl)$/.test(path));
}

const read = (path: string): SourceFile => ({ path, text: readFileSync(join(ROOT, path), 'utf8') });
const product = ['src', 'kernels', 'handler', 'bench'].flatMap(listFiles).map(read);
const paths = [...product.map(({ path }) => path), ...listFiles('test')];
const file = (path: string, text: string): SourceFile => ({ path, text });

describe('the repository', () => {
  it('was found', () => {
    expect(product.length).toBeGreaterThan(50);
  });

  it('keeps its layers', () => expect(layerViolations(product)).toEqual([]));
  it('goes through doors', () => expect(doorViolations(product)).toEqual([]));
  it('has every twin of every kernel', () => expect(twinViolations(paths)).toEqual([]));
  it('has a kernel for every kernel definition', () => expect(orphanViolations(paths)).toEqual([]));
  it('has no file over 300 lines', () => expect(lengthViolations(product)).toEqual([]));
  it('leaves nothing unfinished, and nothing to be copied by hand', () => {
    expect(textViolations(product, KEPT_BY_HAND)).toEqual([]);
    expect(textViolations(product, UNFINISHED)).toEqual([]);
  });

  it('names the device in src/gpu only', () => {
    expect(codeViolations(product, NAMES_DEVICE, (path) => path.startsWith('src/gpu/'))).toEqual([]);
  });

  it('reads the environment in settings, set-up and the command line only', () => {
    const isAllowed = (path: string): boolean => /^src\/(settings|setup|cli)\//.test(path);
    expect(codeViolations(product, READS_ENVIRONMENT, isAllowed)).toEqual([]);
  });

  it('throws nothing but SentryalError', () => {
    // What runs before the dependencies are installed cannot import it.
    expect(codeViolations(product, THROWS_OTHER, (path) => path.endsWith('.mjs'))).toEqual([]);
  });
});

describe('the rules find what is made up to break them', () => {
  it.each<[string, string, string]>([
    ['a stage that imports the pipeline', 'src/unwrap/solve.ts', "import { run } from '../pipeline/index.ts';"],
    ['a stage that imports a stage', 'src/coherence/a.ts', "import { b } from '../unwrap/index.ts';"],
    ['a type from a stage', 'src/coherence/a.ts', "import type { B } from '../unwrap/index.ts';"],
    ['a re-export', 'src/units/a.ts', "export { b } from '../model/index.ts';"],
    ['a dynamic import', 'src/points/a.ts', "const { b } = await import('../cli/index.ts');"],
    ['a judge that is not independent', 'src/simulate/a.ts', "import { geo2rdr } from '../geometry/index.ts';"],
    ['a stage that imports the handler', 'src/answer/a.ts', "import { b } from '../../handler/main.ts';"],
    ['product code that imports tests', 'src/answer/a.ts', "import { b } from '../../test/support/gpu.ts';"],
    ['an import over several lines', 'src/filter/a.ts', "import {\n  a,\n  b,\n} from '../unwrap/index.ts';"],
    ['an import for its effects', 'src/filter/a.ts', "import '../unwrap/index.ts';"],
  ])('%s', (_, path, text) => {
    expect(layerViolations([file(path, text)])).toHaveLength(1);
  });

  it('a room that is not in the table', () => {
    expect(layerViolations([file('src/helpers/a.ts', '')])).toHaveLength(1);
  });

  it('no imports where there are none', () => {
    const text =
      "import { a } from '../units/index.ts';\nimport z from 'zod';\n// from '../cli/index.ts'\nimport './b.ts';";
    expect(localImports(file('src/read/a.ts', text))).toEqual(['src/units/index.ts', 'src/read/b.ts']);
    expect(layerViolations([file('src/read/a.ts', text)])).toEqual([]);
  });

  it('a door that is passed by', () => {
    const text = "import { geo2rdr } from '../geometry/geo2rdr.ts';";
    expect(doorViolations([file('src/points/a.ts', text)])).toHaveLength(1);
    expect(doorViolations([file('handler/a.ts', "import { b } from '../src/cli/run.ts';")])).toHaveLength(1);
    expect(doorViolations([file('src/points/a.ts', "import { b } from './inner/b.ts';")])).toEqual([]);
    expect(doorViolations([file('src/points/a.ts', "import { b } from '../geometry/index.ts';")])).toEqual([]);
  });

  it('every twin that is missing, and a definition without a kernel', () => {
    const kernel = 'kernels/unwrap/solve_cg.wgsl';
    expect(twinViolations([kernel])).toHaveLength(3);
    const twins = [
      'src/unwrap/solve-cg.kernel.ts',
      'test/reference/unwrap/solve-cg.ts',
      'test/gpu/unwrap/solve-cg.test.ts',
    ];
    expect(twinViolations([kernel, ...twins])).toEqual([]);
    expect(twinViolations(['kernels/shared/complex.wgsl'])).toEqual([]);
    expect(orphanViolations(twins)).toEqual(['src/unwrap/solve-cg.kernel.ts']);
    expect(orphanViolations([kernel, ...twins])).toEqual([]);
  });

  it('a file of 301 lines, but not one of 300', () => {
    expect(lengthViolations([file('src/a/b.ts', 'x\n'.repeat(301))])).toHaveLength(1);
    expect(lengthViolations([file('src/a/b.ts', 'x\n'.repeat(300))])).toEqual([]);
  });

  it.each([
    [NAMES_DEVICE, 'const device: GPUDevice = x;', '// a GPUDevice\nconst a = 1;'],
    [READS_ENVIRONMENT, "process.env['A']", '/* process.env */'],
    [THROWS_OTHER, "throw new Error('no')", "throw new SentryalError('INTERNAL')"],
    [THROWS_OTHER, "throw 'no'", 'throw error'],
    [THROWS_OTHER, "throw new RangeError('no')", "// throw new Error('no')"],
  ])('%s in code, not in comments', (pattern, bad, good) => {
    expect(codeViolations([file('src/a/b.ts', bad)], pattern, () => false)).toEqual(['src/a/b.ts']);
    expect(codeViolations([file('src/a/b.ts', bad)], pattern, () => true)).toEqual([]);
    expect(codeViolations([file('src/a/b.ts', good)], pattern, () => false)).toEqual([]);
  });

  it('comments that bind a copy by hand, or promise', () => {
    expect(textViolations([file('a', `// must be ${'kept'} in sync with b`)], KEPT_BY_HAND)).toEqual(['a']);
    expect(textViolations([file('a', `// ${'TO'}${'DO'} later`)], UNFINISHED)).toEqual(['a']);
    expect(textViolations([file('a', '// the clocks are synchronised')], KEPT_BY_HAND)).toEqual([]);
  });

  it('comments but not what looks like one in a string', () => {
    expect(withoutComments("const a = 'https://x'; // y")).toBe("const a = 'https://x';  ");
  });
});

it('the table of layers has no circle', () => {
  const reach = (room: string, seen: readonly string[]): string[] =>
    (ALLOWED_IMPORTS[room] ?? []).flatMap((next) =>
      seen.includes(next) ? [[...seen, next].join(' > ')] : reach(next, [...seen, next]),
    );
  expect(Object.keys(ALLOWED_IMPORTS).flatMap((room) => reach(room, [room]))).toEqual([]);
});
