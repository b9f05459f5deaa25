import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ecefToGeodetic } from '../../../src/geometry/index.ts';
import type { Vector3 } from '../../../src/model/index.ts';
import { secondsToUtc } from '../../../src/units/index.ts';
import { SENTINEL_LIKE, circularState } from '../../support/circular-orbit.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { TINY, tinyProduct, writeProduct } from '../../support/tiny-safe.ts';
import { csvRows, runCommandLine } from './support.ts';

const folder = temporaryFolder();
let granule = '';
beforeAll(() => {
  granule = writeProduct(folder, tinyProduct());
});

const locate = (csv: string, ...args: string[]) =>
  runCommandLine(['locate', granule, '--swath', 'iw1', '--pol', 'vv', ...args], csv);

const NEAR_RANGE_M = (5.334e-3 * 299_792_458) / 2;
const SPACING_M = 299_792_458 / (2 * 6.434523812571428e7);
const LINE_S = 2.055556299999998e-3;

/** A place whose radar coordinates are known without solving anything: at a right angle to the path. */
function placeAt(sinceFirstS: number, rangeM: number) {
  const { p, v } = circularState(SENTINEL_LIKE, sinceFirstS);
  const unit = (a: readonly number[]): number[] => a.map((value) => value / Math.hypot(...a));
  const cross = (a: readonly number[], b: readonly number[]): number[] =>
    [0, 1, 2].map((k) => a[(k + 1) % 3]! * b[(k + 2) % 3]! - a[(k + 2) % 3]! * b[(k + 1) % 3]!);
  const right = unit(cross(v, p));
  const down = unit(cross(v, right));
  // Somewhere near the ground at this range.
  const angle = 0.53;
  const target = [0, 1, 2].map((k) => p[k]! + rangeM * (Math.cos(angle) * down[k]! + Math.sin(angle) * right[k]!));
  return ecefToGeodetic(target as unknown as Vector3);
}

describe('locate from the ground', () => {
  const rangeM = NEAR_RANGE_M + 4.25 * SPACING_M;
  const sinceFirstS = 2.758273 + 3.5 * LINE_S;
  const { latitudeDeg, longitudeDeg, heightM } = placeAt(sinceFirstS, rangeM);

  it('gives the place in the image, behind the columns that were given', async () => {
    const { code, stdout } = await locate(`id,height_m,lon_deg,lat_deg\n7,${heightM},${longitudeDeg},${latitudeDeg}\n`);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(
      'id,height_m,lon_deg,lat_deg,azimuth_time_utc,slant_range_m,line,sample,burst_id,' +
        'incidence_deg,heading_deg,los_east,los_north,los_up',
    );
    const [row] = csvRows(stdout);
    expect(row).toMatchObject({ id: '7', height_m: `${heightM}`, lat_deg: `${latitudeDeg}`, burst_id: '151201' });
    // Times of the tiny product are written in whole microseconds.
    const timeS = Math.round((TINY.firstLineTimeS + 2.758273) * 1e6) / 1e6 + 3.5 * LINE_S;
    expect(row!['azimuth_time_utc']).toMatch(/^2020-05-11T13:51:22\.\d{10}Z$/);
    expect(Math.abs(Number(row!['azimuth_time_utc']!.slice(17, -1)) + 13 * 3600 + 51 * 60 - timeS)).toBeLessThan(1e-8);
    expect(Math.abs(Number(row!['slant_range_m']) - rangeM)).toBeLessThan(1e-5);
    expect(Number(row!['line'])).toBeCloseTo(3.5, 5);
    expect(Number(row!['sample'])).toBeCloseTo(4.25, 5);
    const [east, north, up] = ['los_east', 'los_north', 'los_up'].map((name) => Number(row![name])) as [
      number,
      number,
      number,
    ];
    expect(Math.hypot(east, north, up)).toBeCloseTo(1, 12);
    expect(Math.cos((Number(row!['incidence_deg']) * Math.PI) / 180)).toBeCloseTo(up, 12);
    for (const name of ['slant_range_m', 'line', 'sample', 'incidence_deg', 'heading_deg', 'los_up'])
      expect(row![name]!.replace(/^-?0?\.?0*|\./g, '').length).toBeGreaterThanOrEqual(14);
  });

  it('leaves line, sample and burst empty outside the bursts', async () => {
    const { latitudeDeg: lat, longitudeDeg: lon, heightM: h } = placeAt(1, rangeM);
    const { stdout, stderr } = await locate(`lat_deg,lon_deg,height_m\n${lat},${lon},${h}\n`);
    expect(csvRows(stdout)[0]).toMatchObject({ line: '', sample: '', burst_id: '' });
    expect(csvRows(stdout)[0]!['azimuth_time_utc']).toMatch(/^2020-05-11T13:51:20\.41877/);
    expect(stderr).not.toContain('warning');
  });

  it('keeps a row that is not seen, empty, and warns of it', async () => {
    const { code, stdout, stderr } = await locate(
      `lat_deg,lon_deg,height_m,note\n0,0,0,"a, ""b"""\n${latitudeDeg},${longitudeDeg},${heightM},c\n`,
    );
    expect(code).toBe(0);
    const [, unseen, seen] = stdout.split('\n');
    expect(unseen).toBe('0,0,0,"a, ""b""",,,,,,,,,,');
    expect(seen).toMatch(/,c,2020-05-11T/);
    expect(stderr.match(/warning POINT_NOT_SEEN/g)).toHaveLength(1);
    expect(stderr).toContain('stdin, row 2: The target at 0.00000, 0.00000 is never abeam');
  });

  it('of a header alone is a header', async () => {
    const { code, stdout } = await locate('lat_deg,lon_deg,height_m\n');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  it('reads and writes files, and makes the folder', async () => {
    const input = join(folder, 'points.csv');
    writeFileSync(input, `\uFEFFlat_deg,lon_deg,height_m\r\n${latitudeDeg},${longitudeDeg},${heightM}\r\n`);
    const output = join(folder, 'made', 'here.csv');
    const { code, stdout } = await locate('', '--in', input, '--out', output);
    expect([code, stdout]).toEqual([0, '']);
    expect(readFileSync(output, 'utf8')).toBe((await locate(readFileSync(input, 'utf8'), '--in', '-')).stdout);
  });
});

describe('locate from radar coordinates', () => {
  it('gives the place, and the same of the image', async () => {
    const rangeM = NEAR_RANGE_M + 2 * SPACING_M;
    const { latitudeDeg, longitudeDeg, heightM } = placeAt(LINE_S, rangeM);
    const time = secondsToUtc(TINY.firstLineTimeS + LINE_S, TINY.epochDay, 12);
    const { code, stdout } = await locate(`slant_range_m,azimuth_time_utc,height_m\n${rangeM},${time},${heightM}\n`);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(
      'slant_range_m,azimuth_time_utc,height_m,lat_deg,lon_deg,line,sample,burst_id,' +
        'incidence_deg,heading_deg,los_east,los_north,los_up',
    );
    const [row] = csvRows(stdout);
    expect(Math.abs(Number(row!['lat_deg']) - latitudeDeg)).toBeLessThan(1e-9);
    expect(Math.abs(Number(row!['lon_deg']) - longitudeDeg)).toBeLessThan(1e-9);
    expect(Number(row!['line'])).toBeCloseTo(1, 6);
    expect(Number(row!['sample'])).toBeCloseTo(2, 6);
    expect(row!['burst_id']).toBe('151200');
  });

  it.each([
    ['outside the orbit', '2020-05-11T15:00:00Z,800000,0', /row 2: Time .* lies outside/],
    ['of another day', '2021-05-11T13:51:20Z,800000,0', /row 2: Time .* lies outside/],
    ['that does not reach the ground', '2020-05-11T13:51:20Z,600000,0', /row 2: No point at height 0 m/],
    ['behind the horizon', '2020-05-11T13:51:20Z,5000000,0', /row 2: No point at height 0 m/],
  ])('keeps a row %s, empty, and warns of it', async (_, line, message) => {
    const { code, stdout, stderr } = await locate(`azimuth_time_utc,slant_range_m,height_m\n${line}\n`);
    expect([code, stdout.split('\n')[1]]).toEqual([0, `${line},,,,,,,,,,`]);
    expect(stderr).toMatch(message);
  });
});

describe('locate refuses', () => {
  const GROUND = 'lat_deg,lon_deg,height_m';
  const RADAR = 'azimuth_time_utc,slant_range_m,height_m';

  it.each([
    ['nothing', '', /CSV_EMPTY: stdin is empty/],
    ['other names', 'a;b;c\n', /CSV_COLUMN_MISSING.* lacks the column lat_deg; it names: a;b;c/],
    ['a missing height', 'lat_deg,lon_deg\n1,2\n', /CSV_COLUMN_MISSING.* height_m/],
    ['a missing range', 'azimuth_time_utc,height_m\n', /CSV_COLUMN_MISSING.* slant_range_m/],
    ['columns of both directions', `${GROUND},azimuth_time_utc,slant_range_m\n`, /CSV_COLUMN_TAKEN.*azimuth_time_utc/],
    ['a column that it writes', `${GROUND},line\n`, /CSV_COLUMN_TAKEN.* line,/],
    ['a word', `${GROUND}\n1,2,3\nx,2,3\n`, /CSV_VALUE_INVALID: stdin, row 3, column lat_deg: "x" is not a latitude/],
    ['a longitude beyond', `${GROUND}\n1,361,3\n`, /row 2, column lon_deg: "361" is not a longitude/],
    ['no height', `${GROUND}\n1,2,\n`, /row 2, column height_m: "" is not a height/],
    [
      'a bad time',
      `${RADAR}\n2020-05-11T13:61:20Z,800000,0\n`,
      /row 2, column azimuth_time_utc: ".*" is not a UTC time/,
    ],
    ['a negative range', `${RADAR}\n2020-05-11T13:51:20Z,-1,0\n`, /row 2, column slant_range_m/],
    ['a short row', `${GROUND}\n1,2\n`, /CSV_MALFORMED: stdin, row 2: it has 2 fields/],
  ])('%s, with row and column, and writes nothing', async (_, csv, message) => {
    const { code, stdout, stderr } = await locate(csv);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });

  it.each([
    ['no swath', [], /CLI_USAGE.* locate needs --swath iw1, iw2, iw3/],
    ['a swath that does not exist', ['--swath', 'iw4'], /CLI_USAGE.* --swath is "iw4"/],
    ['a polarisation that does not exist', ['--swath', 'iw1', '--pol', 'xx'], /CLI_USAGE.* --pol is "xx"/],
    ['a swath that the granule lacks', ['--swath', 'IW2'], /CLI_SWATH_MISSING.* no IW2 in VV; it has there: IW1/],
    ['a polarisation that it lacks', ['--swath', 'iw1', '--pol', 'vh'], /POLARIZATION_MISSING/],
    ['input that is not there', ['--swath', 'iw1', '--in', 'nowhere.csv'], /FILE_NOT_FOUND.*nowhere\.csv/],
    ['an orbit that is not there', ['--swath', 'iw1', '--orbit', 'nowhere.EOF'], /FILE_NOT_FOUND.*nowhere\.EOF/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await runCommandLine(['locate', granule, ...args], `${GROUND}\n`);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });

  it('what is not text, and what cannot be written', async () => {
    const input = join(folder, 'utf16.csv');
    writeFileSync(input, Buffer.from(`\uFEFF${GROUND}\n`, 'utf16le'));
    expect((await locate('', '--in', input)).stderr).toMatch(/CSV_NOT_TEXT.*utf16\.csv is not text in UTF-8/);
    mkdirSync(join(folder, 'taken.csv'));
    expect((await locate(`${GROUND}\n`, '--out', join(folder, 'taken.csv'))).stderr).toMatch(/CLI_OUTPUT_UNWRITABLE/);
  });
});

it.each([
  ['locate', 'azimuth_time_utc,slant_range_m,line,sample,burst_id,incidence_deg,heading_deg,los_east,los_north,los_up'],
  ['locate', 'lat_deg,lon_deg,line,sample,burst_id,incidence_deg,heading_deg,los_east,los_north,los_up'],
  [
    'baseline',
    'secondary_azimuth_time_utc,secondary_slant_range_m,delta_range_m,perpendicular_baseline_m,parallel_baseline_m',
  ],
  ['inspect', '[{burst_id, index, first_line_time, last_line_time, valid, footprint [{lat, lon}]}]'],
])('the help of %s tells the format %s', async (command, format) => {
  expect((await runCommandLine([command, '--help'])).stdout.replaceAll('\n', ' ')).toContain(format);
});
