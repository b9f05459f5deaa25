import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rdr2geo } from '../../src/geometry/index.ts';
import { type Job, parseJob } from '../../src/job/index.ts';
import type { BurstPair, ByteSource, Swath } from '../../src/model/index.ts';
import { type JobContext, type OpenedPair, openPair } from '../../src/pipeline/index.ts';
import { tinyTiff } from '../../test/support/tiny-tiff.ts';

const BYTES_PER_SAMPLE = 4;

/** Middle height and half the relief of the made-up ground, m. */
const MEAN_HEIGHT_M = 400;
const HILLS_M = 300;

/** Room that the DEM has around a square, and its spacing, degrees. */
const DEM_DEG = 1.4;
const DEM_STEP_DEG = 1 / 1200;

/** Samples that a place in the file decides: int16 pairs of white noise. */
function noise(firstWord: number, bytes: number, seed: number): Uint8Array {
  const out = new Int16Array(bytes / 2);
  for (let n = 0; n < out.length / 2; n++) {
    let x = Math.imul((firstWord + n) ^ seed, 0x9e3779b1);
    x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
    x ^= x >>> 13;
    out[2 * n] = (x & 0xfff) - 2048;
    out[2 * n + 1] = ((x >>> 12) & 0xfff) - 2048;
  }
  return new Uint8Array(out.buffer);
}

/** A measurement file as the annotation describes it, in full size, with noise for an image; nothing of it is on disk. */
function measurementOf(swath: Swath, seed: number, count: (bytes: number) => void): ByteSource {
  const first = swath.bursts[0]!.byteOffset;
  const lines = swath.bursts.length * swath.linesPerBurst;
  const lineBytes = swath.samplesPerBurst * BYTES_PER_SAMPLE;
  const head = new Uint8Array(first);
  head.set(
    tinyTiff(new Uint8Array(0), [
      { tag: 256, longs: [swath.samplesPerBurst] },
      { tag: 257, longs: [lines] },
      { tag: 258, shorts: [32] },
      { tag: 259, shorts: [1] },
      { tag: 273, longs: Array.from({ length: lines }, (_, line) => first + line * lineBytes) },
      { tag: 277, shorts: [1] },
      { tag: 278, shorts: [1] },
      { tag: 339, shorts: [5] },
    ]),
  );
  return {
    name: `${swath.name} measurement`,
    sizeBytes: first + lines * lineBytes,
    async read(offset, length) {
      count(length);
      if (offset < first) return head.slice(offset, offset + length);
      return noise((offset - first) / BYTES_PER_SAMPLE, length, seed);
    },
    async close() {},
  };
}

/** Writes a DEM of hills around a place. */
async function writeHills(path: string, latitudeDeg: number, longitudeDeg: number, sizeM: number): Promise<void> {
  // Twice its length: a degree of longitude is half of one of latitude where most is measured.
  const extentDeg = DEM_DEG + (2 * sizeM) / 111_320;
  const size = Math.round(extentDeg / DEM_STEP_DEG);
  const heights = Float32Array.from({ length: size * size }, (_, k) => {
    const [row, column] = [Math.floor(k / size), k % size];
    return MEAN_HEIGHT_M + HILLS_M * Math.sin((2 * Math.PI * column) / 90) * Math.cos((2 * Math.PI * row) / 117);
  });
  const tiff = tinyTiff(new Uint8Array(heights.buffer), [
    { tag: 256, shorts: [size] },
    { tag: 257, shorts: [size] },
    { tag: 258, shorts: [32] },
    { tag: 259, shorts: [1] },
    { tag: 262, shorts: [1] },
    { tag: 273, longs: [8] },
    { tag: 277, shorts: [1] },
    { tag: 278, longs: [size] },
    { tag: 279, longs: [heights.byteLength] },
    { tag: 339, shorts: [3] },
    { tag: 33_550, doubles: [DEM_STEP_DEG, DEM_STEP_DEG, 0] },
    { tag: 33_922, doubles: [0, 0, 0, longitudeDeg - extentDeg / 2, latitudeDeg + extentDeg / 2, 0] },
    { tag: 34_735, shorts: [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326] },
  ]);
  await writeFile(path, tiff);
}

/** A job over real annotation whose pixels are noise. */
export interface MadeUpPair {
  readonly pair: OpenedPair;
  /** Its bbox is a square around the middle of a burst. */
  readonly job: Job;
  /** Bytes of measurement files read so far. */
  readonly bytesRead: () => number;
}

/**
 * Opens a real pair's annotation with made-up pixels and a DEM, and hands it to `body` with a job whose bbox is a square in the
 * middle of the middle burst of a swath.
 */
export async function withMadeUpPair<Result>(
  folder: string,
  context: JobContext,
  square: { readonly swath: string; readonly sizeM: number },
  body: (made: MadeUpPair) => Promise<Result>,
): Promise<Result> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.SAFE')).toSorted();
  const demDir = await mkdtemp(join(tmpdir(), 'sentryal-figures-'));
  const dem = join(demDir, 'dem.tif');
  await writeFile(dem, '');
  const [reference, secondary] = names.map((name) => resolve(folder, name)) as [string, string];
  const id = '00000000-0000-4000-8000-000000000000';
  const { job } = parseJob(
    {
      job_id: id,
      infrastructure_id: id,
      reference_granule: names[0]!.replace('.SAFE', ''),
      secondary_granule: names[1]!.replace('.SAFE', ''),
      reference_url: reference,
      secondary_url: secondary,
      bbox: { north: 1, south: 0, east: 1, west: 0 },
      points: [{ id: 'middle', lat: 0.5, lon: 0.5 }],
      webhook_url: 'https://example.com/sentryal/webhook',
      options: { dem, dem_heights: 'ellipsoid' },
    },
    { allowLocalPaths: true, baseDir: '.' },
  );
  const opened = await openPair(job, context);
  try {
    let bytesRead = 0;
    const swaths = new Map<Swath, Swath>();
    const madeUp = (swath: Swath, seed: number): Swath => {
      const known = swaths.get(swath);
      if (known) return known;
      const measurement = measurementOf(swath, seed, (bytes) => {
        bytesRead += bytes;
      });
      const filled = { ...swath, measurement };
      swaths.set(swath, filled);
      return filled;
    };
    const bursts = opened.bursts.map((burst) => ({
      ...burst,
      referenceSwath: madeUp(burst.referenceSwath, 1),
      secondarySwath: madeUp(burst.secondarySwath, 2),
    }));
    const middle = middlePlace(opened, square.swath);
    await writeHills(dem, middle.latitudeDeg, middle.longitudeDeg, square.sizeM);
    const [lat, lon] = [middle.latitudeDeg, middle.longitudeDeg];
    const half = square.sizeM / 2 / 111_320;
    const wide = half / Math.cos((lat * Math.PI) / 180);
    const bbox = { north: lat + half, south: lat - half, east: lon + wide, west: lon - wide };
    const placed = { ...job, bbox, points: [{ ...job.points[0]!, lat, lon }] };
    return await body({ pair: { ...opened, bursts }, job: placed, bytesRead: () => bytesRead });
  } finally {
    await opened.close();
    await rm(demDir, { recursive: true, force: true });
  }
}

/** The burst in the middle of a swath. */
export function middleBurst(pair: OpenedPair, swath: string): BurstPair {
  const bursts = pair.bursts.filter(({ referenceSwath }) => referenceSwath.name === swath);
  return bursts[Math.floor(bursts.length / 2)]!;
}

function middlePlace(pair: OpenedPair, swath: string): { latitudeDeg: number; longitudeDeg: number } {
  const { reference, referenceSwath } = middleBurst(pair, swath);
  const timeS = reference.firstLineTimeS + (referenceSwath.linesPerBurst / 2) * referenceSwath.azimuthTimeIntervalS;
  const rangeM = referenceSwath.nearRangeM + (referenceSwath.samplesPerBurst / 2) * referenceSwath.rangeSpacingM;
  return rdr2geo(pair.referenceOrbit, timeS, rangeM, MEAN_HEIGHT_M);
}
