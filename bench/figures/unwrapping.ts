import { SNAPHU_COSTS, Snaphu } from '../peers/snaphu.ts';
import { type FlagCounts, sumFlags } from '../../test/scene/cycle-errors.ts';
import { markdownTable } from './markdown-table.ts';
import { mexicoCity } from './unwrapping-mexico-city.ts';
import { readOptions } from './unwrapping-options.ts';
import { objectives, partTimes, percent } from './unwrapping-words.ts';
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
  '--snaphu-env FOLDER, --class NAME, --fault-length SHARE, --filter-strength S, --referee auto|always|never)';

const MEXICO_CITY = 'mexico-city';

/** Limits of the flag of cells whose cycles may be others, over all classes that have limits. */
const FLAG_LIMITS = { wrongFlagged: 0.9, wrongUnflagged: 1e-4, rightFlagged: 0.05 } as const;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
/** What is printed; a limit that is missed also fails the command. */
function verdict(passes: boolean): string {
  if (!passes) process.exitCode = 1;
  return passes ? 'pass' : 'FAIL';
}

function outcome(result: Outcome | undefined): string {
  if (!result) return '-';
  return `${percent(share(result))}, ${result.wallS.toFixed(1)} s (${result.cpuS.toFixed(1)} s), ${megabytes(result.peakBytes)}`;
}

/** Share of the wrong cells that are flagged; all of them where none is wrong. */
const flaggedShare = ({ wrong, wrongFlagged }: FlagCounts): number => (wrong === 0 ? 1 : wrongFlagged / wrong);

function sceneRow(figures: SceneFigures): string[] {
  const { sceneClass, seed, ours, report, flags, snaphu } = figures;
  const { chosen, components, disagreement } = report.diagnostics;
  const ofCells = (cells: number): string => percent(cells / flags.compared);
  const limit = limitOf(figures);
  return [
    sceneClass.name,
    String(seed),
    String(ours.wrong),
    outcome(ours),
    partTimes(report),
    chosen,
    objectives(report),
    percent(disagreement),
    String(components),
    outcome(snaphu.smooth),
    outcome(snaphu.defo),
    percent(flaggedShare(flags)),
    ofCells(flags.wrong - flags.wrongFlagged),
    ofCells(flags.rightFlagged),
    limit === undefined ? 'none' : percent(limit),
    limit === undefined ? '' : verdict(isWithin(figures)),
  ];
}

const SCENE_HEAD = [
  'class',
  'seed',
  'wrong cells',
  'ours: wrong, process (processors), memory',
  'open, filter, unwrapping',
  'kept',
  'objectives: fast, slow, referee',
  'disagreement',
  'components',
  'SNAPHU smooth',
  'SNAPHU defo',
  'wrong flagged',
  'wrong, unflagged',
  'right, flagged',
  'limit',
  '',
];

/** Mean wrong share of a class without a limit, beside SNAPHU's. */
function shownRow(name: string, all: readonly SceneFigures[]): string[] {
  const mean = (results: readonly (Outcome | undefined)[]): string => {
    const known = results.filter((result) => result !== undefined).map(share);
    return known.length > 0 ? percent(known.reduce((sum, value) => sum + value, 0) / known.length) : '-';
  };
  const peers = SNAPHU_COSTS.map((cost) => `SNAPHU ${cost} ${mean(all.map(({ snaphu }) => snaphu[cost]))}`);
  const flags = sumFlags(all.map(({ flags }) => flags));
  return [
    `${name}: mean share wrong`,
    `${mean(all.map(({ ours }) => ours))} (${peers.join(', ')}), of it flagged ${percent(flaggedShare(flags))}`,
    'none',
    '',
  ];
}

/** All seeds of a class within its limit, but for those that may fail where they are flagged. */
function classRow({ name, limit }: SceneClass, all: readonly SceneFigures[]): string[] {
  if (!limit) return shownRow(name, all);
  const mayFail = Math.floor((limit.mayFailOf8 * all.length) / 8);
  const failed = all.filter((figures) => !isWithin(figures));
  const areFlagged = failed.every(({ flags }) => flaggedShare(flags) >= FLAG_LIMITS.wrongFlagged);
  const passes = failed.length === 0 || (failed.length <= mayFail && areFlagged);
  const flagged = failed.length === 0 ? '' : areFlagged ? ', flagged' : ', not flagged';
  const seeds = failed.map(({ seed }) => seed).join(', ') || 'none';
  return [`${name}: seeds above the limit`, `${seeds}${flagged}`, `${mayFail} of ${all.length}`, verdict(passes)];
}

/** The flag over all scenes of the classes that have limits. */
function flagRows(all: readonly SceneFigures[]): string[][] {
  const judged = all.flatMap(({ sceneClass, flags }) => (sceneClass.limit ? [flags] : []));
  if (judged.length === 0) return [];
  const sum = sumFlags(judged);
  const { compared, wrong, wrongFlagged, rightFlagged } = sum;
  const caught = flaggedShare(sum);
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
  const options = readOptions();
  if (!options) return;
  const { seeds, withSnaphu, snaphuFolder, classes, faultLength, choice } = options;
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
    await scenes(wanted, seeds, { snaphu, faultLength, choice });
  } finally {
    await snaphu?.close();
  }
  if (isWanted(MEXICO_CITY)) console.log(await mexicoCity(choice));
}
