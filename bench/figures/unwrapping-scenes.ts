import { type FractalScene, fractalScene } from '../../test/scene/fractal-scenes.ts';
import { type OurResult, unwrapInProcess } from '../peers/sentryal.ts';
import type { PeerResult } from '../peers/scene-files.ts';
import { SNAPHU_COSTS, type Snaphu, type SnaphuCost } from '../peers/snaphu.ts';
import type { UnwrappingOptions } from './unwrapping-options.ts';
import { type FlagCounts, countFlags, findCycleErrors } from '../../test/scene/cycle-errors.ts';

/** Scenes that are judged by one limit. */
export interface SceneClass {
  readonly name: string;
  readonly looks: number;
  /** Phase across the rupture and its length as a share of the scene; nothing without one. */
  readonly fault: { readonly faultRad: number; readonly faultLength: number } | undefined;
  /** What is asked of it; nothing where it is only shown. */
  readonly limit: Limit | undefined;
}

export interface Limit {
  /** Largest share of wrong cells. */
  readonly share: number;
  /** How much worse than the better of SNAPHU's two the share may be where that is above; 0 for not at all. */
  readonly timesSnaphu: number;
  /** How many of eight seeds may be above it, if their wrong cells are flagged. */
  readonly mayFailOf8: number;
}

/** A quarter as long as the scene. */
const rupture = { faultRad: 18, faultLength: 0.25 } as const;
/** Half as long as the scene. */
const longRupture = { fault: { faultRad: 18, faultLength: 0.5 }, limit: undefined } as const;

export const SCENE_CLASSES: readonly SceneClass[] = [
  { name: 'continuous-10', looks: 10, fault: undefined, limit: { share: 2e-4, timesSnaphu: 0, mayFailOf8: 0 } },
  { name: 'continuous-4', looks: 4, fault: undefined, limit: { share: 2e-3, timesSnaphu: 1.25, mayFailOf8: 0 } },
  { name: 'rupture-10', looks: 10, fault: rupture, limit: { share: 5e-4, timesSnaphu: 0, mayFailOf8: 1 } },
  // The noise of 4 looks alone leaves 0.2 %.
  { name: 'rupture-4', looks: 4, fault: rupture, limit: { share: 2e-3, timesSnaphu: 1.25, mayFailOf8: 1 } },
  { ...longRupture, name: 'long-rupture-10', looks: 10 },
  { ...longRupture, name: 'long-rupture-4', looks: 4 },
];

const SIZE = 512;

/** Cells of this true coherence count. */
const MINIMUM_COHERENCE = 0.5;

/** A result beside the truth. */
export interface Outcome extends Omit<PeerResult, 'unwrappedRad'> {
  readonly wrong: number;
  readonly compared: number;
}

/** One scene unwrapped by us and by the peer. */
export interface SceneFigures {
  readonly sceneClass: SceneClass;
  readonly seed: number;
  readonly ours: Outcome;
  readonly report: OurResult['report'];
  readonly flags: FlagCounts;
  readonly snaphu: Readonly<Partial<Record<SnaphuCost, Outcome>>>;
}

/** What is the same for all scenes. */
export interface SceneSettings extends Pick<UnwrappingOptions, 'faultLength' | 'choice'> {
  readonly snaphu: Snaphu | undefined;
}

/** Makes a scene, unwraps it by ours and by SNAPHU where there is one, and counts. One process at a time. */
export async function measureScene(
  sceneClass: SceneClass,
  seed: number,
  { snaphu, faultLength, choice }: SceneSettings,
): Promise<SceneFigures> {
  const { looks, fault } = sceneClass;
  const scene: FractalScene = fractalScene({
    ...{ size: SIZE, looks, seed, faultRad: 0, ...fault },
    ...(faultLength === undefined ? {} : { faultLength }),
  });
  const peerScene = { ...scene.input, rows: SIZE, columns: SIZE };
  const counts = (cell: number): boolean => scene.trueCoherence[cell]! > MINIMUM_COHERENCE;
  const errorsOf = (phaseRad: Float32Array) => findCycleErrors(phaseRad, scene.truthRad, counts);
  const { unwrappedRad, report, ambiguous, wallS, cpuS, peakBytes } = await unwrapInProcess(peerScene, choice);
  const errors = errorsOf(unwrappedRad);
  const peers: Partial<Record<SnaphuCost, Outcome>> = {};
  for (const cost of snaphu ? SNAPHU_COSTS : []) {
    const { unwrappedRad: peersRad, ...used } = await snaphu!.unwrap(peerScene, cost);
    const { wrong, compared } = errorsOf(peersRad);
    peers[cost] = { wrong, compared, ...used };
  }
  return {
    sceneClass,
    seed,
    ours: { wrong: errors.wrong, compared: errors.compared, wallS, cpuS, peakBytes },
    report,
    flags: countFlags(errors, ambiguous),
    snaphu: peers,
  };
}

export const share = ({ wrong, compared }: Outcome): number => wrong / compared;

/** Largest share of wrong cells that a scene may have; nothing where its class is only shown. */
export function limitOf({ sceneClass: { limit }, snaphu }: SceneFigures): number | undefined {
  const best = Math.min(...Object.values(snaphu).map(share));
  return limit && Number.isFinite(best) ? Math.max(limit.share, limit.timesSnaphu * best) : limit?.share;
}

export const isWithin = (figures: SceneFigures): boolean => share(figures.ours) <= (limitOf(figures) ?? 1);
