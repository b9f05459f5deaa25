import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { quietContext } from '../../bench/figures/open-scene.ts';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import { demHeight, radarOfCell, rdr2geo } from '../../src/geometry/index.ts';
import type { Answer } from '../../src/job/index.ts';
import { openPair, planArea } from '../../src/pipeline/index.ts';
import { stateFigure } from '../support/figure.ts';
import { type ReadTiff, readTiff } from '../support/read-tiff.ts';
import { useScene } from './scene.ts';

const SPACING_M = 5;
const HALF_BOX_DEG = 0.008;

/** Γ(L + 1/2) / Γ(L) by its asymptotic series: to 1e-7 with 20 looks or more. */
function gammaRatio(looks: number): number {
  const inverse = 1 / looks;
  return Math.sqrt(looks) * (1 - inverse / 8 + inverse ** 2 / 128 + (5 * inverse ** 3) / 1024);
}

/** Standard deviation of the phase of a mean of speckle, rad: Lee et al. 1994, eq. 15, its hypergeometric series summed. */
function leeSigmaRad(coherence: number, looks: number): number {
  const steps = 2000;
  let [mass, square] = [0, 0];
  for (let k = 0; k < steps; k++) {
    const phase = (Math.PI * (k + 0.5)) / steps;
    const beta = coherence * Math.cos(phase);
    let [term, series] = [1, 1];
    for (let n = 0; n < 5000 && term > 1e-16 * series; n++) {
      term *= ((looks + n) / (0.5 + n)) * beta ** 2;
      series += term;
    }
    const density =
      series / (2 * Math.PI) + (gammaRatio(looks) * beta) / (2 * Math.sqrt(Math.PI) * (1 - beta ** 2) ** (looks + 0.5));
    mass += density;
    square += density * phase ** 2;
  }
  return Math.sqrt(square / mass);
}

describe('sigma.tif and the phase term of the points, measured from cells', () => {
  const folder = useScene({ scene: 'bowl', coherence: 0.7, bursts: 1, samples: 800, seed: 7 });
  let answer: Answer;
  let rasters: Record<'sigma' | 'coherence', ReadTiff>;
  /** Effective looks of a cell. */
  let cellLooks: number;
  const toMm = (phaseRad: number): number => (1000 * answer.wavelength_m * phaseRad) / (4 * Math.PI);

  /** Places of the middles of cells within the box of the rasters. */
  async function cellMiddles(): Promise<{ lat: number; lon: number }[]> {
    const job = await readJob(join(folder(), 'job.json'));
    const context = quietContext();
    const pair = await openPair(job, context);
    try {
      const { grid, dem } = await planArea(job, pair, context);
      const places: { lat: number; lon: number }[] = [];
      for (const row of [-8, -4, 0, 4, 8])
        for (const column of [-6, -3, 0, 3, 6]) {
          const cell = { row: Math.round(grid.rows / 2) + row, column: Math.round(grid.columns / 2) + column };
          const { azimuthTimeS, slantRangeM } = radarOfCell(grid, cell);
          let heightM = 300;
          let place = rdr2geo(pair.referenceOrbit, azimuthTimeS, slantRangeM, heightM);
          for (let k = 0; k < 30; k++) {
            heightM = demHeight(dem, place.longitudeDeg, place.latitudeDeg);
            place = rdr2geo(pair.referenceOrbit, azimuthTimeS, slantRangeM, heightM);
          }
          places.push({ lat: place.latitudeDeg, lon: place.longitudeDeg });
        }
      return places;
    } finally {
      await pair.close();
    }
  }

  const at = ({ values, rows, columns, entries }: ReadTiff, { lat, lon }: { lat: number; lon: number }): number => {
    const [, , , left, top] = entries.get(33_922) as readonly number[];
    const [width, height] = entries.get(33_550) as readonly number[];
    const [row, column] = [Math.floor((top! - lat) / height!), Math.floor((lon - left!) / width!)];
    expect(row >= 0 && column >= 0 && row < rows && column < columns).toBe(true);
    return values[row * columns + column]!;
  };
  let places: { lat: number; lon: number }[];

  beforeAll(async () => {
    places = await cellMiddles();
    const middle = places[12]!;
    const job = await readJob(join(folder(), 'job.json'), (document) => {
      document['points'] = places.map((place, k) => ({ id: `cell-${k}`, ...place }));
      document['bbox'] = {
        north: middle.lat + HALF_BOX_DEG,
        south: middle.lat - HALF_BOX_DEG,
        east: middle.lon + HALF_BOX_DEG,
        west: middle.lon - HALF_BOX_DEG,
      };
      const products = ['coherence', 'sigma'];
      Object.assign(document['options'] as object, {
        ...{ point_measurement: 'cells', products, raster_spacing_m: SPACING_M, keep_run: false },
      });
    });
    const outDir = join(folder(), 'out');
    answer = await runJob(job, outDir);
    rasters = { sigma: readTiff(join(outDir, 'sigma.tif')), coherence: readTiff(join(outDir, 'coherence.tif')) };
    const item = JSON.parse(readFileSync(join(outDir, 'stac-item.json'), 'utf8')) as {
      properties: Record<string, number>;
    };
    cellLooks = item.properties['sar:looks_equivalent_number']!;
  });

  it('are the deviation of the phase at the coherence of the cell: of its own looks, and of looks_effective', () => {
    const off = { raster: 0, point: 0, both: 0, coherence: 0 };
    const { displacement_points: points } = answer.results;
    for (const [k, point] of points.entries()) {
      expect([point.status, point.sampling?.method], point.point_id).toEqual(['ok', 'cells']);
      const [looks, coherence, ofPoint] = [point.looks_effective!, point.coherence!, point.sigma_terms_mm!.phase];
      const ofRaster = at(rasters.sigma, places[k]!);
      off.coherence = Math.max(off.coherence, Math.abs(at(rasters.coherence, places[k]!) - coherence));
      const expected = toMm(leeSigmaRad(at(rasters.coherence, places[k]!), cellLooks));
      off.raster = Math.max(off.raster, Math.abs(ofRaster / expected - 1));
      off.point = Math.max(off.point, Math.abs(ofPoint / toMm(leeSigmaRad(coherence, looks)) - 1));
      off.both = Math.max(off.both, Math.abs(ofRaster / toMm(leeSigmaRad(coherence, cellLooks)) - 1));
    }
    for (const [what, limit] of [
      ['raster', 0.001],
      ['point', 0.01],
      ['both', 0.02],
    ] as const)
      stateFigure(`sigma.tif and points, ${what}`, 100 * off[what], 100 * limit, '%');
    // The table of the rasters is within 0.1 %, the distribution of points within 0.5 % and their rounding; a pixel's middle is
    // up to 3.5 m from that of its cell, whose neighbours have other coherences.
    expect(off.raster).toBeLessThan(0.001);
    expect(off.point).toBeLessThan(0.01);
    expect(off.coherence).toBeLessThan(0.01);
    expect(off.both).toBeLessThan(0.02);
  });

  it('differ by the root of the looks, as a point is a mean over several cells', () => {
    for (const [k, point] of answer.results.displacement_points.entries()) {
      const ratio = at(rasters.sigma, places[k]!) / point.sigma_terms_mm!.phase;
      const looks = point.looks_effective! / cellLooks;
      expect(looks).toBeGreaterThan(2);
      // With tens of looks the phase is nearly normal: a few looks cost a few percent.
      expect(Math.abs(ratio / Math.sqrt(looks) - 1), point.point_id).toBeLessThan(0.05);
    }
  });
});
