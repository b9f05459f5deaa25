import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InspectDocument } from '../../../src/cli/inspect-document.ts';
import { geodeticToEcef } from '../../../src/geometry/index.ts';
import { failureSchema } from '../../../src/job/index.ts';
import { NO_SHARED_DATA, sharedGranules, sharedPath } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { TINY, TINY_PATHS, tinyAnnotation, tinyProduct, writeProduct } from '../../support/tiny-safe.ts';
import { runCommandLine } from './support.ts';

const folder = temporaryFolder();

/** A tiny product with a geolocation grid: rows at both bursts and at the end. */
function gridPoint(line: number, sample: number): string {
  const second = (19.418774 + 2.758273 * (line / 6)).toFixed(6);
  return `<geolocationGridPoint><azimuthTime>2020-05-11T13:51:${second}</azimuthTime><slantRangeTime>5.334e-03</slantRangeTime>
<line>${line}</line><pixel>${sample}</pixel><latitude>${38 - line / 60}</latitude><longitude>${-115 - sample / 9}</longitude>
<height>0</height><incidenceAngle>31</incidenceAngle><elevationAngle>27</elevationAngle></geolocationGridPoint>`;
}

function withGrid(annotation = tinyAnnotation()): string {
  const points = [0, 6, 11].flatMap((line) => [0, 9].map((sample) => gridPoint(line, sample))).join('');
  const grid = `<geolocationGrid><geolocationGridPointList>${points}</geolocationGridPointList></geolocationGrid>`;
  return annotation.replace('</product>', `${grid}</product>`);
}

function write(name: string, annotation: string): string {
  const files = tinyProduct();
  files.set(TINY_PATHS.annotation, Buffer.from(annotation));
  return writeProduct(`${folder}/${name}`, files);
}

const inspectJson = async (path: string): Promise<InspectDocument> =>
  JSON.parse((await runCommandLine(['inspect', path, '--json'])).stdout) as InspectDocument;

describe('inspect', () => {
  const granule = write('whole', withGrid());

  it('--json gives one document of everything', async () => {
    const document = await inspectJson(granule);
    expect(document).toMatchObject({
      granule: TINY.name,
      mission: 'S1A',
      processor_version: '003.20',
      pass: 'descending',
      track: 71,
      absolute_orbit: 32_518,
      start_time: '2020-05-11T13:51:19.418774Z',
      orbit: {
        kind: 'annotation',
        vectors: 15,
        start_time: '2020-05-11T13:50:09.918774Z',
        stop_time: '2020-05-11T13:52:29.918774Z',
      },
      polarizations: ['vv'],
      warnings: [],
    });
    expect(document.swaths).toHaveLength(1);
    const [swath] = document.swaths;
    expect(swath).toMatchObject({ swath: 'iw1', polarization: 'vv', lines_per_burst: 6, samples_per_burst: 10 });
    expect(swath!.measurement_bytes).toBeGreaterThan(12 * 10 * 4);
    expect(swath!.missing_burst_ids).toEqual([]);
    expect(swath!.bursts.map(({ burst_id: id }) => id)).toEqual([151_200, 151_201]);
    expect(swath!.bursts[1]).toMatchObject({
      index: 1,
      first_line_time: '2020-05-11T13:51:22.177047Z',
      last_line_time: '2020-05-11T13:51:22.187325Z',
      valid: { first_line: 1, last_line: 4, first_sample: 1, last_sample: 8 },
    });
    // 0.1 deg in 2.758273 s: the burst's 5 lines are 0.00037 deg.
    expect(swath!.bursts[1]!.footprint).toEqual([
      { lat: 37.9, lon: -115 },
      { lat: 37.9, lon: -116 },
      { lat: 37.89963, lon: -116 },
      { lat: 37.89963, lon: -115 },
    ]);
  });

  it('gives the same as text', async () => {
    const { code, stdout } = await runCommandLine(['inspect', granule]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^S1A_IW_SLC__1SDV_20200511T135117/);
    expect(stdout).toMatch(/satellite +S1A, descending\n +orbit number +track 71, absolute orbit 32518/);
    expect(stdout).toMatch(/processor +IPF 003\.20/);
    expect(stdout).toMatch(/orbit +annotation, 15 state vectors, 2020-05-11T13:50:09\.918774Z to/);
    expect(stdout).toMatch(/polarisations +VV\n +warnings +none/);
    expect(stdout).toMatch(/IW1 VV: 2 bursts of 6 lines x 10 samples/);
    expect(stdout).toMatch(/151201 +13:51:22\.177047Z +13:51:22\.187325Z +37\.9000,-115\.0000 +37\.9000,-116\.0000/);
  });

  it('tells of missing bursts and repeats warnings once', async () => {
    const gap = withGrid(tinyAnnotation().replace('>151201<', '>151203<'));
    const path = write('gap', gap);
    const document = await inspectJson(path);
    expect(document.swaths[0]!.missing_burst_ids).toEqual([151_201, 151_202]);
    expect((await runCommandLine(['inspect', path])).stdout).toContain('missing bursts: 151201, 151202');

    const late = write(
      'late',
      withGrid(tinyAnnotation().replace(/(productLastLineUtcTime>)[^<]+/, '$12020-05-11T13:53:00.000000')),
    );
    const { stdout, stderr } = await runCommandLine(['inspect', late]);
    expect(stdout).toMatch(/warnings +1, at the end[^]*warning ANNOTATION_ORBIT_SHORT: /);
    expect(stderr.match(/ANNOTATION_ORBIT_SHORT/g)).toHaveLength(1);
    expect((await inspectJson(late)).warnings).toMatchObject([{ code: 'ANNOTATION_ORBIT_SHORT', stage: 'read' }]);
  });

  it.each([
    ['nothing', 'nowhere', 'FILE_NOT_FOUND'],
    ['a product without a geolocation grid', write('bare', tinyAnnotation()), 'XML_ELEMENT_MISSING'],
  ])('of %s fails, with --json in one document', async (_, path, code) => {
    const plain = await runCommandLine(['inspect', path]);
    expect([plain.code, plain.stdout]).toEqual([1, '']);
    expect(plain.stderr).toContain(code);
    const json = await runCommandLine(['inspect', path, '--json']);
    expect(json.code).toBe(1);
    expect(failureSchema.parse(JSON.parse(json.stdout))).toMatchObject({ job_id: null, error: { code } });
  });
});

describe.skipIf(NO_SHARED_DATA)('inspect of real products (needs ../shared/data)', () => {
  it.each(sharedGranules().map((path) => [basename(path), path] as const))('%s', async (name, path) => {
    const document = await inspectJson(path);
    expect(document.granule).toBe(name.replace(/\.\w+$/, ''));
    expect(document.swaths.length).toBeGreaterThan(0);
    for (const swath of document.swaths) {
      expect(swath.bursts.length).toBeGreaterThanOrEqual(9);
      expect(swath.missing_burst_ids).toEqual([]);
      // The beam's track moves at 6.8 km/s; ranges are seen under some 34, 39 and 44 degrees of incidence.
      const alongKm = (swath.lines_per_burst - 1) * swath.line_interval_s * 6.8;
      const incidenceRad = (Math.PI / 180) * { iw1: 34, iw2: 39, iw3: 44 }[swath.swath];
      const acrossKm = ((swath.samples_per_burst - 1) * swath.range_spacing_m) / 1000 / Math.sin(incidenceRad);
      for (const { footprint } of swath.bursts) {
        const corners = footprint!.map(({ lat, lon }) =>
          geodeticToEcef({ latitudeDeg: lat, longitudeDeg: lon, heightM: 0 }),
        );
        const kilometres = (from: number, to: number): number =>
          Math.hypot(...[0, 1, 2].map((axis) => corners[from]![axis]! - corners[to]![axis]!)) / 1000;
        const ratios = [
          ...[kilometres(0, 3), kilometres(1, 2)].map((length) => length / alongKm),
          ...[kilometres(0, 1), kilometres(3, 2)].map((length) => length / acrossKm),
        ];
        expect(Math.min(...ratios)).toBeGreaterThan(0.95);
        expect(Math.max(...ratios)).toBeLessThan(1.05);
      }
    }
  });

  it('lists every polarisation of a product', async () => {
    const document = await inspectJson(sharedGranules().find((path) => path.includes('_20200511T'))!);
    expect(document.polarizations).toEqual(['vv', 'vh']);
    expect(document.swaths.map(({ swath, polarization }) => `${swath} ${polarization}`)).toEqual([
      'iw1 vv',
      'iw2 vv',
      'iw3 vv',
      'iw1 vh',
      'iw2 vh',
      'iw3 vh',
    ]);
  });

  it('says what a product of another kind is', async () => {
    const path = sharedPath(
      'sentinel1/granules/S1A_EW_SLC__1SDH_20210403T122536_20210403T122630_037286_046484_8152.SAFE',
    );
    expect((await runCommandLine(['inspect', path])).stderr).toMatch(/PRODUCT_NOT_SUPPORTED.*EW SLC/);
  });
});
