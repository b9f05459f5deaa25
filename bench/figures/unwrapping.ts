import { Snaphu } from '../peers/snaphu.ts';
import { sumFlags } from './cycle-errors.ts';
import { markdownTable } from './markdown-table.ts';
import { mexicoCity } from './unwrapping-mexico-city.ts';
import { readOptions } from './unwrapping-options.ts';
import {
  type Outcome,
  type SceneClass,
  type SceneFigures,
  type SceneSettings,
  SCENE_CLASSES,
  isWithin,
  limitOf,
  measureScene,
  share,
} from './unwrapping-scenes.ts';

export const description =
  'wrong cycles, time and memory on simulated and real scenes beside SNAPHU and least squares (--seeds N, --no-snaphu, ' +
  '--snaphu-env FOLDER, --class NAME, --fault-length SHARE, --filter-strength S)';

const MEXICO_CITY = 'mexico-city';

/** Limits of the flag of cells whose cycles may be others. */
const FLAG_LIMITS = { wrongFlagged: 0.9, wrongUnflagged: 1e-4, rightFlagged: 0.05 } as const;

const percent = (value: number): string => `${(100 * value).toFixed(4)} %`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
const verdict = (passes: boolean): string => (passes ? 'pass' : 'FAIL');

function outcome(result: Outcome | undefined): string {
  if (!result) return '-';
  return `${percent(share(result))}, ${result.wallS.toFixed(1)} s (${result.cpuS.toFixed(1)} s), ${megabytes(result.peakBytes)}`;
}

/** Share of the wrong cells that are flagged; all of them where none is wrong. */
const flaggedShare = ({ flags }: SceneFigures): number | undefined =>
  flags && (flags.wrong === 0 ? 1 : flags.wrongFlagged / flags.wrong);

function sceneRow(figures: SceneFigures): string[] {
  const { sceneClass, seed, ours, report, flags, snaphu } = figures;
  const { objective, components } = report.diagnostics;
  const ofCells = (cells: number): string => percent(cells / flags!.compared);
  return [
    sceneClass.name,
    String(seed),
    String(ours.wrong),
    outcome(ours),
    `${(report.filterS + report.unwrapS).toFixed(1)} s`,
    objective.toFixed(2),
    String(components),
    outcome(snaphu.smooth),
    outcome(snaphu.defo),
    flags ? percent(flaggedShare(figures)!) : '-',
    flags ? ofCells(flags.wrong - flags.wrongFlagged) : '-',
    flags ? ofCells(flags.rightFlagged) : '-',
    percent(limitOf(figures)),
    verdict(isWithin(figures)),
  ];
}

const SCENE_HEAD = [
  'class',
  'seed',
  'wrong cells',
  'ours: wrong, process (processors), memory',
  'filter and unwrapping',
  'objective',
  'components',
  'SNAPHU smooth',
  'SNAPHU defo',
  'wrong flagged',
  'wrong, unflagged',
  'right, flagged',
  'limit',
  '',
];

/** All seeds of a class within its limit, but for those that may fail where they are flagged. */
function classRow({ name, mayFail }: SceneClass, all: readonly SceneFigures[]): string[] {
  const failed = all.filter((figures) => !isWithin(figures));
  const areFlagged = failed.every((figures) => (flaggedShare(figures) ?? 0) >= FLAG_LIMITS.wrongFlagged);
  const passes = failed.length === 0 || (failed.length <= mayFail && areFlagged);
  const flagged = failed.length === 0 ? '' : areFlagged ? ', flagged' : ', not flagged';
  const seeds = failed.map(({ seed }) => seed).join(', ') || 'none';
  return [`${name}: seeds above the limit`, `${seeds}${flagged}`, `${mayFail} of 8`, verdict(passes)];
}

function flagRows(all: readonly SceneFigures[]): string[][] {
  const known = all.flatMap(({ flags }) => (flags ? [flags] : []));
  if (known.length === 0) return [['ambiguity flag', 'not in the answer', '', verdict(false)]];
  const { compared, wrong, wrongFlagged, rightFlagged } = sumFlags(known);
  const caught = wrong === 0 ? 1 : wrongFlagged / wrong;
  const [missed, alarms] = [(wrong - wrongFlagged) / compared, rightFlagged / compared];
  return [
    [
      'wrong cells flagged',
      percent(caught),
      percent(FLAG_LIMITS.wrongFlagged),
      verdict(caught >= FLAG_LIMITS.wrongFlagged),
    ],
    [
      'wrong and unflagged',
      percent(missed),
      percent(FLAG_LIMITS.wrongUnflagged),
      verdict(missed <= FLAG_LIMITS.wrongUnflagged),
    ],
    [
      'right but flagged',
      percent(alarms),
      percent(FLAG_LIMITS.rightFlagged),
      verdict(alarms <= FLAG_LIMITS.rightFlagged),
    ],
  ];
}

/** SNAPHU, or nothing where it is not wanted or cannot be had. */
async function openSnaphu(withSnaphu: boolean, folder: string | undefined): Promise<Snaphu | undefined> {
  if (!withSnaphu) return undefined;
  const snaphu = await Snaphu.prepare(folder);
  if (typeof snaphu !== 'string') return snaphu;
  console.log(`Without SNAPHU: ${snaphu}.\n`);
  return undefined;
}

async function scenes(classes: readonly SceneClass[], seeds: number, settings: SceneSettings): Promise<void> {
  const all: SceneFigures[] = [];
  for (const sceneClass of classes)
    for (let seed = 1; seed <= seeds; seed++) {
      const figures = await measureScene(sceneClass, seed, settings);
      all.push(figures);
      console.error(sceneRow(figures).join(' | '));
    }
  if (all.length === 0) return;
  console.log(`Adapter: ${all[0]!.report.adapter}. Cells of true coherence above 0.5; memory is the process's.\n`);
  console.log(`${markdownTable(SCENE_HEAD, all.map(sceneRow))}\n`);
  const ofClass = (sceneClass: SceneClass): SceneFigures[] =>
    all.filter((figures) => figures.sceneClass === sceneClass);
  const body = [...classes.map((sceneClass) => classRow(sceneClass, ofClass(sceneClass))), ...flagRows(all)];
  console.log(`${markdownTable(['over all seeds', 'measured', 'limit', ''], body)}\n`);
}

export async function run(): Promise<void> {
  const { seeds, withSnaphu, snaphuFolder, classes, faultLength, filterStrength } = readOptions();
  const isWanted = (name: string): boolean => classes.length === 0 || classes.includes(name);
  const wanted = SCENE_CLASSES.filter(({ name }) => isWanted(name));
  const unknown = classes.filter((name) => name !== MEXICO_CITY && !SCENE_CLASSES.some((known) => known.name === name));
  if (unknown.length > 0) {
    const names = [...SCENE_CLASSES.map(({ name }) => name), MEXICO_CITY].join(', ');
    console.error(`No class ${unknown.join(', ')}; there are ${names}.`);
    process.exitCode = 1;
    return;
  }
  const snaphu = await openSnaphu(withSnaphu && wanted.length > 0, snaphuFolder);
  try {
    await scenes(wanted, seeds, { snaphu, faultLength, filterStrength });
  } finally {
    await snaphu?.close();
  }
  if (isWanted(MEXICO_CITY)) console.log(await mexicoCity());
}
