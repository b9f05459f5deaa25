import { cpus, loadavg } from 'node:os';
import { fractalScene } from '../../test/scene/fractal-scenes.ts';
import { FAST_SCHEDULE, SLOW_SCHEDULE } from '../../src/unwrap/index.ts';
import { type OurResult, type UnwrapChoice, unwrapInProcess } from '../peers/sentryal.ts';
import { type CycleErrors, findCycleErrors } from '../../test/scene/cycle-errors.ts';
import { markdownTable } from './markdown-table.ts';
import { readOptions } from './unwrapping-options.ts';
import { objectives, percent } from './unwrapping-words.ts';

export const description =
  'unwrapping as scenes grow: time, memory, objectives, wrong cycles (--sizes 512,1024,2048; 4096 takes long in software; ' +
  '--filter-strength S, --referee auto|always|never)';

/** One continuous scene of ten looks: its air and its sources grow with it. */
const SCENE = { looks: 10, seed: 1, faultRad: 0 } as const;
const MINIMUM_COHERENCE = 0.5;

interface SizeFigures extends Pick<OurResult, 'wallS' | 'cpuS' | 'peakBytes' | 'report'> {
  readonly size: number;
  readonly errors: Pick<CycleErrors, 'wrong' | 'compared'>;
}

async function measureSize(size: number, choice: UnwrapChoice): Promise<SizeFigures> {
  const { input, truthRad, trueCoherence } = fractalScene({ ...SCENE, size });
  const scene = { ...input, rows: size, columns: size };
  const { unwrappedRad, wallS, cpuS, peakBytes, report } = await unwrapInProcess(scene, choice);
  const { wrong, compared } = findCycleErrors(
    unwrappedRad,
    truthRad,
    (cell) => trueCoherence[cell]! > MINIMUM_COHERENCE,
  );
  return { size, wallS, cpuS, peakBytes, report, errors: { wrong, compared } };
}

/** Reweightings, and steps of conjugate gradients in each. */
const iterations = ({ outerIterations, innerIterations }: typeof FAST_SCHEDULE): string =>
  `${outerIterations} x ${innerIterations}`;

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
  const { report } = now;
  const { diagnostics } = report;
  return [
    `${now.size} x ${now.size}`,
    seconds(({ report: of }) => of.filterS),
    seconds(({ report: of }) => of.unwrapS),
    seconds(({ wallS }) => wallS),
    seconds(({ cpuS }) => cpuS),
    `${(now.peakBytes / 1e6).toFixed(0)} MB${exponent(({ peakBytes }) => peakBytes, now, before)}`,
    diagnostics.chosen,
    objectives(report),
    `${now.errors.wrong} (${percent(now.errors.wrong / now.errors.compared)})`,
    percent(diagnostics.shareAmbiguous),
    String(diagnostics.components),
  ];
}

const HEAD = [
  'cells',
  'filter',
  'unwrapping',
  'whole process',
  'on processors',
  'peak memory',
  'kept',
  'objectives: fast, slow, referee',
  'wrong cells',
  'ambiguous',
  'components',
];

export async function run(): Promise<void> {
  const options = readOptions();
  if (!options) return;
  const { sizes, choice } = options;
  const all: SizeFigures[] = [];
  for (const size of sizes) {
    all.push(await measureSize(size, choice));
    console.error(sizeRow(all.at(-1)!, all.at(-2)).join(' | '));
  }
  const { adapter } = all[0]!.report;
  console.log(`Adapter: ${adapter}. Load of the machine: ${loadavg()[0]!.toFixed(1)} on ${cpus().length} processors.`);
  console.log(`${SCENE.looks} looks, no rupture; sizes are powers of two, which the scene needs (4096 for 4000).`);
  console.log(
    `Iterations, whatever the size: ${iterations(FAST_SCHEDULE)} fast and ${iterations(SLOW_SCHEDULE)} slow where it is asked.`,
  );
  console.log('In brackets: exponent of growth with the number of cells. Wrong cells: true coherence above 0.5.\n');
  console.log(
    markdownTable(
      HEAD,
      all.map((now, k) => sizeRow(now, all[k - 1])),
    ),
  );
}
