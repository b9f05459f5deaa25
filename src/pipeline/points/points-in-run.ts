import { buildAnswer, pointDocument } from '../../answer/index.ts';
import { ReadLedger, withLedger } from '../../fetch/index.ts';
import type { Answer, JobOptions, JobPoint } from '../../job/index.ts';
import type { Warning } from '../../model/index.ts';
import { samplePoints } from '../../points/index.ts';
import { correctPoints, describeCorrections } from '../corrections/apply-corrections.ts';
import type { JobContext } from '../context.ts';
import { describeStructure } from '../describe/describe-structure.ts';
import { pointTargets } from './point-targets.ts';
import { loadRun } from '../saved-run/saved-run.ts';
import { StageClock } from '../stage-clock.ts';

const FROM_CELLS: Warning = {
  code: 'POINTS_WITHOUT_PIXELS',
  stage: 'points',
  message:
    'These points were measured in a finished run, from its multilook cells: pixels at full resolution are not kept, so that none has signal_to_clutter_db, nor a phase of its own scatterer.',
};

/** Warnings of these stages of the run are about its own points and files. */
const OWN_STAGES: ReadonlySet<string> = new Set(['job', 'points', 'products', 'answer']);

/** What of a finished run is asked for. */
export interface PointsRequest {
  /** Folder that the run was written to. */
  readonly runDir: string;
  readonly points: readonly JobPoint[];
  /** Undefined: as the run's job asked. */
  readonly detail?: JobOptions['detail'] | undefined;
}

/**
 * Measures points in a finished run, from what it kept; no granule is opened and no adapter used.
 * @returns the answer of the run for these points: what it says of the pair is the run's, times and bytes are its own
 * @throws SentryalError RUN_NOT_FOUND, RUN_UNREADABLE, RUN_OTHER_VERSION; the signal's reason when aborted
 */
export async function pointsInRun(request: PointsRequest, context: JobContext): Promise<Answer> {
  const startedMs = performance.now();
  const { signal, warn, warnings } = context;
  const clock = new StageClock(context.progress, signal, ['read', 'points']);
  const ledger = new ReadLedger();
  const run = await clock.run('read', 'reading the run', () =>
    withLedger(ledger, () => loadRun(request.runDir, signal)),
  );
  const { detail = run.job.options.detail } = request;
  const job = { ...run.job, points: [...request.points], options: { ...run.job.options, detail } };
  const targets = pointTargets(job, run.sampling.dem, warn);
  const measured = await clock.run('points', 'measuring the points', (report) =>
    samplePoints({ ...run.sampling, method: 'cells', targets }, { signal, onProgress: report }),
  );
  const measurements = correctPoints(measured, run.corrections);
  clock.finish('done');
  return buildAnswer({
    ...run.findings,
    job,
    corrections: describeCorrections(job, run.corrections, measurements),
    // What it warns of, the run has warned of.
    structure: describeStructure(job, measurements, run.sampling.swapped, () => {}),
    points: measurements.map((measurement) => pointDocument(measurement, run.sampling.wavelengthM)),
    warnings: [...run.findings.warnings.filter(({ stage }) => !OWN_STAGES.has(stage)), ...warnings, FROM_CELLS],
    timingsS: clock.timingsS,
    products: [],
    bytesRead: ledger.bytes,
    processingTimeS: (performance.now() - startedMs) / 1000,
  });
}
