import { cpus, loadavg } from 'node:os';
import { fractalScene } from '../../test/scene/fractal-scenes.ts';
import { type OurResult, unwrapInProcess } from '../peers/sentryal.ts';
import { type CycleErrors, findCycleErrors } from './cycle-errors.ts';
import { markdownTable } from './markdown-table.ts';
import { readOptions } from './unwrapping-options.ts';

export const description =
  'unwrapping as scenes grow: iterations, time, memory, wrong cycles (--sizes 512,1024,2048; 4096 takes long in software)';

/** One continuous scene of ten looks: its air and its sources grow with it. */
const SCENE = { looks: 10, seed: 1, faultRad: 0 } as const;
const MINIMUM_COHERENCE = 0.5;

interface SizeFigures extends Pick<OurResult, 'wallS' | 'cpuS' | 'peakBytes' | 'report'> {
  readonly size: number;
  readonly errors: Pick<CycleErrors, 'wrong' | 'compared'>;
}

async function measureSize(size: number): Promise<SizeFigures> {
  const { input, truthRad, trueCoherence } = fractalScene({ ...SCENE, size });
  const { unwrappedRad, wallS, cpuS, peakBytes, report } = await unwrapInProcess({
    ...input,
    rows: size,
    columns: size,
  });
  const { wrong, compared } = findCycleErrors(
    unwrappedRad,
    truthRad,
    (cell) => trueCoherence[cell]! > MINIMUM_COHERENCE,
  );
  return { size, wallS, cpuS, peakBytes, report, errors: { wrong, compared } };
}

/** Exponent e of growth with the number of cells: quantity ~ cells^e. */
function exponent(
  quantity: (figures: SizeFigures) => number,
  now: SizeFigures,
  before: SizeFigures | undefined,
): string {
  if (!before) return '';
  const cells = (now.size / before.size) ** 2;
  return ` (${(Math.log(quantity(now) / quantity(before)) / Math.log(cells)).toFixed(2)})`;
}

function sizeRow(now: SizeFigures, before: SizeFigures | undefined): string[] {
  const seconds = (quantity: (figures: SizeFigures) => number): string =>
    `${quantity(now).toFixed(1)} s${exponent(quantity, now, before)}`;
  const { diagnostics } = now.report;
  return [
    `${now.size} x ${now.size}`,
    String(diagnostics.outerIterations),
    seconds(({ report }) => report.filterS),
    seconds(({ report }) => report.unwrapS),
    seconds(({ wallS }) => wallS),
    seconds(({ cpuS }) => cpuS),
    `${(now.peakBytes / 1e6).toFixed(0)} MB${exponent(({ peakBytes }) => peakBytes, now, before)}`,
    diagnostics.objective.toFixed(1),
    `${now.errors.wrong} (${((100 * now.errors.wrong) / now.errors.compared).toFixed(4)} %)`,
    String(diagnostics.components),
  ];
}

const HEAD = [
  'cells',
  'iterations',
  'filter',
  'unwrapping',
  'whole process',
  'on processors',
  'peak memory',
  'objective',
  'wrong cells',
  'components',
];

export async function run(): Promise<void> {
  const { sizes } = readOptions();
  const all: SizeFigures[] = [];
  for (const size of sizes) {
    all.push(await measureSize(size));
    console.error(sizeRow(all.at(-1)!, all.at(-2)).join(' | '));
  }
  const { adapter } = all[0]!.report;
  console.log(`Adapter: ${adapter}. Load of the machine: ${loadavg()[0]!.toFixed(1)} on ${cpus().length} processors.`);
  console.log(`${SCENE.looks} looks, no rupture; sizes are powers of two, which the scene needs (4096 for 4000).`);
  console.log('In brackets: exponent of growth with the number of cells. Wrong cells: true coherence above 0.5.\n');
  console.log(
    markdownTable(
      HEAD,
      all.map((now, k) => sizeRow(now, all[k - 1])),
    ),
  );
}
