import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ReportRequest, buildReport } from '../../../../src/products/report/report.ts';
import { MAX_POINTS, drawnPoints, readPoints } from '../../../../src/products/report/points.ts';
import { allNodes, nodeById, readHtml, shownText } from '../../../support/read-html.ts';
import { readPng } from '../../../support/read-png.ts';
import { samplePicture, sampleReport } from './sample-report.ts';

function parsed(request: ReportRequest) {
  const text = buildReport(request);
  return { text, page: readHtml(text) };
}

interface PageData {
  readonly count: number;
  readonly columns: readonly {
    name: string;
    same?: unknown;
    values?: unknown[];
    words?: unknown[];
    indices?: number[];
  }[];
  readonly places: readonly ([number, number] | null)[];
}

function dataOf(text: string): PageData {
  return JSON.parse(nodeById(readHtml(text), 'data')!.text) as PageData;
}

function fieldOf(data: PageData, name: string, k: number): unknown {
  const column = data.columns.find((candidate) => candidate.name === name)!;
  if ('same' in column) return column.same;
  return column.values ? column.values[k] : column.words![column.indices![k]!];
}

describe('a report', () => {
  const { text, page } = parsed(sampleReport(30));

  it('is one whole page that closes what it opens, with its language, viewport and title', () => {
    expect(allNodes(page, 'html')[0]!.attributes['lang']).toBe('en');
    const metas = allNodes(page, 'meta').map(({ attributes }) => attributes);
    expect(metas).toContainEqual({ name: 'viewport', content: 'width=device-width, initial-scale=1' });
    expect(shownText(allNodes(page, 'title')[0]!)).toBe('Sentryal job-1');
  });

  it('needs no network: nothing in it names another place, and its policy forbids it', () => {
    const policy = allNodes(page, 'meta').find(
      ({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy',
    )!.attributes['content']!;
    expect(policy).toContain("default-src 'none'");
    const hash = (content: string) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    const scripts = allNodes(page, 'script');
    const [style] = allNodes(page, 'style');
    expect(scripts).toHaveLength(2);
    expect(policy).toContain(`script-src ${hash(scripts[1]!.text)}`);
    expect(policy).toContain(`style-src ${hash(style!.text)}`);
    const attributes = allNodes(page).flatMap((node) => Object.entries(node.attributes));
    expect(attributes.filter(([name]) => /^(on|style$)/.test(name))).toEqual([]);
    const addresses = attributes.filter(([name]) => ['src', 'href', 'action', 'srcset'].includes(name));
    expect(addresses.filter(([, value]) => !/^(data:|#)/.test(value))).toEqual([]);
    expect(style!.text).not.toMatch(/url\(|@import|@font-face/);
    // The names of SVG's namespace and no other address.
    expect(text.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
  });

  it('says its warnings before anything else', () => {
    const order = allNodes(page, 'section').map(({ attributes }) => attributes['id']);
    expect(order).toEqual([
      'warnings',
      'summary',
      'area',
      'figures',
      'points',
      'diagnostics',
      'measured',
      'conventions',
    ]);
    expect(shownText(nodeById(page, 'warnings')!)).toMatch(/DEM_DATUM_ASSUMED\s+read\s+taken as ellipsoidal/);
    expect(shownText(nodeById(readHtml(buildReport(sampleReport(3, { warnings: [] }))), 'warnings')!)).toContain(
      'No warnings',
    );
  });

  it('draws each point where it is', () => {
    const data = dataOf(text);
    const [image] = allNodes(page, 'image');
    const raster = Object.fromEntries(
      ['x', 'y', 'width', 'height'].map((name) => [name, Number(image!.attributes[name])]),
    );
    // Side of 6 x 6 places: the first in the lower left, half a step from the edges.
    expect(data.places[0]![0]).toBeCloseTo(raster['x']! + raster['width']! / 12, 0);
    expect(data.places[0]![1]).toBeCloseTo(raster['y']! + (raster['height']! * 11) / 12, 0);
    const circles = allNodes(page, 'circle').filter(
      ({ attributes }) => 'class' in attributes && attributes['class']!.includes(' '),
    );
    expect(circles).toHaveLength(30);
    const reference = allNodes(page, 'g').find(({ attributes }) => attributes['class'] === 'reference')!;
    expect(reference.attributes['transform']).toBe(
      `translate(${(raster['x']! + raster['width']! / 2).toFixed(1)} ${(raster['y']! + raster['height']! / 2).toFixed(1)})`,
    );
  });

  it('colours points by both layers, those without a number by none', () => {
    const classes = allNodes(page, 'circle').map(({ attributes }) => attributes['class'] ?? '');
    expect(classes.filter((names) => names.startsWith('dx'))).toHaveLength(6);
    // The picture ranges from -50 to 50 in 25 classes; p0 moved -20 mm: class 7; coherence 0.5 of 0..1: class 12.
    expect(classes).toContain('d7 k12');
  });

  it('shows the map of either layer as a picture of its own, no data transparent', () => {
    const images = allNodes(page, 'image');
    expect(images.map(({ attributes }) => attributes['class'])).toEqual(['of-displacement', 'of-coherence']);
    const png = readPng(Buffer.from(images[0]!.attributes['href']!.slice('data:image/png;base64,'.length), 'base64'));
    expect([png.width, png.height]).toEqual([50, 40]);
    expect(png.colorAt(3, 0)[3]).toBe(0);
    expect(png.colorAt(3, 1)[3]).toBe(255);
    expect(png.texts).toEqual({});
  });

  it('carries the whole record of each point', () => {
    const data = dataOf(text);
    expect(data.count).toBe(30);
    expect(data.columns.find(({ name }) => name === 'swath')).toEqual({ name: 'swath', same: 'iw2' });
    expect(fieldOf(data, 'point_id', 7)).toBe('p7');
    expect(fieldOf(data, 'displacement_mm', 7)).toBe(-13);
    expect(fieldOf(data, 'displacement_mm', 4)).toBeNull();
    expect(fieldOf(data, 'status', 4)).toBe('low_coherence');
    expect(fieldOf(data, 'sigma_terms_mm.phase', 7)).toBe(0.3);
    expect(fieldOf(data, 'lat', 0)).toBeCloseTo(44.3 + 0.1 / 12, 9);
  });

  it('works without its script as tables and figures', () => {
    const rows = allNodes(nodeById(page, 'point-table')!, 'tr');
    expect(rows).toHaveLength(31);
    expect(shownText(rows[8]!)).toMatch(/p7\s*ok\s*-13\s*0.5/);
    const plots = allNodes(page, 'svg').filter(({ attributes }) => attributes['class'] === 'plot fixed');
    expect(plots.map(({ attributes }) => attributes['aria-label'])).toEqual([
      expect.stringContaining('24 points with status ok'),
      expect.stringContaining('24 points; lines are one sigma'),
    ]);
  });

  it('shows diagnostics of registration and unwrapping', () => {
    const words = shownText(nodeById(page, 'diagnostics')!);
    expect(words).toContain('residues');
    expect(words).toMatch(/residual before \(mm\)/);
    expect(words).toContain('-0.331');
  });

  it('names every control, and every region that takes the keys', () => {
    const labels = new Set(allNodes(page, 'label').map(({ attributes }) => attributes['for']));
    for (const input of allNodes(page, 'input'))
      expect(labels.has(input.attributes['id']) || input.attributes['aria-label'] !== undefined).toBe(true);
    for (const node of allNodes(page).filter(({ attributes }) => 'tabindex' in attributes)) {
      expect(node.attributes['aria-label']).toBeTruthy();
      expect(['group', 'region']).toContain(node.attributes['role']);
    }
    for (const svg of allNodes(page, 'svg'))
      expect('aria-label' in svg.attributes || svg.attributes['aria-hidden'] === 'true').toBe(true);
    for (const button of allNodes(page, 'button')) expect(shownText(button).trim()).not.toBe('');
    const ids = allNodes(page).flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says whose data it shows, in the words of the answer where it has them', () => {
    const words = (change: object) =>
      shownText(allNodes(readHtml(buildReport(sampleReport(2, { ...change }))), 'footer')[0]!);
    expect(words({})).toMatch(/modified Copernicus Sentinel data[\s\S]*WorldDEM-30 © DLR/);
    expect(words({ notices: ['Contains modified Copernicus Sentinel data 2025.'] })).toContain('data 2025.');
  });
});

describe('a report is made of what there is', () => {
  it.each([
    ['nothing at all', {}],
    ['no object', 'text'],
    ['null', null],
    [
      'fields of other types',
      { status: 'success', results: [], warnings: 'x', reference: 7, unwrapping: [1], coregistration: null },
    ],
    [
      'an answer of minimal detail',
      {
        status: 'success',
        job_id: 'j',
        results: {
          displacement_points: [{ point_id: 'a', status: 'ok', displacement_mm: 1, sigma_mm: 1, coherence: 1 }],
          statistics: {},
        },
        warnings: [],
      },
    ],
  ])('from %s', (_, answer) => {
    expect(() => parsed({ answer, places: [], quicklooks: {} })).not.toThrow();
  });

  it('shows what heat does to the structure beside the corrections', () => {
    const { page } = parsed(sampleReport(2, { structure: { thermal_los_mm: 43.4 } }));
    expect(shownText(nodeById(page, 'corrections')!)).toMatch(/structure[\s\S]*thermal los \(mm\)\s*43.4/);
    expect(nodeById(page, 'others')).toBeUndefined();
  });

  it('shows fields that it does not know', () => {
    const { page } = parsed(sampleReport(2, { tide_model_m: { name: 'X', deep: [{ a: 1, b: [1, 2] }] } }));
    expect(shownText(nodeById(page, 'others')!)).toMatch(/tide model \(m\)[\s\S]*deep/);
  });

  it('tells a failure, its remedy and nothing of points', () => {
    const { page } = parsed({
      answer: { status: 'error', job_id: 'j', error: { code: 'DEM_MISSING', message: 'No DEM.', remedy: 'Give one.' } },
      places: [],
      quicklooks: {},
    });
    expect(shownText(nodeById(page, 'error')!)).toMatch(/DEM_MISSING\s+No DEM\.[\s\S]*Give one\./);
    expect(allNodes(page, 'script')).toEqual([]);
  });

  it('places points without a picture by themselves, and says where it cannot', () => {
    const request = sampleReport(9);
    const alone = parsed({ ...request, quicklooks: {} });
    expect(allNodes(alone.page, 'image')).toEqual([]);
    expect(dataOf(alone.text).places.every((place) => place !== null)).toBe(true);
    const nowhere = parsed({ ...request, answer: { ...request.answer, reference: null }, places: [], quicklooks: {} });
    expect(nodeById(nowhere.page, 'map')).toBeUndefined();
    expect(shownText(nodeById(nowhere.page, 'warnings')!)).toContain('points.geojson');
  });

  it('leaves out pictures that are not what they should be, and says so', () => {
    const pictures = { displacement: Buffer.from('no picture'), coherence: samplePicture('phase') };
    const { page } = parsed({ ...sampleReport(3), quicklooks: pictures });
    const words = shownText(nodeById(page, 'warnings')!);
    expect(words).toContain('picture of displacement was left out');
    expect(words).toContain('picture of coherence shows something else');
  });
});

describe('many points', () => {
  it('are drawn up to a limit: the largest, and an even choice of the others', () => {
    const points = readPoints(
      {
        results: {
          displacement_points: Array.from({ length: 50_000 }, (_, k) => ({
            point_id: String(k),
            status: 'ok',
            displacement_mm: k === 31_234 ? -99 : (k % 7) / 10,
          })),
        },
      },
      [],
    );
    const drawn = drawnPoints(points);
    expect(drawn).toHaveLength(MAX_POINTS);
    expect(drawn.some(({ id }) => id === '31234')).toBe(true);
    const quarter = (k: number) => drawn.filter(({ id }) => Math.floor(Number(id) / 12_500) === k).length;
    for (const k of [1, 2, 3]) expect(quarter(k)).toBeGreaterThan(MAX_POINTS / 5);
    expect(new Set(drawn.map(({ id }) => id)).size).toBe(MAX_POINTS);
  });

  it('of 100,000 give a page of some megabytes that says how many it draws', () => {
    const request = sampleReport(100_000);
    const { text, page } = parsed(request);
    expect(text.length).toBeLessThan(6_000_000);
    expect(shownText(nodeById(page, 'warnings')!)).toContain('10000 of 100000 points are drawn');
    expect(dataOf(text).count).toBe(10_000);
    // The figures are of all: four of five are ok.
    const plots = allNodes(page, 'svg').filter(({ attributes }) => attributes['class'] === 'plot fixed');
    expect(plots[0]!.attributes['aria-label']).toContain('80000 points with status ok');
  });
});
