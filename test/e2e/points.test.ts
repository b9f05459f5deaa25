import { rm } from 'node:fs/promises';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import { type Answer, type AnswerDocument, answerDocumentSchema } from '../../src/job/index.ts';
import { csvRows, runCommandLine } from '../unit/cli/support.ts';
import { useScene } from './scene.ts';

describe('points of a finished run', () => {
  const folder = useScene({ scene: 'bowl', coherence: 0.8, samples: 800 });
  let answer: Answer;
  let outDir: string;
  let jobFile: string;
  let short: { code: number; stdout: string };

  const points = async (...args: string[]): Promise<{ code: number; document: AnswerDocument; stdout: string }> => {
    const { code, stdout } = await runCommandLine(['points', outDir, ...args]);
    return { code, stdout, document: JSON.parse(stdout) as AnswerDocument };
  };

  beforeAll(async () => {
    outDir = join(folder(), 'out');
    jobFile = join(folder(), 'job.json');
    const document = JSON.parse(readFileSync(jobFile, 'utf8')) as { options: object };
    Object.assign(document.options, { point_measurement: 'cells' });
    writeFileSync(jobFile, JSON.stringify(document));
    answer = await runJob(await readJob(jobFile), outDir);
    Object.assign(document.options, { detail: 'minimal', keep_run: false, products: [] });
    const minimalFile = join(folder(), 'minimal.json');
    writeFileSync(minimalFile, JSON.stringify(document));
    short = await runCommandLine(['run', minimalFile, '--out', join(folder(), 'short')]);
    // Nothing of the inputs is needed any more.
    for (const option of ['dem', 'reference_orbit', 'secondary_orbit'] as const) {
      const place = answer.options[option];
      if (typeof place === 'string') await rm(place);
    }
  });

  it('are those of the run, to the digit, without its inputs', async () => {
    const { code, document } = await points(jobFile, '--detail', 'full');
    expect(code).toBe(0);
    expect(answerDocumentSchema.parse(document)).toEqual(document);
    // The level of clutter is of pixels, which are not kept.
    const expected = answer.results.displacement_points.map((point) => ({ ...point, signal_to_clutter_db: null }));
    expect(document.results.displacement_points).toEqual(expected);
    expect(document.results.statistics).toEqual(answer.results.statistics);
    expect(document.baseline).toEqual(answer.baseline);
    expect(document.warnings.map(({ code: warning }) => warning)).toContain('POINTS_WITHOUT_PIXELS');
  });

  it('are read as CSV, and written by the ending of the file', async () => {
    const job = await readJob(jobFile);
    const file = join(folder(), 'points.csv');
    const rows = job.points.map(({ id, lat, lon }) => `${id},${lat},${lon},,`);
    writeFileSync(file, ['id,lat,lon,height_m,height_reference', ...rows].join('\n'));
    const csv = join(folder(), 'new.csv');
    const { code, document } = await points(file, '--out', csv, '--detail', 'minimal');
    expect([code, document.detail, document.baseline]).toEqual([0, 'minimal', undefined]);
    const written = csvRows(readFileSync(csv, 'utf8'));
    expect(written.map((row) => row['pid'])).toEqual(job.points.map(({ id }) => id));
    const day = answer.secondary_time.slice(0, 10).replaceAll('-', '');
    expect(written.map((row) => Number(row[day]))).toEqual(
      answer.results.displacement_points.map((point) => point.displacement_mm),
    );
    const json = join(folder(), 'new.json');
    const again = await points(file, '--out', json);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual(again.document);
    const geojson = join(folder(), 'new.geojson');
    await points(file, '--out', geojson);
    const { features } = JSON.parse(readFileSync(geojson, 'utf8')) as {
      features: { geometry: { coordinates: number[] } }[];
    };
    expect(features.map(({ geometry }) => geometry.coordinates.slice(0, 2))).toEqual(
      job.points.map(({ lon, lat }) => [lon, lat]),
    );
  });

  it('are written beside an answer that says as little as the job asks for, without a run to come back to', () => {
    const shortDir = join(folder(), 'short');
    const document = JSON.parse(short.stdout) as AnswerDocument;
    expect([short.code, document.detail]).toEqual([0, 'minimal']);
    expect(readdirSync(shortDir).toSorted()).toEqual([
      'answer.json',
      'points.geojson',
      'points_egms.csv',
      'report.html',
    ]);
    expect(JSON.parse(readFileSync(join(shortDir, 'answer.json'), 'utf8'))).toEqual(document);
    const { features } = JSON.parse(readFileSync(join(shortDir, 'points.geojson'), 'utf8')) as {
      features: { properties: object }[];
    };
    expect(features.map(({ properties }) => properties)).toEqual(document.results.displacement_points);
    expect(Object.keys(features[0]!.properties)).toHaveLength(5);
    const rows = csvRows(readFileSync(join(shortDir, 'points_egms.csv'), 'utf8'));
    const ids = answer.results.displacement_points.map((point) => point.point_id);
    expect(rows.map((row) => row['pid'])).toEqual(ids);
    // The columns do not depend on the detail.
    expect(Number(rows[0]!['los_up'])).toBe(answer.results.displacement_points[0]!.los_up);
  });

  it('have been read from inputs that are named, hashed and counted', () => {
    const names = answer.hashes.inputs.map(({ name }) => name);
    expect(names.filter((name) => name.endsWith('/manifest.safe'))).toHaveLength(2);
    expect(names.filter((name) => name.includes('/annotation/')).length).toBeGreaterThanOrEqual(2);
    expect(names.filter((name) => name.endsWith('.EOF'))).toHaveLength(2);
    const texts = answer.hashes.inputs.reduce((sum, { bytes }) => sum + bytes, 0);
    // Each pixel of both dates takes 4 bytes, and those of the area are read at least once.
    expect(answer.bytes_read).toBeGreaterThan(texts + 1e6);
    expect(answer.cost).toBeNull();
  });

  it.each([
    ['ids that are formulas', 'id,lat,lon\n=1+1,44.4,4.5\n', /JOB_/],
    ['a place that is none', 'id,lat,lon\na,95,4.5\n', /CSV_VALUE_INVALID/],
    ['a height of nothing', 'id,lat,lon,height_reference\na,44.4,4.5,egm2008\n', /JOB_HEIGHT_REFERENCE_ALONE/],
    ['one id twice', 'id,lat,lon\na,44.4,4.5\na,44.4,4.6\n', /JOB_POINT_ID_DUPLICATE/],
    ['no point', 'id,lat,lon\n', /JOB_NO_POINTS/],
    ['no longitude', 'id,lat\na,44.4\n', /CSV_COLUMN_MISSING/],
  ])('refuses %s', async (_, text, code) => {
    const file = join(folder(), 'hostile.csv');
    writeFileSync(file, text);
    const { code: exit, stdout } = await points(file);
    expect(exit).toBe(1);
    expect((JSON.parse(stdout) as { error: { code: string } }).error.code).toMatch(code);
  });

  it('refuses a folder without a run, and forms it cannot write', async () => {
    const none = await runCommandLine(['points', folder(), jobFile]);
    expect(none.stdout).toContain('RUN_NOT_FOUND');
    for (const args of [
      ['--out', 'a.xlsx'],
      ['--detail', 'most'],
    ])
      expect((await points(jobFile, ...args)).stdout).toContain('CLI_USAGE');
  });
});
