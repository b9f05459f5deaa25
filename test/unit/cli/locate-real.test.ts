import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Granule } from '../../../src/model/index.ts';
import { type GeolocationPoint, geolocationGrid, openGranule } from '../../../src/read/index.ts';
import { secondsToUtc, utcToSeconds } from '../../../src/units/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { NO_SHARED_DATA, sharedGranules, sharedPath } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { csvRows, runCommandLine } from './support.ts';

const cacheDir = temporaryFolder();
const pathOf = (date: string): string => sharedGranules().find((path) => path.includes(`_${date}T`))!;

type Row = Readonly<Record<string, string>>;
const value = (row: Row, name: string): number => Number(row[name]);
const worst = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

/** Writes numbers as JavaScript does: the shortest text that is the same f64. */
const csv = (header: string, rows: readonly (readonly (string | number)[])[]): string =>
  [header, ...rows.map((row) => row.join(','))].join('\n');

async function locate(path: string, swath: string, input: string, ...args: string[]): Promise<Row[]> {
  const command = ['locate', path, '--swath', swath, '--pol', 'vv', ...args];
  const { code, stdout, stderr } = await runCommandLine(command, input);
  expect(code, stderr).toBe(0);
  return csvRows(stdout);
}

describe.skipIf(NO_SHARED_DATA)("locate against ISCE3's numbers (needs ../shared/data)", () => {
  interface Recorded {
    readonly rdr2geo: readonly Readonly<Record<'t' | 'r' | 'dem_h' | 'lon_deg' | 'lat_deg', number>>[];
    readonly geo2rdr: readonly { readonly t: number; readonly r: number }[];
  }
  const EPOCH_DAY = 18_393;
  let recorded: Recorded;
  beforeAll(() => {
    const text = readFileSync(sharedPath('sentinel1/isce3-geometry-20200511-iw1.json'), 'utf8');
    recorded = (JSON.parse(text) as { swaths: Recorded[] }).swaths[0]!;
  });

  it('from the ground: within 1e-8 s and 1e-6 m', async () => {
    const points = recorded.rdr2geo.map((point) => [point.lat_deg, point.lon_deg, point.dem_h]);
    const rows = await locate(pathOf('20200511'), 'iw1', csv('lat_deg,lon_deg,height_m', points));
    expect(rows).toHaveLength(18);
    const times = rows.map((row, k) => utcToSeconds(row['azimuth_time_utc']!, EPOCH_DAY)! - recorded.geo2rdr[k]!.t);
    const ranges = rows.map((row, k) => value(row, 'slant_range_m') - recorded.geo2rdr[k]!.r);
    expect(worst(times)).toBeLessThan(1e-8);
    expect(worst(ranges)).toBeLessThan(1e-6);
    stateFigure('locate against ISCE3, azimuth time', worst(times), 1e-8, 's');
    stateFigure('locate against ISCE3, slant range', worst(ranges), 1e-6, 'm');
  });

  it('from radar coordinates: within 1e-9 deg', async () => {
    const points = recorded.rdr2geo.map((point) => [secondsToUtc(point.t, EPOCH_DAY, 11), point.r, point.dem_h]);
    const rows = await locate(pathOf('20200511'), 'iw1', csv('azimuth_time_utc,slant_range_m,height_m', points));
    const angles = rows.flatMap((row, k) => [
      value(row, 'lat_deg') - recorded.rdr2geo[k]!.lat_deg,
      value(row, 'lon_deg') - recorded.rdr2geo[k]!.lon_deg,
    ]);
    expect(angles).toHaveLength(36);
    expect(worst(angles)).toBeLessThan(1e-9);
    stateFigure('locate against ISCE3, latitude and longitude', worst(angles), 1e-9, 'deg');
  });
});

describe.skipIf(NO_SHARED_DATA)("locate against ESA's geolocation grids (needs ../shared/data)", () => {
  let granule: Granule;
  let grid: readonly GeolocationPoint[];

  async function open(date: string, swath: number): Promise<void> {
    granule = await openGranule(pathOf(date), { cacheDir, warn: () => {} });
    grid = await geolocationGrid(granule.swaths[swath]!);
    await granule.close();
  }
  const ground = (): string =>
    csv(
      'lat_deg,lon_deg,height_m,line_of_image',
      grid.map((point) => [point.latitudeDeg, point.longitudeDeg, point.heightM, point.line]),
    );
  const azimuthErrorsS = (rows: readonly Row[]): number[] =>
    rows.map((row, k) => utcToSeconds(row['azimuth_time_utc']!, granule.epochDay)! - grid[k]!.azimuthTimeS);
  const rangeErrorsM = (rows: readonly Row[]): number[] =>
    rows.map((row, k) => value(row, 'slant_range_m') - grid[k]!.slantRangeM);

  it.each([
    ['20200511', 'IPF 3.20'],
    ['20220929', 'IPF 3.52'],
    ['20250406', 'IPF 3.91'],
  ])('%s (%s) IW2, every point: within 5 us and 1 mm; each within its burst', async (date, name) => {
    await open(date, 1);
    const rows = await locate(pathOf(date), 'iw2', ground());
    expect(rows).toHaveLength(grid.length);
    expect(worst(azimuthErrorsS(rows))).toBeLessThan(5e-6);
    expect(worst(rangeErrorsM(rows))).toBeLessThan(1e-3);
    stateFigure(`locate against ESA's grid, ${name}, azimuth`, worst(azimuthErrorsS(rows)) * 1e6, 5, 'us');
    stateFigure(`locate against ESA's grid, ${name}, range`, worst(rangeErrorsM(rows)) * 1e3, 1, 'mm');

    const swath = granule.swaths[1]!;
    // 1 mm of range is 4e-4 sample. ESA's last row is spaced otherwise: 4 mm at its end.
    const lastRow = Math.max(...grid.map(({ line }) => line));
    const samples = rows.map((row, k) => (grid[k]!.line === lastRow ? 0 : value(row, 'sample') - grid[k]!.sample));
    expect(worst(samples)).toBeLessThan(5e-4);
    const middle = (swath.linesPerBurst - 1) / 2;
    for (const row of rows) {
      const timeS = utcToSeconds(row['azimuth_time_utc']!, granule.epochDay)!;
      const lines = swath.bursts.map((burst) => (timeS - burst.firstLineTimeS) / swath.azimuthTimeIntervalS);
      const nearest = Math.min(...lines.map((line) => Math.abs(line - middle)));
      const chosen = swath.bursts.findIndex(({ burstId }) => `${burstId}` === row['burst_id']);
      expect(Math.abs(Math.abs(lines[chosen]! - middle) - nearest)).toBeLessThan(1e-6);
      expect(Math.abs(value(row, 'line') - lines[chosen]!)).toBeLessThan(1e-6);
    }
  });

  it('and back: within the ground distance of 5 us and 1 mm', async () => {
    await open('20250406', 1);
    const points = grid.map((point) => [
      secondsToUtc(point.azimuthTimeS, granule.epochDay),
      point.slantRangeM,
      point.heightM,
    ]);
    const rows = await locate(pathOf('20250406'), 'iw2', csv('azimuth_time_utc,slant_range_m,height_m', points));
    // 5 us is 34 mm of path; 1e-7 deg is 11 mm of latitude, and less of longitude.
    const latitudes = rows.map((row, k) => value(row, 'lat_deg') - grid[k]!.latitudeDeg);
    const longitudes = rows.map((row, k) => value(row, 'lon_deg') - grid[k]!.longitudeDeg);
    expect(worst(latitudes)).toBeLessThan(3.2e-7);
    expect(worst(longitudes)).toBeLessThan(3.2e-7);
    // ESA's angle is against the geocentric vertical, which the ellipsoid's normal leaves by up to 0.19 deg.
    const incidences = rows.map((row, k) => value(row, 'incidence_deg') - grid[k]!.incidenceDeg);
    stateFigure("locate against ESA's grid, incidence", worst(incidences), 0.04, 'deg');
    expect(worst(incidences)).toBeLessThan(0.04);
  });

  const orbitFile = (name: string): string => sharedPath(`sentinel1/orbits/${name}.EOF`);

  it('2022-10-24 with its RESORB: the mean within 0.2 us, every point within 0.1 mm', async () => {
    await open('20221024', 0);
    const file = orbitFile('S1A_OPER_AUX_RESORB_OPOD_20221024T205436_V20221024T170308_20221024T202038');
    const rows = await locate(pathOf('20221024'), 'iw1', ground(), '--orbit', file);
    const errors = azimuthErrorsS(rows);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(Math.abs(mean)).toBeLessThan(0.2e-6);
    expect(worst(rangeErrorsM(rows))).toBeLessThan(1e-4);
    stateFigure('locate with the RESORB of 2022-10-24, mean of azimuth', Math.abs(mean) * 1e6, 0.2, 'us');
    stateFigure('locate with the RESORB of 2022-10-24, range', worst(rangeErrorsM(rows)) * 1e3, 0.1, 'mm');
  });

  it('2014-10-04 with its POEORB: the mean within 2 us, every point within 20 mm', async () => {
    await open('20141004', 0);
    const file = orbitFile('S1A_OPER_AUX_POEORB_OPOD_20210304T033926_V20141003T225944_20141005T005944');
    const rows = await locate(pathOf('20141004'), 'iw1', ground(), '--orbit', file);
    const errors = azimuthErrorsS(rows);
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(2e-6);
    expect(worst(rangeErrorsM(rows))).toBeLessThan(0.02);
  });

  it('there and back: to the last digits that are written', async () => {
    await open('20221024', 2);
    const path = pathOf('20221024');
    const there = await locate(path, 'iw3', ground());
    const radar = there.map((row) => [row['azimuth_time_utc']!, row['slant_range_m']!, row['height_m']!]);
    const back = await locate(path, 'iw3', csv('azimuth_time_utc,slant_range_m,height_m', radar));
    // Half of the tenth decimal of a second is 0.35 um of path: 3e-12 deg; a longitude degree is shorter by 1 / cos.
    const latitudes = back.map((row, k) => value(row, 'lat_deg') - grid[k]!.latitudeDeg);
    const longitudes = back.map((row, k) => value(row, 'lon_deg') - grid[k]!.longitudeDeg);
    expect(worst([...latitudes, ...longitudes])).toBeLessThan(1e-11);
    stateFigure('ground to radar to ground', worst([...latitudes, ...longitudes]), 1e-11, 'deg');

    const again = await locate(
      path,
      'iw3',
      csv(
        'lat_deg,lon_deg,height_m',
        back.map((row) => [row['lat_deg']!, row['lon_deg']!, row['height_m']!]),
      ),
    );
    const times = again.map((row) => utcToSeconds(row['azimuth_time_utc']!, granule.epochDay)!);
    const timeErrors = times.map((time, k) => time - utcToSeconds(there[k]!['azimuth_time_utc']!, granule.epochDay)!);
    const rangeErrors = again.map((row, k) => value(row, 'slant_range_m') - value(there[k]!, 'slant_range_m'));
    expect(worst(timeErrors)).toBeLessThan(1.2e-10);
    expect(worst(rangeErrors)).toBeLessThan(2e-8);
    stateFigure('radar to ground to radar, azimuth time', worst(timeErrors), 1.2e-10, 's');
    stateFigure('radar to ground to radar, slant range', worst(rangeErrors), 2e-8, 'm');
  });
});
