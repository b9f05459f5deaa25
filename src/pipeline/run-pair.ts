import { buildAnswer, pointDocument } from '../answer/index.ts';
import { estimateCoherence } from '../coherence/index.ts';
import { ReadLedger, withLedger } from '../fetch/index.ts';
import { goldsteinFilter } from '../filter/index.ts';
import type { Gpu } from '../gpu/index.ts';
import { wrappedPhase } from '../interferogram/index.ts';
import type { Answer, Job } from '../job/index.ts';
import { samplePoints } from '../points/index.ts';
import { readBurstSamples } from '../read/index.ts';
import { cellCorrelation, effectiveLooks } from '../speckle/index.ts';
import { unwrap } from '../unwrap/index.ts';
import type { JobContext } from './context.ts';
import { correctPoints, describeCorrections } from './corrections/apply-corrections.ts';
import { openCorrectionInputs } from './corrections/correction-terms.ts';
import { findCorrections } from './corrections/corrections.ts';
import { describePair } from './describe/describe-pair.ts';
import { describeStructure } from './describe/describe-structure.ts';
import { describeUnwrapping } from './describe/describe-unwrapping.ts';
import { findReference } from './find-reference.ts';
import { interferogramOf } from './interferogram-of.ts';
import type { OpenedPair } from './open-pair.ts';
import { planArea, requireBbox } from './plan/plan-area.ts';
import { areaLimits } from './plan/plan-sizes.ts';
import { pointDelays } from './points/point-delays.ts';
import { pointPatches } from './points/point-patches.ts';
import { pointRegistration } from './register/point-registration.ts';
import { pointTargets } from './points/point-targets.ts';
import { keepRun } from './saved-run/saved-run.ts';
import { StageClock } from './stage-clock.ts';
import { applyWaterMask, openWaterMask, withoutBlanked } from './water-mask.ts';
import { withPair } from './with-pair.ts';
import { requireRasterFiles, writeProducts } from './products/write-products.ts';

/**
 * The main job: a checked job in, its answer out. Opens what it needs and releases it.
 * @throws SentryalError of any stage; the signal's reason when aborted
 */
export async function runPair(job: Job, context: JobContext): Promise<Answer> {
  const startedMs = performance.now();
  const clock = new StageClock(context.progress, context.signal);
  const ledger = new ReadLedger();
  return withLedger(ledger, () =>
    withPair(job, context, clock, (pair, gpu) => flow(job, context, clock, pair, gpu, { ledger, startedMs })),
  );
}

/** The stages, in the order data flows. */
async function flow(
  job: Job,
  context: JobContext,
  clock: StageClock,
  pair: OpenedPair,
  gpu: Gpu,
  { ledger, startedMs }: { readonly ledger: ReadLedger; readonly startedMs: number },
): Promise<Answer> {
  const { signal, warn } = context;
  requireBbox(job, pair);
  requireRasterFiles(job, context.outDir);
  const area = await clock.run('geometry', 'planning the area', () =>
    planArea(job, pair, context, areaLimits(gpu.limits)),
  );
  const { water_mask: maskPaths } = job.options;
  const mask =
    maskPaths === undefined
      ? undefined
      : await clock.run('geometry', 'reading the water mask', () => openWaterMask(maskPaths, pair, area, context));
  const inputs = await clock.run('geometry', 'reading what corrections are given', () =>
    openCorrectionInputs(job, pair, area, context),
  );
  const { interferogram, found } = await interferogramOf(gpu, pair, area, area, clock, context);
  const swath = pair.bursts[0]!.referenceSwath;
  const cellLooks = effectiveLooks(swath, area.grid.looks.azimuth, area.grid.looks.range);
  const coherence = await clock.run('coherence', 'estimating coherence', () =>
    estimateCoherence(gpu, interferogram, swath),
  );
  const { rows, columns } = area.grid;
  const water =
    mask &&
    (await clock.run('coherence', 'applying the water mask', () =>
      applyWaterMask(mask, pair, interferogram, coherence, warn),
    ));
  const wrappedPhaseRad = withoutBlanked(wrappedPhase(interferogram), water);
  const guidePhaseRad = await clock.run('filter', 'filtering the guide of the unwrapping', () =>
    goldsteinFilter(
      gpu,
      { rows, columns, wrappedPhaseRad, coherence: coherence.coherence },
      job.options.filter_strength,
    ),
  );
  const { unwrapped, diagnostics } = await clock.run('unwrap', 'unwrapping', (report) =>
    unwrap(
      gpu,
      {
        grid: area.grid,
        wrappedPhaseRad,
        guidePhaseRad,
        coherence: coherence.coherence,
        effectiveLooks: cellLooks,
      },
      { referee: job.options.unwrap_referee, signal, warn, onProgress: report },
    ),
  );
  const rasters = { interferogram, coherence, unwrapped };
  const targets = pointTargets(job, area.dem, warn);
  const delays = pointDelays(job, pair);
  const reference = await clock.run('displacement', 'finding the reference', () =>
    findReference({ job, pair, area, ...rasters, targets, delays, warn }),
  );
  const corrections = await clock.run('displacement', 'finding corrections', () =>
    findCorrections({ job, pair, area, rasters, targets, reference, inputs, warn }),
  );
  const patches = await clock.run('points', 'reading full resolution at the points', () =>
    pointPatches(gpu, pair, area, targets, {
      readSamples: (ofSwath, burst, window) => readBurstSamples(ofSwath, burst, window, { signal }),
      delays,
      registration: found.registration,
      warn,
      signal,
    }),
  );
  const sampling = {
    rasters: {
      ...rasters,
      cellCorrelation: cellCorrelation(swath, area.grid.looks.azimuth, area.grid.looks.range),
      ...(water && { blanked: water.blanked }),
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
    method: job.options.point_measurement,
    delays,
    registration: pointRegistration(pair, area, found.registration),
    reference,
  };
  const measured = await clock.run('points', 'measuring the points', (report) =>
    samplePoints({ ...sampling, targets, patches }, { signal, onProgress: report }),
  );
  const measurements = correctPoints(measured, corrections);
  const { outDir } = context;
  const described = describePair(job, pair, area, gpu, { reference, ...found });
  const products = await clock.run('products', 'writing rasters', () =>
    outDir === undefined
      ? []
      : writeProducts(gpu, {
          ...{ job, outDir, pair, area, ...rasters, cellLooks, reference, corrections, water },
          ...{ described, signal, warn },
        }),
  );
  const findings = {
    pair: described,
    unwrapping: describeUnwrapping(diagnostics),
    waterMask: water?.found ?? null,
    corrections: describeCorrections(job, corrections, measurements),
    structure: describeStructure(job, measurements, pair.swapped, warn),
    warnings: context.warnings,
    timingsS: clock.timingsS,
    products,
    bytesRead: ledger.bytes,
    inputs: ledger.texts,
  };
  await clock.run('products', 'keeping the run', () =>
    keepRun(
      outDir,
      { job, findings, pair, area, registration: found.registration, sampling, corrections },
      { signal, warn },
    ),
  );
  clock.finish('done');
  return buildAnswer({
    ...findings,
    job,
    points: measurements.map((measurement) => pointDocument(measurement, pair.wavelengthM)),
    processingTimeS: (performance.now() - startedMs) / 1000,
  });
}
