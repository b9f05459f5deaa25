import { SentryalError } from '../../errors/index.ts';
import {
  type PairLines,
  type SampleBox,
  type WindowBlock,
  type WindowLayout,
  sampleStatistics,
  windowBiasRemoval,
  windowCoherence,
  windowGrid,
} from '../../coherence/index.ts';
import type { Gpu } from '../../gpu/index.ts';
import { type RasterHead, type RasterWriter, scalePlaces } from '../../products/index.ts';
import { LOOKS_ITEM, type RasterFile } from '../../read/index.ts';
import { zeroCoherenceQuantile } from '../../speckle/index.ts';
import type { JobContext } from '../context.ts';
import { type RasterDocument, rasterDocument, withGpu } from './raster-document.ts';
import { withRasters } from './raster-files.ts';
import { type RasterOutput, describeOutput, withOutputs } from './raster-output.ts';
import { StageClock } from '../stage-clock.ts';

/** What `coherence` is asked for. */
export interface CoherenceRequest {
  readonly reference: string;
  readonly secondary: string;
  readonly window: SampleBox;
  readonly step: SampleBox;
  readonly bias: 'remove' | 'none';
  /** Effective looks of a window, where the caller knows them. */
  readonly looks: number | undefined;
  readonly out: string;
  /** Raster of the sample coherence as estimated, where wanted. */
  readonly raw: string | undefined;
  /** Raster of the mean interferogram of the same windows, where wanted. */
  readonly interferogram: string | undefined;
}

/** What `coherence` answers. */
export interface CoherenceDocument extends RasterDocument {
  readonly window: SampleBox;
  readonly step: SampleBox;
  readonly bias: CoherenceRequest['bias'];
  readonly effective_looks: number;
  readonly looks_source: 'option' | 'estimated';
  /** Raw coherence that 99 % of pixels without coherence stay below. */
  readonly zero_coherence_quantile: number;
  readonly statistics: {
    readonly mean_coherence: number;
    readonly mean_raw_coherence: number;
    readonly pixels_with_data: number;
  };
}

/** Below these looks sample coherence says next to nothing. */
const FEW_LOOKS = 3;

function requireRoom(file: RasterFile, { window, step }: CoherenceRequest): void {
  const lines = Math.max(window.lines, step.lines);
  const samples = Math.max(window.samples, step.samples);
  if (file.rows >= lines && file.columns >= samples) return;
  throw new SentryalError('RASTER_UNSUPPORTED', {
    file: file.name,
    reason: `it has ${file.rows} x ${file.columns} pixels`,
    wanted: `a raster at least as large as window and step, ${lines} x ${samples}`,
  });
}

/** The rasters to write, in the order in which `linesFor` gives them. */
function outputsOf(request: CoherenceRequest, layout: WindowLayout, file: RasterFile, looks: number): RasterOutput[] {
  const { window, step, bias } = request;
  const common = {
    ...windowGrid(layout),
    noData: 'nan',
    places: scalePlaces(file.places, step),
    metadata: { [LOOKS_ITEM]: Number(looks.toPrecision(6)), WINDOW: `${window.lines}x${window.samples}` },
  };
  const head = (change: Pick<RasterHead, 'sample' | 'title' | 'unit'>): RasterHead => ({ ...common, ...change });
  const isRemoved = bias === 'remove';
  const title = isRemoved ? 'Coherence, bias removed' : 'Sample coherence';
  const outputs: RasterOutput[] = [
    { name: 'coherence', path: request.out, head: head({ sample: 'float32', title, unit: '0..1' }) },
  ];
  if (request.raw !== undefined)
    outputs.push({
      name: 'raw_coherence',
      path: request.raw,
      head: head({ sample: 'float32', title: 'Sample coherence', unit: '0..1' }),
    });
  if (request.interferogram !== undefined)
    outputs.push({
      name: 'interferogram',
      path: request.interferogram,
      head: head({
        sample: 'complex64',
        title: 'Interferogram, mean of reference x conj(secondary) over the window',
        unit: 'product of both inputs',
      }),
    });
  return outputs;
}

/** Sums over the pixels with data. */
class Statistics {
  #coherence = 0;
  #raw = 0;
  #pixels = 0;

  add(coherence: Float32Array, raw: Float32Array): void {
    for (let at = 0; at < raw.length; at++) {
      if (Number.isNaN(raw[at]!)) continue;
      this.#coherence += coherence[at]!;
      this.#raw += raw[at]!;
      this.#pixels++;
    }
  }

  get pixels(): number {
    return this.#pixels;
  }

  document(): CoherenceDocument['statistics'] {
    return {
      mean_coherence: this.#coherence / this.#pixels,
      mean_raw_coherence: this.#raw / this.#pixels,
      pixels_with_data: this.#pixels,
    };
  }
}

async function writeBlock(
  block: WindowBlock,
  coherence: Float32Array<ArrayBuffer>,
  outputs: readonly RasterOutput[],
  writers: readonly RasterWriter[],
): Promise<void> {
  for (const [k, { name }] of outputs.entries()) {
    if (name === 'interferogram') await writers[k]!.append(block.interferogram);
    else await writers[k]!.append(name === 'raw_coherence' ? block.raw : coherence);
  }
}

interface Estimation {
  readonly request: CoherenceRequest;
  readonly layout: WindowLayout;
  readonly outputs: readonly RasterOutput[];
  readonly looks: number;
  readonly measured: Awaited<ReturnType<typeof sampleStatistics>>;
  readonly readLines: (first: number, count: number) => Promise<PairLines>;
}

async function estimate(
  gpu: Gpu,
  { request, layout, outputs, looks, measured, readLines }: Estimation,
  signal: AbortSignal,
  report: (share: number) => void,
): Promise<Statistics> {
  const { rows } = windowGrid(layout);
  const remove = request.bias === 'remove' ? windowBiasRemoval(layout.window, looks) : undefined;
  const statistics = new Statistics();
  await withOutputs(outputs, async (writers) => {
    for await (const block of windowCoherence(gpu, layout, { ...measured, signal }, readLines)) {
      const coherence = remove ? block.raw.map((value, at) => remove(value, block.counts[at]!)) : block.raw;
      statistics.add(coherence, block.raw);
      await writeBlock(block, coherence, outputs, writers);
      report((block.firstRow + block.rows) / rows);
    }
    if (statistics.pixels === 0)
      throw new SentryalError('RASTER_EMPTY', { what: `${request.reference} with ${request.secondary}` });
  });
  return statistics;
}

/**
 * Coherence of two coregistered complex rasters of someone's GeoTIFFs, and their mean interferogram, in blocks of lines.
 * @throws SentryalError RASTER_*, GPU_*, PRODUCT_*; the signal's reason when aborted
 */
export async function coherenceOfRasters(request: CoherenceRequest, context: JobContext): Promise<CoherenceDocument> {
  const startedMs = performance.now();
  const { signal, warn } = context;
  const { window, step, bias } = request;
  const clock = new StageClock(context.progress, signal, ['read', 'coherence']);
  const inputs = [request.reference, request.secondary].map((path) => ({ path, kind: 'complex' }) as const);
  const paths = [request.out, request.raw, request.interferogram].filter((path) => path !== undefined);
  return withRasters(inputs, paths, context, async (files) => {
    const [reference, secondary] = files as [RasterFile, RasterFile];
    requireRoom(reference, request);
    const layout: WindowLayout = { rows: reference.rows, columns: reference.columns, window, step };
    const readLines = async (first: number, count: number): Promise<PairLines> => ({
      reference: await reference.readLines(first, count, signal),
      secondary: await secondary.readLines(first, count, signal),
    });
    const measured = await clock.run('read', 'measuring how correlated samples are', () =>
      sampleStatistics(layout, readLines),
    );
    const looks = request.looks ?? measured.effectiveLooks;
    if (looks < FEW_LOOKS)
      warn({
        code: 'COHERENCE_FEW_LOOKS',
        stage: 'coherence',
        message: `A window has ${looks.toFixed(1)} effective looks: such an estimate says next to nothing; give a larger --window.`,
      });
    const outputs = outputsOf(request, layout, reference, looks);
    return withGpu(context, async (gpu) => {
      const statistics = await clock.run('coherence', 'estimating coherence', (report) =>
        estimate(gpu, { request, layout, outputs, looks, measured, readLines }, signal, report),
      );
      return {
        ...rasterDocument('coherence', files, outputs.map(describeOutput), { gpu, clock, context, startedMs }),
        window,
        step,
        bias,
        effective_looks: looks,
        looks_source: request.looks === undefined ? 'estimated' : 'option',
        zero_coherence_quantile: zeroCoherenceQuantile(looks),
        statistics: statistics.document(),
      };
    });
  });
}
