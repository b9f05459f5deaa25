import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localDataAccess } from '../../../src/fetch/index.ts';
import type { Warning } from '../../../src/model/index.ts';
import { type OpenedPair, pointsInRun } from '../../../src/pipeline/index.ts';
import { pointDelays } from '../../../src/pipeline/points/point-delays.ts';
import { pointRegistration } from '../../../src/pipeline/register/point-registration.ts';
import { type FinishedRun, loadRun, keepRun } from '../../../src/pipeline/saved-run/saved-run.ts';
import { type SampleRequest, samplePoints } from '../../../src/points/index.ts';
import { placedDem } from '../../../src/read/index.ts';
import { readSettings } from '../../../src/settings/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { sampleFindings, samplePoint } from '../answer/sample-findings.ts';
import { PLACES, pair as burst, grid, sceneDem, sceneRequest, targetAt } from '../points/point-scene.ts';

const none = { state: 'not_applied', reason: 'off', method: null, parameters: {} } as const;
const noCorrections = { troposphere: none, solid_earth_tide: none, ionosphere: none, ramp: none };

const folder = temporaryFolder();
const { signal } = new AbortController();
const targets = Object.values(PLACES).flatMap((cell) => [
  targetAt(cell),
  targetAt(cell, { heightM: 140, heightSource: 'ellipsoid' }),
]);

/** A finished run of the made-up scene, as the flow leaves one. */
function finishedRun(change: Partial<SampleRequest> = {}): FinishedRun {
  const { targets: _, ...request } = sceneRequest(targets, change);
  const step = 1 / 7200;
  const scene = sceneDem();
  const corner = scene.toPixel(0, 0);
  const place = {
    crs: 'EPSG:4326',
    isGeographic: true,
    middleLongitudeDeg: -corner.column * step + 200 * step,
    origin: [-corner.column * step, corner.row * step] as const,
    columnStep: [step, 0] as const,
    rowStep: [0, -step] as const,
  };
  const dem = placedDem({ ...scene, place });
  const opened = {
    reference: { swaths: [burst.referenceSwath] },
    secondary: { swaths: [burst.secondarySwath] },
    referenceOrbit: request.referenceOrbit,
    secondaryOrbit: request.secondaryOrbit,
    bursts: request.pairs,
    wavelengthM: request.wavelengthM,
    swapped: request.swapped,
    close: () => Promise.resolve(),
  } as unknown as OpenedPair;
  const area = { grid, placements: request.placements, dem };
  const registration = {
    state: 'not_applied',
    estimate: undefined,
    overlaps: [],
  } as unknown as FinishedRun['registration'];
  const { job, points: _points, processingTimeS: _time, ...findings } = sampleFindings([samplePoint('x', 'ok')]);
  return {
    job: { ...job, webhook_url: 'https://example.org/?token=secret' },
    findings,
    corrections: noCorrections,
    pair: opened,
    area,
    registration,
    sampling: {
      ...request,
      dem,
      delays: pointDelays(job, opened),
      registration: pointRegistration(opened, area, registration),
    },
  };
}

async function saved(name: string, run: FinishedRun): Promise<{ dir: string; warnings: Warning[] }> {
  const dir = join(folder, name);
  const warnings: Warning[] = [];
  await keepRun(dir, run, { signal, warn: (warning) => warnings.push(warning) });
  return { dir, warnings };
}

const contextOf = (warnings: Warning[]) => ({
  settings: readSettings({}).settings,
  access: localDataAccess(() => {}),
  progress: () => {},
  warn: (warning: Warning) => void warnings.push(warning),
  warnings,
  signal,
});

describe('a run that was saved', () => {
  it.each<[string, Partial<SampleRequest>]>([
    ['as it is', {}],
    ['with the dates exchanged', { swapped: true }],
    ['without a reference', { reference: undefined }],
  ])('measures points as the run does, to the bit: %s', async (name, change) => {
    const run = finishedRun(change);
    const { dir, warnings } = await saved(name.replaceAll(' ', '-'), run);
    const loaded = await loadRun(dir, signal);
    const expected = await samplePoints({ ...run.sampling, targets });
    const found = await samplePoints({ ...loaded.sampling, targets });
    expect(found).toEqual(expected);
    expect(new Set(expected.map(({ status }) => status)).size).toBeGreaterThan(1);
    expect(warnings).toEqual([]);
  });

  it('keeps no point and no address', async () => {
    const run = finishedRun();
    const dem = 'https://user@example.org/dem.tif?token=secret';
    const options = { ...run.job.options, dem: [dem], water_mask: 's3://bucket/mask.tif?token=secret' };
    const { dir } = await saved('secrets', { ...run, job: { ...run.job, options } });
    const text = readFileSync(join(dir, 'run/run.json'), 'utf8');
    expect(text).not.toMatch(/token=secret|user@|reference\.SAFE|secondary\.SAFE/);
    expect((await loadRun(dir, signal)).job.points).toEqual([]);
  });

  it('gives an answer of its own for new points: each once, in order, the pair as it was', async () => {
    const run = finishedRun();
    const { dir } = await saved('answer', run);
    const points = targets.map((target, k) => ({
      id: `n${k}`,
      lat: target.latitudeDeg,
      lon: target.longitudeDeg,
      height_m: target.heightM,
      height_reference: 'ellipsoid' as const,
    }));
    const warnings: Warning[] = [];
    const answer = await pointsInRun({ runDir: dir, points, detail: 'full' }, contextOf(warnings));
    expect(answer.results.displacement_points.map((point) => point.point_id)).toEqual(points.map(({ id }) => id));
    expect(answer.baseline).toEqual(run.findings.pair.baseline);
    expect([answer.detail, answer.products]).toEqual(['full', []]);
    expect(Object.keys(answer.timings_s)).toEqual(['read', 'points']);
    expect(answer.bytes_read).toBeGreaterThan(grid.rows * grid.columns * 4 * 10);
    expect(answer.hashes.inputs.map(({ name }) => name)).toEqual(['a.EOF', 'b.EOF']);
    expect(answer.warnings.map(({ code }) => code)).toEqual(['DEM_DATUM_ASSUMED', 'POINTS_WITHOUT_PIXELS']);
    const measured = answer.results.displacement_points.filter((point) => point.sampling !== null);
    expect(measured.length).toBeGreaterThan(0);
    for (const point of measured) expect(point.sampling!.method).toBe('cells');
    expect(answer.results.displacement_points.every((point) => point.signal_to_clutter_db === null)).toBe(true);
  });

  it('takes what the run took away from further points too', async () => {
    const [good] = targets;
    const points = [{ id: 'a', lat: good!.latitudeDeg, lon: good!.longitudeDeg }];
    const applied = {
      state: 'applied',
      reason: null,
      method: 'phase_height',
      parameters: {},
      term: { slopeMmPerKm: 30, atReferenceMm: 0.5 },
    } as const;
    const answers = await Promise.all(
      [none, applied].map(async (troposphere, k) => {
        const { dir } = await saved(`taken-${k}`, { ...finishedRun(), corrections: { ...noCorrections, troposphere } });
        return pointsInRun({ runDir: dir, points }, contextOf([]));
      }),
    );
    const [before, after] = answers.map(({ results }) => results.displacement_points[0]!.displacement_mm!);
    // 30 mm per km at the 100 m of the DEM.
    expect(before! - after!).toBeCloseTo(3 - 0.5, 2);
    expect(answers[1]!.corrections.troposphere).toMatchObject({ state: 'applied', points_mm: { min: 2.5, max: 2.5 } });
  });

  it('takes the height of the DEM where a point has none', async () => {
    const { dir } = await saved('heights', finishedRun());
    const [good] = targets;
    const points = [{ id: 'a', lat: good!.latitudeDeg, lon: good!.longitudeDeg }];
    const answer = await pointsInRun({ runDir: dir, points }, contextOf([]));
    expect(answer.results.displacement_points[0]).toMatchObject({ status: 'ok', height_m: 100, height_source: 'dem' });
  });

  it('that cannot be saved is a warning, not an error', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'blocked'), '');
    const { warnings } = await saved('blocked', finishedRun());
    expect(warnings.map(({ code }) => code)).toEqual(['RUN_NOT_SAVED']);
  });
});
