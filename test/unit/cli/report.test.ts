import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryReport } from '../../../src/cli/write-report.ts';
import type { Warning } from '../../../src/model/index.ts';
import { allNodes, nodeById, readHtml, shownText } from '../../support/read-html.ts';
import { sampleReport } from '../products/report/sample-report.ts';
import { runCommandLine } from './support.ts';

describe('the command report', () => {
  const { answer, places, quicklooks } = sampleReport(5);
  let folder = '';
  const inFolder = (name: string): string => join(folder, name);
  const readPage = async (name = 'report.html') => readHtml(await readFile(inFolder(name), 'utf8'));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sentryal-report-'));
    await writeFile(inFolder('answer.json'), JSON.stringify(answer));
    const features = places.map(({ id, lat, lon }) => ({
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: [lon, lat] },
    }));
    await writeFile(inFolder('points.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
    await writeFile(inFolder('displacement.png'), quicklooks['displacement']!);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('takes the folder of a run, with the places and pictures in it', async () => {
    const { code, stdout } = await runCommandLine(['report', folder]);
    expect([code, stdout]).toEqual([0, `${inFolder('report.html')}\n`]);
    const page = await readPage();
    expect(allNodes(page, 'image')).toHaveLength(1);
    expect(shownText(nodeById(page, 'map-note')!)).not.toContain('outside the map');
  });

  it('takes an answer and points by themselves, and writes where it is told', async () => {
    await copyFile(inFolder('answer.json'), inFolder('other.json'));
    await writeFile(
      inFolder('p.csv'),
      `id,lat,lon\n${places.map(({ id, lat, lon }) => `${id},${lat},${lon}\n`).join('')}`,
    );
    await rm(inFolder('points.geojson'));
    const args = ['report', inFolder('other.json'), '--points', inFolder('p.csv'), '--out', inFolder('page.html')];
    expect((await runCommandLine(args)).code).toBe(0);
    expect(shownText(nodeById(await readPage('page.html'), 'warnings')!)).not.toContain('points.geojson');
  });

  it.each([
    ['a document that is no answer', '{"points":[]}', /REPORT_NOT_ANSWER/],
    ['a list', '[]', /REPORT_NOT_ANSWER/],
    ['what is no JSON', '{', /JOB_NOT_JSON/],
  ])('refuses %s', async (_, text, message) => {
    await writeFile(inFolder('answer.json'), text);
    const { code, stderr } = await runCommandLine(['report', folder]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
  });

  it('written anew in the folder of a run, answer and STAC Item that list it say what it is now', async () => {
    const stale = { ...{ kind: 'report', name: 'report', path: '/then/report.html' }, media_type: 'text/html' };
    const item = { kind: 'stac_item', name: 'stac_item', path: '/then/stac-item.json', media_type: 'x' };
    const products = [stale, item].map((file) => ({ ...file, bytes: 1, sha256: '0'.repeat(64) }));
    await writeFile(inFolder('answer.json'), JSON.stringify({ ...answer, products }));
    await writeFile(inFolder('stac-item.json'), JSON.stringify({ type: 'Feature', assets: { mask: { href: 'm' } } }));
    expect((await runCommandLine(['report', folder])).code).toBe(0);
    const sumOf = async (name: string): Promise<string> =>
      createHash('sha256')
        .update(await readFile(inFolder(name)))
        .digest('hex');
    const listed = JSON.parse(await readFile(inFolder('answer.json'), 'utf8')) as { products: object[] };
    expect(listed.products).toMatchObject([
      { ...stale, sha256: await sumOf('report.html') },
      { ...item, sha256: await sumOf('stac-item.json') },
    ]);
    const { assets } = JSON.parse(await readFile(inFolder('stac-item.json'), 'utf8')) as { assets: object };
    const multihash = `1220${await sumOf('report.html')}`;
    expect(assets).toMatchObject({ mask: { href: 'm' }, report: { 'file:checksum': multihash } });
    // Once more: the page shows nothing of itself, so that it stays as it is.
    const before = await readFile(inFolder('report.html'), 'utf8');
    await runCommandLine(['report', folder]);
    expect(await readFile(inFolder('report.html'), 'utf8')).toBe(before);
  });

  it('names a file of places that cannot be read', async () => {
    await writeFile(inFolder('points.geojson'), 'no JSON');
    expect((await runCommandLine(['report', folder])).stderr).toMatch(/REPORT_INPUT_UNREADABLE.*points\.geojson/s);
  });

  it('at the end of a run warns where the page cannot be written, and the answer stays', async () => {
    const warnings: Warning[] = [];
    await tryReport(inFolder('answer.json'), answer, places, (warning) => warnings.push(warning));
    expect(warnings).toEqual([expect.objectContaining({ code: 'REPORT_NOT_WRITTEN', stage: 'products' })]);
  });
});
