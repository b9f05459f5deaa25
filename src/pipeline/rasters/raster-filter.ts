import { goldsteinFilter } from '../../filter/index.ts';
import { requireTiffSize } from '../../products/index.ts';
import type { JobContext } from '../context.ts';
import { countPhaseResidues, readPhasePlanes } from './phase-planes.ts';
import { type RasterDocument, rasterDocument, withGpu } from './raster-document.ts';
import { withRasters } from './raster-files.ts';
import { writeRasters } from './raster-output.ts';
import { requireRasterFits } from './raster-size.ts';
import { StageClock } from '../stage-clock.ts';

/** What `filter` is asked for. */
export interface FilterRequest {
  readonly interferogram: string;
  readonly coherence: string;
  readonly out: string;
  /** Largest exponent of the filter, 0..1. */
  readonly strength: number;
}

/** What `filter` answers. */
export interface FilterDocument extends RasterDocument {
  readonly strength: number;
  readonly statistics: {
    /** 2 x 2 loops that do not close, before and after. */
    readonly residues: number;
    readonly filtered_residues: number;
    readonly pixels_with_data: number;
  };
}

/** Complex samples of the magnitude given and a phase; NaN in both parts without data. */
function fromPolar(magnitude: Float32Array, phaseRad: Float32Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(2 * phaseRad.length);
  for (let at = 0; at < phaseRad.length; at++) {
    values[2 * at] = magnitude[at]! * Math.cos(phaseRad[at]!);
    values[2 * at + 1] = magnitude[at]! * Math.sin(phaseRad[at]!);
  }
  return values;
}

/**
 * Filters an interferogram of someone's GeoTIFFs: phase in, phase out; complex in, complex out with the magnitude it had.
 * @throws SentryalError RASTER_*, FILTER_INPUT_INVALID, GPU_*, PRODUCT_*; the signal's reason when aborted
 */
export async function filterRaster(request: FilterRequest, context: JobContext): Promise<FilterDocument> {
  const startedMs = performance.now();
  const { signal, warn } = context;
  const { out, strength } = request;
  const clock = new StageClock(context.progress, signal, ['read', 'filter', 'products']);
  const inputs = [
    { path: request.interferogram, kind: 'complex or phase' },
    { path: request.coherence, kind: 'real' },
  ] as const;
  return withRasters(inputs, [out], context, async (files) => {
    const [interferogram, coherence] = files as [(typeof files)[0], (typeof files)[0]];
    await requireRasterFits(interferogram, 'filter', context);
    const { rows, columns, isComplex } = interferogram;
    requireTiffSize(out, { rows, columns, sample: isComplex ? 'complex64' : 'float32' });
    const planes = await clock.run('read', 'reading interferogram and coherence', (report) =>
      readPhasePlanes(interferogram, coherence, { signal, warn, report }),
    );
    const { wrappedPhaseRad, magnitude } = planes;
    return withGpu(context, async (gpu) => {
      const filtered = await clock.run('filter', 'filtering', () => goldsteinFilter(gpu, planes, strength));
      const metadata = { FILTER: 'Goldstein-Baran', FILTER_STRENGTH: strength };
      const common = { rows, columns, noData: 'nan', places: interferogram.places, metadata };
      const output =
        magnitude === undefined
          ? {
              head: { ...common, sample: 'float32', title: 'Filtered wrapped phase', unit: 'rad' } as const,
              values: filtered,
            }
          : {
              head: { ...common, sample: 'complex64', title: 'Filtered interferogram', unit: 'as its input' } as const,
              values: fromPolar(magnitude, filtered),
            };
      const written = await clock.run('products', 'writing the raster', () =>
        writeRasters([{ name: 'filtered', path: out, ...output }], signal),
      );
      return {
        ...rasterDocument('filter', files, written, { gpu, clock, context, startedMs }),
        strength,
        statistics: {
          residues: countPhaseResidues(rows, columns, wrappedPhaseRad),
          filtered_residues: countPhaseResidues(rows, columns, filtered),
          pixels_with_data: filtered.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0),
        },
      };
    });
  });
}
