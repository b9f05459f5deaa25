import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fillSections, generatedDocuments } from '../../../src/cli/docs/documents.ts';
import { formatJson } from '../../../src/cli/docs/format-json.ts';
import { errorCatalogue } from '../../../src/errors/index.ts';
import { settingsTable } from '../../../src/settings/index.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const codesIn = (text: string): string[] => [...text.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map((match) => match[1]!);

const listFiles = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
    (name) => `${folder}/${name.replaceAll('\\', '/')}`,
  );

const sources = ['src', 'handler']
  .flatMap(listFiles)
  .filter((path) => path.endsWith('.ts') && !path.startsWith('src/errors/catalogue/'))
  .map(readText)
  .join('\n');

describe('generated documentation', () => {
  it.each(generatedDocuments(ROOT).map(({ path, text }) => [path, text]))(
    '%s is current (else: npm run docs)',
    (path, text) => {
      expect(readText(path)).toBe(text);
    },
  );

  it('is refused where a section is missing', () => {
    expect(() => fillSections('text', { errors: 'x' })).toThrow(/section errors/);
  });

  it('is filled in between its marks, and again with the same result', () => {
    const once = fillSections('a\n<!-- generated: t -->\nold\n<!-- end -->\nb', { t: 'new' });
    expect(once).toBe('a\n<!-- generated: t -->\nnew\n<!-- end -->\nb');
    expect(fillSections(once, { t: 'new' })).toBe(once);
  });
});

describe('the error catalogue', () => {
  const codes = Object.keys(errorCatalogue).toSorted();

  it('is documented whole, and nothing else is', () => {
    expect(codesIn(readText('src/errors/README.md')).toSorted()).toEqual(codes);
  });

  it('holds no code that nothing can throw', () => {
    expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
  });

  it('holds every code that is thrown', () => {
    const thrown = [...sources.matchAll(/new SentryalError\(\s*'([A-Z0-9_]+)'/g)].map((match) => match[1]!);
    expect(thrown.length).toBeGreaterThan(20);
    expect(thrown.filter((code) => !(code in errorCatalogue))).toEqual([]);
  });

  it.each(Object.entries(errorCatalogue))('%s says what happened and what to do in sentences', (_, entry) => {
    expect(entry.message).toMatch(/\S[.:}?]$/);
    expect(entry.remedy).toMatch(/^[A-Z`].*\.$/s);
  });
});

it('every setting is documented, and nothing else is', () => {
  const variables = Object.values(settingsTable).map(({ variable }) => variable);
  expect(codesIn(readText('src/settings/README.md'))).toEqual(variables);
});

it('every name of the contract is documented', () => {
  const text = readText('src/job/README.md');
  const input = [
    'job_id',
    'infrastructure_id',
    'reference_granule',
    'secondary_granule',
    'reference_url',
    'secondary_url',
  ];
  const rest = [
    'bbox.north',
    'bbox.south',
    'bbox.east',
    'bbox.west',
    'points[].id',
    'points[].lat',
    'points[].lon',
    'webhook_url',
  ];
  const point = (name: string): string => `results.displacement_points[].${name}`;
  const output = [point('point_id'), point('displacement_mm'), point('coherence'), 'processing_time_seconds'];
  const statistics = ['results.statistics.mean_displacement_mm', 'results.statistics.mean_coherence'];
  const failure = ['error.code', 'error.stage', 'error.message', 'error.remedy'];
  for (const name of [...input, ...rest, ...output, ...statistics, ...failure])
    expect(text).toContain(`| \`${name}\` |`);
});

it('JSON is the same document however it is laid out', () => {
  const document = {
    a: [1, 'two', null, true],
    b: { c: [], d: {}, e: [{ f: 1.5 }] },
    g: 'x'.repeat(130),
    h: ['y'.repeat(130)],
  };
  const text = formatJson(document);
  expect(JSON.parse(text)).toEqual(document);
  expect(text).toContain('"a": [1, "two", null, true],');
});
