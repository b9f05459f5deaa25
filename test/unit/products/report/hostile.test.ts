import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html, scriptJson } from '../../../../src/products/report/html.ts';
import { buildReport } from '../../../../src/products/report/report.ts';
import { allNodes, nodeById, readHtml, shownText } from '../../../support/read-html.ts';
import { samplePicture, samplePoint, sampleReport } from './sample-report.ts';

const HOSTILE = [
  '</script><img src=x onerror=alert(1)>',
  '<!--<script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '` onfocus=alert(1) autofocus `',
  '${alert(1)}{{7*7}}',
  '</title><script>alert(1)</script>',
  '</textarea></style><script>alert(1)</script>',
  'javascript:alert(1)',
  "=cmd|'/c calc'!A1",
  '@SUM(1+1)',
  'line\u2028para\u2029end',
  '\u202Egnp.exe',
  'null\u0000byte\uFEFF',
  'half \uD800 pair',
  '&lt;b&gt;&amp;',
  ']]>',
];

/** Names of elements, and of attributes with their values that are not texts for people. */
function skeleton(text: string): string[] {
  return allNodes(readHtml(text)).map(({ name, attributes }) => `${name} ${Object.keys(attributes).join(' ')}`);
}

function reportOf(value: string): string {
  const request = sampleReport(3);
  const points = [0, 1, 2].map((k) => ({ ...samplePoint(k), swath: value, [value]: { [value]: value } }));
  points[0]!['point_id'] = value;
  points[1]!['status'] = value;
  return buildReport({
    answer: {
      ...request.answer,
      job_id: value,
      infrastructure_id: value,
      reference_time: value,
      reference_granule: value,
      dem: { name: value, datum: value },
      adapter: { name: value, backend: value },
      warnings: [{ code: value, stage: value, message: value }],
      notices: [value],
      conventions: [value],
      products: [{ name: value, path: value }],
      results: { displacement_points: points, statistics: { count_by_status: { [value]: 1 }, [value]: value } },
      coregistration: { state: value, overlaps: [{ swath: value, [value]: value }] },
      unwrapping: { [value]: value },
      [value]: [value, { [value]: value }],
    },
    places: [{ id: value, lat: 44.35, lon: 4.55 }, ...request.places],
    quicklooks: { displacement: samplePicture('displacement', value) },
  });
}

describe('a hostile value', () => {
  const harmless = skeleton(reportOf('harmless'));

  it.each(HOSTILE)('%j everywhere in an answer makes no element and no attribute', (value) => {
    expect(skeleton(reportOf(value))).toEqual(harmless);
  });

  it.each(HOSTILE)('%j leaves the scripts of the page as they are', (value) => {
    const page = readHtml(reportOf(value));
    const [data, script] = allNodes(page, 'script');
    const policy = allNodes(page, 'meta').find(({ attributes }) => attributes['http-equiv'])!.attributes['content']!;
    expect(policy).toContain(createHash('sha256').update(script!.text).digest('base64'));
    expect(data!.text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(data!.attributes['type']).toBe('application/json');
  });

  it.each(['</script><img src=x onerror=alert(1)>', "=cmd|'/c calc'!A1", '"><svg onload=alert(1)>'])(
    '%j is shown as it is',
    (value) => {
      const page = readHtml(reportOf(value));
      expect(shownText(nodeById(page, 'point-table')!)).toContain(value);
      expect(shownText(nodeById(page, 'warnings')!)).toContain(value);
      const { columns } = JSON.parse(nodeById(page, 'data')!.text) as {
        columns: { name: string; values?: unknown[] }[];
      };
      expect(columns.find(({ name }) => name === 'point_id')!.values![0]).toBe(value);
    },
  );

  it('in the JSON of an answer named __proto__ changes no object', () => {
    const answer = JSON.parse(
      '{"status":"success","__proto__":{"polluted":1},"results":{"displacement_points":[{"point_id":"a","__proto__":{"polluted":1}}]}}',
    ) as unknown;
    buildReport({ answer, places: [{ id: '__proto__', lat: 1, lon: 1 }], quicklooks: {} });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('that nests without end is cut', () => {
    let deep: unknown = 'x';
    for (let k = 0; k < 300; k++) deep = { a: deep };
    expect(() =>
      readHtml(buildReport({ answer: { status: 'success', deep }, places: [], quicklooks: {} })),
    ).not.toThrow();
  });

  it('that is long is cut', () => {
    const answer = {
      status: 'success',
      long: 'x'.repeat(1_000_000),
      list: Array.from({ length: 100_000 }, (_, k) => k),
    };
    expect(buildReport({ answer, places: [], quicklooks: {} }).length).toBeLessThan(60_000);
  });
});

describe('escaping', () => {
  it('writes the five marks and the backtick as references, and nothing else', () => {
    expect(escapeHtml(`<a href="x" b='y'>&\``)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;&#96;');
    expect(escapeHtml('Zürich 東京 π\n')).toBe('Zürich 東京 π\n');
  });
  it('shows what cannot be seen', () => {
    expect(escapeHtml('a\u202Eb\u0000c\uD800d')).toBe('a\uFFFDb\uFFFDc\uFFFDd');
  });
  it('is done once: markup in markup stays', () => {
    expect(html`<p>${html`<b>${'<'}</b>`}${[html`<i></i>`]}${3}</p>`.text).toBe('<p><b>&lt;</b><i></i>3</p>');
  });
  it('of JSON is JSON of the same value', () => {
    const value = { a: '</script>\u2028&', b: [1, null, true] };
    expect(JSON.parse(scriptJson(value).text)).toEqual(value);
  });
});
