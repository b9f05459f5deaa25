import { ReadLedger, withLedger } from '../../fetch/index.ts';
import type { Job, Pair } from '../../job/index.ts';
import type { Warning } from '../../model/index.ts';
import { readBurstSamples } from '../../read/index.ts';
import { packageInfo } from '../../settings/index.ts';
import type { JobContext } from '../context.ts';
import { openCorrectionInputs } from '../corrections/correction-terms.ts';
import { describeSources } from '../describe/describe-sources.ts';
import { type OpenedPair, openPair } from '../open-pair.ts';
import { StageClock } from '../stage-clock.ts';
import { openWaterMask } from '../water-mask.ts';
import { type BurstRead, type MeasurementRead, burstReads, measurementReads } from './burst-reads.ts';
import { type Area, planArea } from './plan-area.ts';

/** What `fetch` prints. */
export interface FetchDocument extends Pick<Pair, 'granules' | 'orbits'> {
  readonly job_id: string;
  readonly status: 'success';
  readonly processing_time_seconds: number;
  readonly infrastructure_id: string | null;
  readonly dem: string;
  /** Of granules that are not on this machine. */
  readonly reads: readonly MeasurementRead[];
  /** From the network and from files, and of that what the cache had already. */
  readonly bytes_read: number;
  readonly bytes_cached: number;
  readonly warnings: readonly Warning[];
  readonly version: string;
}

/** Lines read at once: what is thrown away again need not be large. */
const LINES_AT_ONCE = 256;

async function readAway({ swath, burst, window }: BurstRead, signal: AbortSignal): Promise<void> {
  const end = window.firstLine + window.lines;
  for (let firstLine = window.firstLine; firstLine < end; firstLine += LINES_AT_ONCE) {
    const lines = Math.min(LINES_AT_ONCE, end - firstLine);
    await readBurstSamples(swath, burst, { ...window, firstLine, lines }, { signal });
  }
}

/** The windows of dates whose granule is not on this machine. */
async function remoteReads(pair: OpenedPair, area: Area): Promise<BurstRead[]> {
  const { sources } = pair;
  const isRemote = (date: 'reference' | 'secondary'): boolean => sources[date].granule.source !== 'local';
  if (!isRemote('reference') && !isRemote('secondary')) return [];
  return (await burstReads(pair, area)).filter(({ date }) => isRemote(date));
}

async function fetchAll(
  job: Job,
  pair: OpenedPair,
  context: JobContext,
  clock: StageClock,
): Promise<Pick<FetchDocument, 'dem' | 'reads'>> {
  const area = await clock.run('geometry', 'planning the area', () => planArea(job, pair, context));
  const { water_mask: mask } = job.options;
  await clock.run('geometry', 'reading mask and grids', async () => {
    if (mask !== undefined) await openWaterMask(mask, pair, area, context);
    await openCorrectionInputs(job, pair, area, context);
  });
  const reads = await clock.run('coregister', 'aligning bursts', () => remoteReads(pair, area));
  const total = reads.reduce((sum, { window }) => sum + window.lines, 0);
  let done = 0;
  await clock.run('interferogram', 'fetching samples', async (report) => {
    for (const read of reads) {
      await readAway(read, context.signal);
      done += read.window.lines;
      report(done / total);
    }
  });
  return { dem: area.dem.name, reads: measurementReads(reads) };
}

/**
 * Fills the cache with what a job needs from elsewhere: metadata, orbits, DEM, masks, grids and the samples of its
 * interferogram. Needs no adapter.
 * @throws SentryalError of opening and reading; the signal's reason when aborted
 */
export async function fetchJob(job: Job, context: JobContext): Promise<FetchDocument> {
  const startedMs = performance.now();
  const clock = new StageClock(context.progress, context.signal);
  const ledger = new ReadLedger();
  return withLedger(ledger, async () => {
    const pair = await clock.run('read', 'opening both granules', () => openPair(job, context, clock.note));
    try {
      const fetched = await fetchAll(job, pair, context, clock);
      clock.finish('done');
      return {
        job_id: job.job_id,
        status: 'success',
        processing_time_seconds: Math.round(performance.now() - startedMs) / 1000,
        infrastructure_id: job.infrastructure_id ?? null,
        ...describeSources(pair),
        ...fetched,
        bytes_read: ledger.bytes,
        bytes_cached: ledger.cachedBytes,
        warnings: context.warnings,
        version: packageInfo().version,
      };
    } finally {
      await pair.close();
    }
  });
}
