import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { adapterName, openGpu } from '../../src/gpu/index.ts';
import { PRODUCTS } from '../../src/job/index.ts';
import { type Area, planArea, writeProducts } from '../../src/pipeline/index.ts';
import { sampleFindings, samplePoint } from '../../test/unit/answer/sample-findings.ts';
import { Random } from '../../test/support/random.ts';
import { withMadeUpPair } from './made-up-product.ts';
import { neededTemplateDir, quietContext } from './open-scene.ts';

export const description =
  'time and size of all rasters of 100 x 100 km at 40 m, in both systems of coordinates; the folder of a real pair must follow';

const SIZE_M = 100_000;
const MIB = 2 ** 20;

const NO_CORRECTIONS = Object.fromEntries(
  ['troposphere', 'solid_earth_tide', 'ionosphere', 'ramp'].map((name) => [
    name,
    { state: 'not_applied', reason: 'off', method: null, parameters: {} },
  ]),
);

/** Rasters on the cells of an area: a smooth motion with noise, as compressible as a real one. */
function cellsOf({ grid }: Area) {
  const { rows, columns } = grid;
  const count = rows * columns;
  const random = new Random(1);
  const coherence = Float32Array.from({ length: count }, () => random.uniform(0.2, 1));
  const phaseRad = Float32Array.from({ length: count }, (_, cell) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    return 8 * Math.sin(row / 300) * Math.cos(column / 250) + 0.3 * random.normal();
  });
  const cells = new Float32Array(4 * count);
  for (let cell = 0; cell < count; cell++)
    cells.set(
      [Math.cos(phaseRad[cell]!) * coherence[cell]!, Math.sin(phaseRad[cell]!) * coherence[cell]!, 1, 1],
      4 * cell,
    );
  const tables = { windowCells: new Uint16Array(count).fill(9), windowLooks: new Float64Array(10).fill(200) };
  return {
    interferogram: { grid, cells, heightsM: new Float32Array(count).fill(400), centroids: new Float32Array(2 * count) },
    coherence: { grid, raw: coherence, coherence, ...tables, zeroQuantiles: new Float64Array(10).fill(0.15) },
    unwrapped: {
      grid,
      phaseRad,
      components: new Int32Array(count).fill(1),
      ambiguous: new Uint8Array(count),
    },
  };
}

export async function run(): Promise<void> {
  const folder = neededTemplateDir();
  if (folder === undefined) return;
  const gpu = await openGpu();
  const outDir = await mkdtemp(join(tmpdir(), 'sentryal-rasters-'));
  try {
    console.log(`adapter: ${adapterName(gpu.adapter)}`);
    const context = quietContext();
    await withMadeUpPair(folder, context, { swath: 'iw2', sizeM: SIZE_M }, async ({ pair, job }) => {
      const plain = { ...job.options, context_margin_m: 0, products: [...PRODUCTS] };
      const area = await planArea({ ...job, options: plain }, pair, context);
      const { rows, columns } = area.grid;
      console.log(
        `${SIZE_M / 1000} x ${SIZE_M / 1000} km, ${rows} x ${columns} cells, ${area.placements.length} bursts`,
      );
      const sources = cellsOf(area);
      const reference = {
        place: { row: rows / 2, column: columns / 2, phaseRad: 0, heightM: 400, coherence: 1, component: 1 },
        ecefM: [0, 0, 0],
        latitudeDeg: job.points[0]!.lat,
        longitudeDeg: job.points[0]!.lon,
      };
      for (const raster_crs of ['wgs84', 'utm'] as const) {
        const startedMs = performance.now();
        const request = {
          ...{ job: { ...job, options: { ...plain, raster_crs } }, outDir, pair, area, ...sources },
          ...{
            cellLooks: 28,
            corrections: NO_CORRECTIONS,
            water: undefined,
            reference,
            signal: context.signal,
            warn: context.warn,
          },
          described: sampleFindings([samplePoint('a', 'ok')]).pair,
        } as unknown as Parameters<typeof writeProducts>[1];
        const written = await writeProducts(gpu, request);
        const seconds = (performance.now() - startedMs) / 1000;
        const sizes = await Promise.all(
          written.map(async ({ path }) => [basename(path), (await stat(path)).size] as const),
        );
        const total = (pattern: RegExp): string =>
          (sizes.filter(([name]) => pattern.test(name)).reduce((sum, [, bytes]) => sum + bytes, 0) / MIB).toFixed(1);
        console.log(
          `${raster_crs}: ${sizes.length} files in ${seconds.toFixed(1)} s; rasters ${total(/tif$/)} MiB, pictures ${total(/png$/)} MiB; process at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`,
        );
        console.log(sizes.map(([name, bytes]) => `  ${name} ${(bytes / MIB).toFixed(2)}`).join('\n'));
      }
      for (const { code, message } of context.warnings) console.log(`${code}: ${message}`);
    });
  } finally {
    await rm(outDir, { recursive: true, force: true });
    await gpu.close();
  }
}
