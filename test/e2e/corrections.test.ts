import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromArrayBuffer } from 'geotiff';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import type { Answer, JobInput } from '../../src/job/index.ts';
import { SPEED_OF_LIGHT_MPS, degToRad } from '../../src/units/index.ts';
import { writeDems } from '../support/dem-files.ts';
import { GEOGRAPHIC } from '../support/tiny-dem.ts';
import { useScene } from './scene.ts';

type Asked = NonNullable<NonNullable<JobInput['options']>['corrections']>;

const OFF: Asked = { troposphere: 'off', solid_earth_tide: 'off', ionosphere: 'off', ramp: 'off' };

/** A zenith delay 2 cm above the other date's at 44.4 N 4.5 E, with a slope, m. */
const delayM = (latitude: number, longitude: number): number =>
  2.32 - 0.04 * (latitude - 44.4) + 0.03 * (longitude - 4.5);

const CONTENT = { tec_reference: 30, tec_secondary: 24.5 };

async function displacementRaster(outDir: string) {
  const bytes = await readFile(join(outDir, 'displacement.tif'));
  const image = await (await fromArrayBuffer(new Uint8Array(bytes).buffer)).getImage();
  return (await image.readRasters({ interleave: true })) as Float32Array;
}

describe('corrections, from a job to points and rasters', () => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 1000 });
  let grids: string[];
  let off: Answer;
  let corrected: Answer;

  const run = async (
    corrections: Asked,
    name: string,
    change: (document: Record<string, unknown>) => void = () => {},
  ) =>
    runJob(
      await readJob(join(folder(), 'job.json'), (document) => {
        (document['options'] as Record<string, unknown>)['corrections'] = corrections;
        change(document);
      }),
      join(folder(), name),
    );

  const fromGiven = (): Asked => ({
    ...OFF,
    troposphere: 'on',
    zenith_delay_reference: grids[0]!,
    zenith_delay_secondary: grids[1]!,
    ionosphere: 'on',
    ...CONTENT,
  });

  beforeAll(async () => {
    off = await run(OFF, 'off');
    const { lat, lon } = off.reference!;
    const [west, north] = [Math.floor(lon) - 1, Math.ceil(lat) + 1];
    const grid = (value: (latitude: number, longitude: number) => number) => ({
      ...GEOGRAPHIC,
      columns: 61,
      rows: 61,
      scale: [0.05, 0.05] as const,
      origin: [west, north] as const,
      height: (column: number, row: number) => value(north - 0.05 * row, west + 0.05 * column),
    });
    grids = writeDems(folder(), { 'delay-1.tif': grid(() => 2.3), 'delay-2.tif': grid(delayM) });
    corrected = await run(fromGiven(), 'corrected');
  });

  /** What delays and electrons add in the line of sight, against the reference, from the point's own incidence. */
  function expectedMm({ lat, lon, incidenceDeg }: { lat: number; lon: number; incidenceDeg: number }): number {
    const incidence = degToRad(incidenceDeg);
    const atShell = Math.asin((6371 / 6821) * Math.sin(incidence));
    const frequencyHz = SPEED_OF_LIGHT_MPS / off.wavelength_m;
    const ionosphereMm = (40.3e19 * (CONTENT.tec_secondary - CONTENT.tec_reference)) / frequencyHz ** 2;
    return (-1000 * (delayM(lat, lon) - 2.3)) / Math.cos(incidence) + ionosphereMm / Math.cos(atShell);
  }

  it('takes given delays and electron contents away from points, to 0.02 mm', async () => {
    const job = await readJob(join(folder(), 'job.json'));
    const differences = off.results.displacement_points.map((point, k) => {
      const takenMm = point.displacement_mm! - corrected.results.displacement_points[k]!.displacement_mm!;
      const { lat, lon } = job.points[k]!;
      return takenMm - expectedMm({ lat, lon, incidenceDeg: point.incidence_deg! });
    });
    // The reference's own part is the same for all.
    expect(Math.max(...differences) - Math.min(...differences)).toBeLessThan(0.02);
    const { troposphere, ionosphere } = corrected.corrections;
    expect(troposphere).toMatchObject({ state: 'applied', reason: null, method: 'zenith_delay' });
    expect(ionosphere).toMatchObject({ state: 'applied', reason: null, method: 'tec' });
    expect(troposphere.points_mm!.max - troposphere.points_mm!.min).toBeGreaterThan(0.5);
    expect(troposphere.area_rms_mm).toBeGreaterThan(0.5);
  });

  it('takes the same away from the raster', async () => {
    const [before, after] = await Promise.all(
      ['off', 'corrected'].map((name) => displacementRaster(join(folder(), name))),
    );
    const taken = before!.map((value, k) => value - after![k]!).filter((value) => !Number.isNaN(value));
    expect(taken.length).toBeGreaterThan(100);
    const { troposphere, ionosphere } = corrected.corrections;
    const least = troposphere.points_mm!.min + ionosphere.points_mm!.min;
    const most = troposphere.points_mm!.max + ionosphere.points_mm!.max;
    const sorted = taken.toSorted();
    // The points lie inside the bbox that the raster covers.
    expect(sorted[0]!).toBeLessThan(least + 0.1);
    expect(sorted.at(-1)!).toBeGreaterThan(most - 0.1);
    expect(sorted.at(-1)! - sorted[0]!).toBeLessThan(4 * (most - least) + 1);
  });

  it('says of every correction what became of it, and of a bridge what heat does', async () => {
    const answer = await run({ ionosphere: 'on', ramp: 'auto' }, 'auto', (document) => {
      document['infrastructure_type'] = 'Bridge';
      (document['options'] as Record<string, unknown>)['structure'] = {
        axis_azimuth_deg: 90,
        expansion_length_m: 300,
        temperature_reference_c: 5,
        temperature_secondary_c: 25,
      };
    });
    const { solid_earth_tide: tide, ionosphere } = answer.corrections;
    expect(tide).toMatchObject({ asked: 'auto', state: 'applied', method: 'iers_2010' });
    expect(tide.points_mm!.max - tide.points_mm!.min).toBeGreaterThan(0);
    // The tide differs by decimetres between dates, over the radius of the Earth: below 0.1 mm for each km.
    expect(Math.max(Math.abs(tide.points_mm!.max), Math.abs(tide.points_mm!.min))).toBeLessThan(2);
    expect(ionosphere).toMatchObject({ state: 'refused', reason: 'no_input', points_mm: null });
    expect(answer.warnings.map(({ code }) => code)).toContain('CORRECTION_REFUSED');
    expect(answer.warnings.map(({ code }) => code)).not.toContain('THERMAL_NOT_REMOVED');
    const { los_sensitivity: sensitivity, thermal_axis_mm: axis, thermal_los_mm: los } = answer.structure!;
    expect(axis).toBeCloseTo(70.2, 6);
    const point = answer.results.displacement_points[0]!;
    expect(sensitivity!.mean).toBeCloseTo(point.los_east!, 2);
    expect(los).toBeCloseTo(axis! * sensitivity!.mean, 6);
  });
});
