import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromFile } from 'geotiff';
import { expect, it } from 'vitest';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import { type Job, POINT_STATUSES, type PointStatus } from '../../src/job/index.ts';
import { GEOGRAPHIC_POINT, tinyDem } from '../support/tiny-dem.ts';
import { useScene } from './scene.ts';

interface Place {
  readonly lat: number;
  readonly lon: number;
}

const METRES_PER_DEGREE = 111_320;
const BASELINE_M = 100;

/** Metres north of the focus of the scene along the track, and a share of its half width to the right of it, as a place. */
type PlaceAt = (alongM: number, acrossShare: number) => Place;

/** The ground frame of a scene, from three points that lie, in the same terms, at (-3000, -0.65), (2900, 0.9), (2700, -0.9). */
function frameOf(points: readonly (Place & { readonly id: string })[]): PlaceAt {
  const at = (id: string): Place => points.find((point) => point.id === id)!;
  const [south, far, near] = [at('field-south'), at('field-far'), at('field-near')];
  return (alongM, acrossShare) => {
    const mix = (key: keyof Place): number => {
      const [up, over] = [near[key] - south[key], far[key] - near[key]];
      const determinant = 5700 * 1.8 + 0.25 * 200;
      const along = (1.8 * up + 0.25 * over) / determinant;
      const across = (5700 * over - 200 * up) / determinant;
      return south[key] + (alongM + 3000) * along + (acrossShare + 0.65) * across;
    };
    return { lat: mix('lat'), lon: mix('lon') };
  };
}

function metres(from: Place, to: Place): { east: number; north: number } {
  const scale = METRES_PER_DEGREE * Math.cos((from.lat * Math.PI) / 180);
  return { east: scale * (to.lon - from.lon), north: METRES_PER_DEGREE * (to.lat - from.lat) };
}

const PLACES = {
  layover: [700, -0.3],
  shadow: [700, 0.4],
  ambiguous: [-1000, 0.2],
  gap: [1700, 0],
} as const satisfies Record<string, readonly [number, number]>;

/** Lines of the gap in the DEM across the whole scene, from the focus, m: what lies north of it is another component. */
const GAP_M = [1500, 1900] as const;

/** Half of a steep slope, m. */
const SLOPE_HALF_M = 60;

/** Rewrites the scene's DEM (float32, its pixels from byte 8 on): a gap, ground that rises steeply away from the radar, and falls. */
async function steepen(path: string, placeAt: PlaceAt): Promise<void> {
  const image = await (await fromFile(path)).getImage();
  const [columns, rows] = [image.getWidth(), image.getHeight()];
  const [west, north] = image.getOrigin() as [number, number, number];
  const step = image.getResolution()[0]!;
  const bytes = readFileSync(path);
  const zero = placeAt(0, 0);
  const axis = (to: Place): { east: number; north: number } => {
    const { east, north: up } = metres(zero, to);
    const size = Math.hypot(east, up);
    return { east: east / size, north: up / size };
  };
  const [along, away] = [axis(placeAt(1000, 0)), axis(placeAt(0, 1))];
  const slopes = [
    { place: placeAt(...PLACES.layover), slope: Math.tan((50 * Math.PI) / 180) },
    { place: placeAt(...PLACES.shadow), slope: -Math.tan((70 * Math.PI) / 180) },
  ];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const place = { lat: north - (row + 0.5) * step, lon: west + (column + 0.5) * step };
      const at = metres(zero, place);
      const alongM = at.east * along.east + at.north * along.north;
      const offset = 8 + 4 * (row * columns + column);
      let heightM = bytes.readFloatLE(offset);
      for (const { place: middle, slope } of slopes) {
        const from = metres(middle, place);
        const awayM = from.east * away.east + from.north * away.north;
        const sideM = from.east * along.east + from.north * along.north;
        if (Math.abs(awayM) < SLOPE_HALF_M && Math.abs(sideM) < 150) heightM += slope * awayM;
      }
      if (alongM > GAP_M[0] && alongM < GAP_M[1]) heightM = NaN;
      bytes.writeFloatLE(heightM, offset);
    }
  writeFileSync(path, bytes);
}

const folder = useScene({ scene: 'none', coherence: 0.7, bursts: 1, samples: 900, seed: 5, baselineM: BASELINE_M });

it('a scene has every status', async () => {
  const path = join(folder(), 'job.json');
  const plain = await readJob(path, (document) => {
    const bbox = document['bbox'] as Record<string, number>;
    // The lake lies just east of the scene's own bbox.
    bbox['east'] = bbox['east']! + 0.02;
    Object.assign(document['options'] as object, {
      context_margin_m: 0,
      corrections: { troposphere: 'off', solid_earth_tide: 'off' },
    });
  });
  const placeAt = frameOf(plain.points);
  await steepen(join(folder(), 'dem.tif'), placeAt);
  // The south of the lake is water in the mask, of pixels of a thousandth of a degree; the north of it is not.
  const lake = placeAt(-2400, 0.85);
  const mask = join(folder(), 'mask.tif');
  const { north, south, west, east } = plain.bbox;
  writeFileSync(
    mask,
    tinyDem({
      columns: Math.ceil((east - west) / 0.001) + 1,
      rows: Math.ceil((north - south) / 0.001) + 1,
      height: (_, row) => (north - row * 0.001 < lake.lat ? 2 : 0),
      keys: GEOGRAPHIC_POINT,
      scale: [0.001, 0.001],
      origin: [west, north],
      int16: true,
    }),
  );
  const lakeAt = (northM: number): Place => ({ ...lake, lat: lake.lat + northM / METRES_PER_DEGREE });
  // A height of its own that feigns 12 mm: R sin θ is some 470 km.
  const halfCycle = { height_m: (0.0121 * 470e3) / BASELINE_M, height_reference: 'above_dem' as const };
  const wanted: readonly (readonly [PointStatus, Place & Partial<Job['points'][number]>])[] = [
    ['ok', placeAt(-1500, -0.4)],
    ['low_coherence', lakeAt(130)],
    ['layover', placeAt(...PLACES.layover)],
    ['shadow', placeAt(...PLACES.shadow)],
    ['water', lakeAt(-130)],
    ['outside', { ...lake, lat: lake.lat + 2 }],
    ['no_data', placeAt(...PLACES.gap)],
    ['ambiguous', { ...placeAt(...PLACES.ambiguous), ...halfCycle }],
    ['other_component', placeAt(2700, 0)],
  ];
  const points = wanted.map(([status, place]) => ({ ...place, id: status }));
  const job = { ...plain, points, options: { ...plain.options, water_mask: mask } };
  const answer = await runJob(job);
  const told = answer.results.displacement_points.map(({ point_id: id, status }) => [id, status]);
  const { lat, lon } = placeAt(...PLACES.gap);
  const lost = await runJob({ ...job, options: { ...job.options, reference_point: { lat, lon } } });
  const without = lost.results.displacement_points;
  expect(told).toEqual(wanted.map(([status]) => [status, status]));
  expect(without[0]!.status).toBe('reference_failed');
  expect(lost.warnings.map(({ code }) => code)).toContain('REFERENCE_FAILED');
  expect(new Set([...told.map(([, status]) => status), without[0]!.status])).toEqual(new Set(POINT_STATUSES));
});
