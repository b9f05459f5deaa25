import type { Unwrapping } from '../../job/index.ts';
import { type RasterHead, requireTiffSize } from '../../products/index.ts';
import type { RasterFile } from '../../read/index.ts';
import type { RefereePolicy } from '../../unwrap/index.ts';
import type { JobContext } from '../context.ts';
import { describeUnwrapping } from '../describe/describe-unwrapping.ts';
import { readPhasePlanes, warnOfNoCoherence } from './phase-planes.ts';
import { type RasterDocument, rasterDocument, withGpu } from './raster-document.ts';
import { withRasters } from './raster-files.ts';
import { writeRasters } from './raster-output.ts';
import { requireRasterFits } from './raster-size.ts';
import { StageClock } from '../stage-clock.ts';
import { NO_FLAG, type UnwrappedPlanes, unwrapRaster } from './unwrap-raster.ts';

/** What `unwrap` is asked for. */
export interface UnwrapRequest {
  readonly interferogram: string;
  readonly coherence: string;
  readonly out: string;
  /** Raster of the connected components, where wanted. */
  readonly components: string | undefined;
  /** Raster of the cells whose cycles may be others, where wanted. */
  readonly ambiguous: string | undefined;
  /** Effective looks of the phase, where the caller knows them. */
  readonly looks: number | undefined;
  /** Strength of the filter that makes the guide, 0..1. */
  readonly strength: number;
  /** When minimum-cost flow is asked too. */
  readonly referee: RefereePolicy;
}

/** What `unwrap` answers. */
export interface UnwrapDocument extends RasterDocument {
  readonly effective_looks: number;
  /** Where the looks are from. */
  readonly looks_source: 'option' | 'interferogram' | 'coherence' | 'default';
  readonly guide_strength: number;
  readonly referee: RefereePolicy;
  readonly statistics: Unwrapping & { readonly mean_coherence: number; readonly pixels_with_data: number };
}

/** Used where nothing says how many looks there are: few, so that phase is trusted rather too little. */
export const DEFAULT_LOOKS = 8;

/** Looks from the option, else from what a file says of itself, else the default with a warning. */
function chooseLooks(
  looks: number | undefined,
  interferogram: RasterFile,
  coherence: RasterFile,
  warn: JobContext['warn'],
): Pick<UnwrapDocument, 'effective_looks' | 'looks_source'> {
  if (looks !== undefined) return { effective_looks: looks, looks_source: 'option' };
  const isLooks = (value: number | undefined): value is number => value !== undefined && value > 0;
  if (isLooks(interferogram.effectiveLooks))
    return { effective_looks: interferogram.effectiveLooks, looks_source: 'interferogram' };
  if (isLooks(coherence.effectiveLooks))
    return { effective_looks: coherence.effectiveLooks, looks_source: 'coherence' };
  warn({
    code: 'UNWRAP_LOOKS_ASSUMED',
    stage: 'unwrap',
    message: `Neither file says how many effective looks its pixels have, so ${DEFAULT_LOOKS} were assumed; give --looks: how far each phase is trusted follows from them.`,
  });
  return { effective_looks: DEFAULT_LOOKS, looks_source: 'default' };
}

function meanOver(values: Float32Array, mask: Float32Array): { mean: number; count: number } {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at]!) || Number.isNaN(mask[at]!)) continue;
    sum += values[at]!;
    count++;
  }
  return { mean: count > 0 ? sum / count : 0, count };
}

/** The rasters that were asked for. */
function outputsOf(
  { out, components, ambiguous }: UnwrapRequest,
  planes: UnwrappedPlanes,
  common: Pick<RasterHead, 'rows' | 'columns' | 'places' | 'metadata'>,
): Parameters<typeof writeRasters>[0] {
  const phase = { ...common, sample: 'float32', title: 'Unwrapped phase', unit: 'rad', noData: 'nan' } as const;
  const labels = { ...common, sample: 'int32', title: 'Connected components', unit: 'label', noData: '0' } as const;
  const flags = { ...common, sample: 'uint8', title: 'Ambiguous cycles', unit: 'flag', noData: `${NO_FLAG}` } as const;
  return [
    { name: 'unwrapped', path: out, head: phase, values: planes.phaseRad },
    ...(components === undefined
      ? []
      : [{ name: 'components', path: components, head: labels, values: planes.components }]),
    ...(ambiguous === undefined ? [] : [{ name: 'ambiguous', path: ambiguous, head: flags, values: planes.ambiguous }]),
  ];
}

/**
 * Unwraps an interferogram of someone's GeoTIFFs: phase or complex in, unwrapped phase in radians out.
 * @throws SentryalError RASTER_*, UNWRAP_INPUT_INVALID, GPU_*, PRODUCT_*; the signal's reason when aborted
 */
export async function unwrapRasters(request: UnwrapRequest, context: JobContext): Promise<UnwrapDocument> {
  const startedMs = performance.now();
  const { signal, warn } = context;
  const { out, components, ambiguous, strength, referee } = request;
  const clock = new StageClock(context.progress, signal, ['read', 'unwrap', 'products']);
  const inputs = [
    { path: request.interferogram, kind: 'complex or phase' },
    { path: request.coherence, kind: 'real' },
  ] as const;
  const outputs = [out, components, ambiguous].filter((path) => path !== undefined);
  return withRasters(inputs, outputs, context, async (files) => {
    const [interferogram, coherence] = files as [RasterFile, RasterFile];
    const looks = chooseLooks(request.looks, interferogram, coherence, warn);
    await requireRasterFits(interferogram, 'unwrap', context);
    const { rows, columns } = interferogram;
    requireTiffSize(out, { rows, columns, sample: 'float32' });
    const planes = await clock.run('read', 'reading interferogram and coherence', (report) =>
      readPhasePlanes(interferogram, coherence, { signal, warn, report }),
    );
    warnOfNoCoherence(coherence.name, planes.coherence, warn);
    return withGpu(context, async (gpu) => {
      const unwrapped = await clock.run('unwrap', 'unwrapping', (report) =>
        unwrapRaster(
          gpu,
          { ...planes, effectiveLooks: looks.effective_looks, guideStrength: strength },
          { referee, signal, warn, onProgress: report },
        ),
      );
      const common = {
        rows,
        columns,
        places: interferogram.places,
        metadata: { EFFECTIVE_LOOKS: looks.effective_looks },
      };
      const written = await clock.run('products', 'writing rasters', () =>
        writeRasters(outputsOf(request, unwrapped, common), signal),
      );
      const { mean, count } = meanOver(planes.coherence, planes.wrappedPhaseRad);
      return {
        ...rasterDocument('unwrap', files, written, { gpu, clock, context, startedMs }),
        ...looks,
        guide_strength: strength,
        referee,
        statistics: { ...describeUnwrapping(unwrapped.diagnostics), mean_coherence: mean, pixels_with_data: count },
      };
    });
  });
}
