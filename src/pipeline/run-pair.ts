import { buildAnswer, pointDocument } from '../answer/index.ts';
import { estimateCoherence } from '../coherence/index.ts';
import { type Gpu, openGpu } from '../gpu/index.ts';
import { type ReadSamples, formInterferogram, wrappedPhase } from '../interferogram/index.ts';
import type { Answer, Job } from '../job/index.ts';
import { samplePoints } from '../points/index.ts';
import { readBurstSamples } from '../read/index.ts';
import { cellCorrelation, effectiveLooks } from '../speckle/index.ts';
import { unwrap } from '../unwrap/index.ts';
import { alignBursts, azimuthOverlaps, fitBursts } from './align-bursts.ts';
import type { JobContext } from './context.ts';
import { describePair } from './describe-pair.ts';
import { findReference } from './find-reference.ts';
import { type OpenedPair, openPair } from './open-pair.ts';
import { planArea } from './plan-area.ts';
import { pointTargets } from './point-targets.ts';
import { refineInterferogram, registerAzimuth } from './spectral-diversity.ts';
import { StageClock } from './stage-clock.ts';
import { writeProducts } from './write-products.ts';

/**
 * The main job: a checked job in, its answer out. Opens what it needs and releases it.
 * @throws SentryalError of any stage; the signal's reason when aborted
 */
export async function runPair(job: Job, context: JobContext): Promise<Answer> {
  const startedMs = performance.now();
  const clock = new StageClock(context.progress, context.signal);
  const pair = await clock.run('read', 'opening both granules', () => openPair(job, context));
  try {
    const { adapter, gpuTimeoutS } = context.settings;
    const gpu = await openGpu({ adapter, timeoutS: gpuTimeoutS });
    try {
      return await flow(job, context, clock, pair, gpu, startedMs);
    } finally {
      await gpu.close();
    }
  } finally {
    await pair.close();
  }
}

/** The stages, in the order data flows. */
async function flow(
  job: Job,
  context: JobContext,
  clock: StageClock,
  pair: OpenedPair,
  gpu: Gpu,
  startedMs: number,
): Promise<Answer> {
  const { signal, warn } = context;
  const area = await clock.run('geometry', 'planning the area', () => planArea(job, pair, context));
  const volumes = await clock.run('geometry', 'solving orbit geometry', () => fitBursts(pair, area));
  const alignments = await clock.run('coregister', 'aligning bursts', () => alignBursts(pair, area, volumes));
  const overlaps = azimuthOverlaps(pair, area, volumes, warn);
  const readSamples: ReadSamples = (swath, burst, window) => readBurstSamples(swath, burst, window, { signal });
  const registration = await clock.run('coregister', 'refining the azimuth registration', () =>
    registerAzimuth(gpu, pair, area, readSamples, warn),
  );
  const formed = await clock.run('interferogram', 'forming the interferogram', (report) =>
    formInterferogram(gpu, {
      grid: area.grid,
      alignments,
      dem: area.dem,
      readSamples,
      signal,
      onProgress: report,
    }),
  );
  const interferogram = refineInterferogram(pair, area, volumes, formed, registration);
  const swath = pair.bursts[0]!.referenceSwath;
  const cellLooks = effectiveLooks(swath, area.grid.looks.azimuth, area.grid.looks.range);
  const coherence = await clock.run('coherence', 'estimating coherence', () =>
    estimateCoherence(gpu, interferogram, swath),
  );
  const { unwrapped } = await clock.run('unwrap', 'unwrapping', () =>
    unwrap(
      gpu,
      {
        grid: area.grid,
        wrappedPhaseRad: wrappedPhase(interferogram),
        coherence: coherence.coherence,
        effectiveLooks: cellLooks,
      },
      { signal, warn },
    ),
  );
  const rasters = { interferogram, coherence, unwrapped };
  const targets = pointTargets(job, area.dem, warn);
  const reference = await clock.run('displacement', 'finding the reference', () =>
    findReference({ job, pair, area, ...rasters, targets, warn }),
  );
  const measurements = await clock.run('points', 'measuring the points', (report) =>
    samplePoints(
      {
        targets,
        rasters: {
          ...rasters,
          cellCorrelation: cellCorrelation(swath, area.grid.looks.azimuth, area.grid.looks.range),
        },
        placements: area.placements,
        pairs: pair.bursts,
        referenceOrbit: pair.referenceOrbit,
        secondaryOrbit: pair.secondaryOrbit,
        dem: area.dem,
        wavelengthM: pair.wavelengthM,
        swapped: pair.swapped,
        minCoherence: job.options.min_coherence,
        cellLooks,
        reference,
      },
      { signal, onProgress: report },
    ),
  );
  const { outDir } = context;
  const products = await clock.run('products', 'writing rasters', () =>
    outDir === undefined ? [] : writeProducts(gpu, { job, outDir, pair, area, ...rasters, reference, warn }),
  );
  clock.finish('done');
  return buildAnswer({
    job,
    points: measurements.map(pointDocument),
    pair: describePair(job, pair, area, gpu, { reference, registration, overlaps }),
    warnings: context.warnings,
    timingsS: clock.timingsS,
    products,
    processingTimeS: (performance.now() - startedMs) / 1000,
  });
}
