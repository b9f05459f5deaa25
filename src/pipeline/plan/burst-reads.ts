import { alignBurst } from '../../coregister/index.ts';
import { readWindows } from '../../interferogram/index.ts';
import type { Burst, BurstAlignment, GridWindow, Swath } from '../../model/index.ts';
import { measurementMember } from '../../read/index.ts';
import type { OpenedPair } from '../open-pair.ts';
import { fitBurst, secondaryCarrier } from '../register/align-bursts.ts';
import { alignOverlap, overlapsOf } from '../register/overlap-samples.ts';
import type { Area } from './plan-area.ts';

export type DateName = 'reference' | 'secondary';

/** Samples of one burst of one date that a job reads. */
export interface BurstRead {
  readonly date: DateName;
  readonly swath: Swath;
  readonly burst: Burst;
  readonly window: GridWindow;
}

function readsOf(alignment: BurstAlignment): BurstRead[] {
  const { reference, referenceSwath, secondary, secondarySwath } = alignment.placement.pair;
  const windows = readWindows(alignment);
  return [
    { date: 'reference', swath: referenceSwath, burst: reference, window: windows.reference },
    { date: 'secondary', swath: secondarySwath, burst: secondary, window: windows.secondary },
  ];
}

/**
 * Every window of samples that the interferogram of an area and its registration read; full resolution at the points lies
 * within them, but for points at their border.
 */
export async function burstReads(pair: OpenedPair, area: Area): Promise<BurstRead[]> {
  const reads: BurstRead[] = [];
  const { looks } = area.grid;
  for (const placement of area.placements) {
    const geometry = await fitBurst(pair, area, placement);
    const carrier = secondaryCarrier(pair, placement);
    reads.push(...readsOf(alignBurst({ placement, looks, geometry, carrier })));
  }
  for (const { grid, earlier, later } of overlapsOf(pair, area))
    for (const placement of [earlier, later])
      reads.push(...readsOf((await alignOverlap(pair, area, placement, grid.looks)).alignment));
  return reads;
}

/** What is read of one measurement. */
export interface MeasurementRead {
  readonly date: DateName;
  readonly swath: string;
  readonly bursts: readonly { readonly burst_id: number; readonly first_line: number; readonly lines: number }[];
  /** Of whole lines: neighbouring lines are fetched in one run. */
  readonly bytes: number;
  /** Whether the file is compressed, so that all before the last line wanted has to be read too. */
  readonly from_start: boolean;
}

const BYTES_PER_SAMPLE = 4;

function groups<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const found = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group) group.push(item);
    else found.set(key, [item]);
  }
  return found;
}

/** Lines of each burst as runs without gaps, first to last. */
function runs(windows: readonly GridWindow[]): [first: number, end: number][] {
  const joined: [number, number][] = [];
  const sorted = windows.map(({ firstLine, lines }): [number, number] => [firstLine, firstLine + lines]);
  for (const [first, end] of sorted.toSorted(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && first <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([first, end]);
  }
  return joined;
}

/** Reads by measurement, with what they cost. */
export function measurementReads(reads: readonly BurstRead[]): MeasurementRead[] {
  const bySwath = groups(reads, ({ swath }) => swath);
  return [...bySwath].map(([swath, ofSwath]) => {
    const lineBytes = swath.samplesPerBurst * BYTES_PER_SAMPLE;
    const bursts = [...groups(ofSwath, ({ burst }) => burst)].flatMap(([burst, ofBurst]) =>
      runs(ofBurst.map(({ window }) => window)).map(([first, end]) => ({ burst, first, lines: end - first })),
    );
    const lines = bursts.reduce((sum, run) => sum + run.lines, 0);
    const { sizeBytes = 0, storedBytes } = measurementMember(swath) ?? {};
    const end = Math.max(...bursts.map((run) => run.burst.byteOffset + (run.first + run.lines) * lineBytes));
    return {
      date: ofSwath[0]!.date,
      swath: swath.name,
      bursts: bursts.map((run) => ({ burst_id: run.burst.burstId, first_line: run.first, lines: run.lines })),
      bytes: storedBytes === undefined ? lines * lineBytes : Math.ceil((storedBytes * end) / sizeBytes),
      from_start: storedBytes !== undefined,
    };
  });
}
