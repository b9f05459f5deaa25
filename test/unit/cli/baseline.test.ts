import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateFigure } from '../../support/figure.ts';
import { NO_SHARED_DATA, sharedPath } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyProduct, writeProduct } from '../../support/tiny-safe.ts';
import { csvRows, runCommandLine } from './support.ts';

const folder = temporaryFolder();

const SUMMARY =
  'burst_id,lat_deg,lon_deg,azimuth_time_utc,slant_range_m,height_m,secondary_azimuth_time_utc,' +
  'secondary_slant_range_m,delta_range_m,perpendicular_baseline_m,parallel_baseline_m';

describe('baseline', () => {
  const granule = writeProduct(folder, tinyProduct());
  const baseline = (args: readonly string[], csv = '') =>
    runCommandLine(['baseline', granule, granule, '--swath', 'iw1', '--pol', 'vv', ...args], csv);

  it('of a granule with itself is zero at its points, behind the columns that were given', async () => {
    const { code, stdout } = await baseline(
      ['--in', '-'],
      'id,height_m,azimuth_time_utc,slant_range_m\np,150,2020-05-11T13:51:20.5Z,800000\n',
    );
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(
      'id,height_m,azimuth_time_utc,slant_range_m,secondary_azimuth_time_utc,secondary_slant_range_m,' +
        'delta_range_m,perpendicular_baseline_m,parallel_baseline_m',
    );
    const [row] = csvRows(stdout);
    expect(row).toMatchObject({ id: 'p', slant_range_m: '800000' });
    expect(row!['secondary_azimuth_time_utc']).toBe('2020-05-11T13:51:20.5000000000Z');
    expect(row!['secondary_slant_range_m']).toMatch(/^(800000\.00000000|799999\.99999999)/);
    for (const name of ['delta_range_m', 'perpendicular_baseline_m', 'parallel_baseline_m'])
      expect(Math.abs(Number(row![name]))).toBeLessThan(1e-8);
  });

  it('without --in is a summary of each burst, and leaves stdin alone', async () => {
    const { code, stdout, stderr } = await baseline([], 'this is not CSV "');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(SUMMARY);
    const rows = csvRows(stdout);
    expect(rows.map((row) => row['burst_id'])).toEqual(['151200', '151201']);
    // Line 2.5 of 6, half of 10 samples.
    expect(rows[0]!['azimuth_time_utc']).toMatch(/^2020-05-11T13:51:19\.4239128\d{3}Z$/);
    expect(Number(rows[0]!['slant_range_m'])).toBeCloseTo((299_792_458 / 2) * (5.334e-3 + 5 / 6.434523812571428e7), 6);
    expect(stderr).toContain('perpendicular_baseline_m = -(b . (los x v)) and parallel_baseline_m = b . los');
    expect(stderr).toMatch(/reference orbit: annotation, S1A_IW_SLC/);
  });

  it('keeps a point that is not seen, and warns of it', async () => {
    const { code, stdout, stderr } = await baseline(
      ['--in', '-'],
      'azimuth_time_utc,slant_range_m,height_m\n2020-05-11T13:51:20Z,500000,0\n',
    );
    expect([code, stdout.split('\n')[1]]).toEqual([0, '2020-05-11T13:51:20Z,500000,0,,,,,']);
    expect(stderr).toMatch(/POINT_NOT_SEEN.*row 2: No point/);
  });

  it.each([
    ['ground coordinates', ['--in', '-'], 'lat_deg,lon_deg,height_m\n', /CSV_COLUMN_MISSING.*azimuth_time_utc/],
    [
      'a column that it writes',
      ['--in', '-'],
      'azimuth_time_utc,slant_range_m,height_m,delta_range_m\n',
      /CSV_COLUMN_TAKEN/,
    ],
    [
      'a bad time',
      ['--in', '-'],
      'azimuth_time_utc,slant_range_m,height_m\nnow,8e5,0\n',
      /row 2, column azimuth_time_utc/,
    ],
    ['another swath', ['--swath', 'iw3'], '', /CLI_SWATH_MISSING/],
  ])('refuses %s', async (_, args, csv, message) => {
    const { code, stdout, stderr } = await baseline(args, csv);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });
});

describe.skipIf(NO_SHARED_DATA)("baseline against ISCE2's (needs ../shared/data)", () => {
  const pair = sharedPath('sentinel1/pair-2025-track108');
  const pathOf = (date: string): string =>
    join(
      pair,
      readdirSync(pair).find((name) => name.includes(`_${date}T`))!,
    );
  const command = (swath: number, ...args: string[]) => [
    'baseline',
    pathOf('20250406'),
    pathOf('20250418'),
    '--swath',
    `iw${swath}`,
    '--pol',
    'vv',
    ...args,
  ];

  it('of the 2025 pair at the first and last burst of each swath: within 20 mm', async () => {
    const report = readFileSync(`${pair}/topsProc.xml`, 'utf8');
    const isce2 = (swath: number, name: string, burst: string): number =>
      Number(new RegExp(`<IW-${swath}_${name}_at_midrange_for_${burst}_common_burst>([^<]+)<`).exec(report)![1]);
    let worstPerpendicularM = 0;
    let worstParallelM = 0;
    for (const swath of [1, 2, 3]) {
      const { stdout } = await runCommandLine(command(swath));
      const rows = csvRows(stdout);
      expect(rows).toHaveLength(9);
      for (const [burst, row] of [
        ['first', rows[0]!],
        ['last', rows[8]!],
      ] as const) {
        const error = (column: string, name: string): number =>
          Math.abs(Number(row[column]) - isce2(swath, name, burst));
        worstPerpendicularM = Math.max(worstPerpendicularM, error('perpendicular_baseline_m', 'Bperp'));
        worstParallelM = Math.max(worstParallelM, error('parallel_baseline_m', 'Bpar'));
      }
    }
    stateFigure("perpendicular baseline against ISCE2's", worstPerpendicularM * 1e3, 20, 'mm');
    stateFigure("parallel baseline against ISCE2's", worstParallelM * 1e3, 20, 'mm');
    expect(worstPerpendicularM).toBeLessThan(0.02);
    expect(worstParallelM).toBeLessThan(0.02);
  });

  it('gives for the points of its summary the numbers of its summary', async () => {
    const summary = (await runCommandLine(command(2))).stdout;
    const names = ['burst_id', 'azimuth_time_utc', 'slant_range_m', 'height_m'];
    const rows = csvRows(summary);
    const points = [names.join(','), ...rows.map((row) => names.map((name) => row[name]).join(','))].join('\n');
    const found = csvRows((await runCommandLine(command(2, '--in', '-'), points)).stdout);
    for (const [k, row] of found.entries()) {
      // What 0.05 ns of time and 0.5 nm of range, the rounding of the summary, make of them.
      for (const name of [
        'secondary_slant_range_m',
        'delta_range_m',
        'perpendicular_baseline_m',
        'parallel_baseline_m',
      ])
        expect(Math.abs(Number(row[name]) - Number(rows[k]![name]))).toBeLessThan(1e-6);
      expect(row['secondary_azimuth_time_utc']).toMatch(/^2025-04-18T02:20:/);
      expect(Number(row['delta_range_m'])).toBeCloseTo(-Number(row['parallel_baseline_m']), 0);
    }
  });

  it('refuses granules of different tracks, and a polarisation that is not there', async () => {
    const other = sharedPath(
      'sentinel1/granules/S1A_IW_SLC__1SDV_20221024T184148_20221024T184218_045587_05735F_D6E2.zip',
    );
    const { code, stderr } = await runCommandLine(['baseline', pathOf('20250406'), other, '--swath', 'iw1']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/GRANULES_DIFFERENT_TRACKS/);
    const cross = await runCommandLine(command(1, '--pol', 'vh'));
    expect(cross.stderr).toMatch(/POLARIZATION_MISSING/);
  });

  it('flags orbits of different kinds', async () => {
    const granule = sharedPath(
      'sentinel1/granules/S1A_IW_SLC__1SDV_20221024T184148_20221024T184218_045587_05735F_D6E2.zip',
    );
    const file = sharedPath(
      'sentinel1/orbits/S1A_OPER_AUX_RESORB_OPOD_20221024T205436_V20221024T170308_20221024T202038.EOF',
    );
    const args = ['baseline', granule, granule, '--swath', 'iw1', '--secondary-orbit', file];
    const { code, stdout, stderr } = await runCommandLine(args);
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning ORBIT_KINDS_MIXED.*annotation and RESORB/);
    expect(stderr).toMatch(/secondary orbit: RESORB, S1A_OPER_AUX_RESORB/);
    // The annotation's orbit of this product is within some centimetres of its RESORB.
    expect(Math.abs(Number(csvRows(stdout)[0]!['perpendicular_baseline_m']))).toBeLessThan(0.2);
  });
});
