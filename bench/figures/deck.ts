import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Job } from '../../src/job/index.ts';
import { simulate } from '../../src/simulate/index.ts';
import { Random } from '../../test/support/random.ts';
import { markdownTable } from './markdown-table.ts';
import { readJob, runJob } from './run-scene.ts';

export const description =
  'a deck of 300 x 15 m, 40 m above water, that moves 8 mm: with its height, without it, and its banks';

const SEEDS = [1, 2, 3, 4, 5, 6] as const;
export const BASELINE_M = 130;
export const DEM_ERROR_M = 3;

/** Points of the deck lie on its middle line, every 20 m. */
interface Truth {
  readonly id: string;
  readonly displacement_mm: number;
  readonly height_m: number;
  readonly lat: number;
  readonly lon: number;
}

/** A measured point beside its truth. */
export interface DeckPoint {
  readonly id: string;
  readonly where: 'deck' | 'bank';
  readonly status: string;
  readonly method: string;
  readonly differenceMm: number | null;
  readonly sigmaMm: number | null;
  /** Sigma of what the simulation has: phase, reference and heights; no troposphere, orbits and registration without error. */
  readonly simulatedMm: number | null;
}

function comparison(answer: Answer, truth: readonly Truth[]): DeckPoint[] {
  const known = new Map(truth.map((point) => [point.id, point]));
  return answer.results.displacement_points.flatMap((point): DeckPoint[] => {
    const where = /^(deck|bank)/.exec(point.point_id)?.[1] as DeckPoint['where'] | undefined;
    if (where === undefined) return [];
    const terms = point.sigma_terms_mm;
    const { displacement_mm: mm } = known.get(point.point_id)!;
    return [
      {
        id: point.point_id,
        where,
        status: point.status,
        method: point.sampling?.method ?? '',
        differenceMm: point.displacement_mm === null ? null : point.displacement_mm - mm,
        sigmaMm: point.sigma_mm,
        simulatedMm: terms ? Math.hypot(terms.phase, terms.reference, terms.height) : null,
      },
    ];
  });
}

/** The points' heights as an engineer knows them, to 1 m; or none. */
function withHeights(job: Job, truth: readonly Truth[], seed: number | undefined): Job {
  const random = new Random(seed ?? 0);
  const known = new Map(truth.map((point) => [point.id, point]));
  const points = job.points.map(({ id, lat, lon }) => {
    const isGiven = seed !== undefined && id.startsWith('deck');
    if (!isGiven) return { id, lat, lon };
    return {
      id,
      lat,
      lon,
      height_m: known.get(id)!.height_m + random.normal(),
      height_reference: 'ellipsoid' as const,
    };
  });
  return { ...job, points };
}

/** Both answers for one seed: heights given and not. */
export async function measureDeck(seed: number): Promise<{ readonly given: DeckPoint[]; readonly blind: DeckPoint[] }> {
  const outDir = await mkdtemp(join(tmpdir(), 'sentryal-deck-'));
  try {
    await simulate({
      outDir,
      scene: 'deck',
      coherence: 0.8,
      seed,
      bursts: 1,
      samples: 1000,
      baselineM: BASELINE_M,
      demErrorM: DEM_ERROR_M,
    });
    const { points } = JSON.parse(await readFile(join(outDir, 'truth.json'), 'utf8')) as { points: Truth[] };
    const job = await readJob(join(outDir, 'job.json'), (document) => {
      Object.assign(document['options'] as object, {
        corrections: { troposphere: 'off', solid_earth_tide: 'off' },
      });
    });
    const given = comparison(await runJob(withHeights(job, points, seed)), points);
    const blind = comparison(await runJob(withHeights(job, points, undefined)), points);
    return { given, blind };
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** Share of the points with a number that lie within k of the sigma asked for. */
export function within(points: readonly DeckPoint[], k: number, which: 'sigmaMm' | 'simulatedMm'): number {
  const measured = points.filter(({ differenceMm }) => differenceMm !== null);
  return measured.filter((point) => Math.abs(point.differenceMm!) <= k * point[which]!).length / measured.length;
}

function row(name: string, points: readonly DeckPoint[]): string[] {
  const measured = points.filter(({ differenceMm }) => differenceMm !== null);
  const mean = measured.reduce((sum, { differenceMm }) => sum + differenceMm!, 0) / measured.length;
  const rms = Math.sqrt(measured.reduce((sum, { differenceMm }) => sum + differenceMm! ** 2, 0) / measured.length);
  const sigma = Math.sqrt(measured.reduce((sum, { sigmaMm }) => sum + sigmaMm! ** 2, 0) / measured.length);
  const simulated = Math.sqrt(measured.reduce((sum, { simulatedMm }) => sum + simulatedMm! ** 2, 0) / measured.length);
  const shares = (['sigmaMm', 'simulatedMm'] as const).flatMap((which) =>
    [1, 3].map((k) => percent(within(points, k, which), 1)),
  );
  const counts = new Map<string, number>();
  for (const { status, method } of points)
    counts.set(`${status} ${method}`, (counts.get(`${status} ${method}`) ?? 0) + 1);
  return [
    name,
    `${measured.length} of ${points.length}`,
    mean.toFixed(2),
    rms.toFixed(2),
    sigma.toFixed(2),
    simulated.toFixed(2),
    ...shares,
    [...counts].map(([kind, count]) => `${count} ${kind}`).join(', '),
  ];
}

export async function run(): Promise<void> {
  const seeds = process.argv[3] === undefined ? SEEDS : [Number(process.argv[3])];
  const all: { given: DeckPoint[]; blind: DeckPoint[] } = { given: [], blind: [] };
  for (const seed of seeds) {
    const { given, blind } = await measureDeck(seed);
    all.given.push(...given);
    all.blind.push(...blind);
    if (process.argv[4] === 'points') console.table(given.concat(blind));
  }
  const head = ['points', 'with a number', 'mean error, mm', 'rms error', 'rms sigma', 'of what is simulated'];
  const shares = ['in 1 sigma', 'in 3 sigma', 'in 1 simulated', 'in 3 simulated', 'status and method'];
  const on = (points: readonly DeckPoint[], where: DeckPoint['where']) =>
    points.filter((point) => point.where === where);
  console.log(`${seeds.length} scenes, baseline ${BASELINE_M} m, error of the DEM ${DEM_ERROR_M} m rms\n`);
  console.log(
    markdownTable(
      [...head, ...shares],
      [
        row('deck, height given to 1 m', on(all.given, 'deck')),
        row('deck, no height', on(all.blind, 'deck')),
        row('banks', on(all.given, 'bank')),
      ],
    ),
  );
}
