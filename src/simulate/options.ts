import { SentryalError } from '../errors/index.ts';
import type { Progress, SwathName } from '../model/index.ts';
import type { CropOptions } from './crop.ts';
import { type SceneName, isSceneName, sceneNames } from './scenes/index.ts';
import { RELIEF_M } from './terrain.ts';

/** What to simulate, and where to put it. */
export interface SimulateOptions {
  /** Folder for the pair, made where absent. */
  readonly outDir: string;
  readonly scene: SceneName;
  /** Whole number that decides the speckle; default 1. */
  readonly seed?: number;
  /** Folder with two unpacked SAFE folders whose annotation drives orbits, timing and Doppler of both dates. */
  readonly templateDir?: string;
  /** True coherence, above 0 to 1; 1 (default) is free of noise. */
  readonly coherence?: number;
  /** Bursts per swath; default 2. */
  readonly bursts?: number;
  /** Range samples per burst; default 2000. */
  readonly samples?: number;
  /** Sub-swaths, in order of range; default iw1. */
  readonly swaths?: readonly SwathName[];
  /** First burst of the template to keep; default: its middle. */
  readonly firstBurst?: number;
  /** First range sample of the swath to keep, with one swath only; default: the middle. */
  readonly firstSample?: number;
  /** Highest minus lowest ground, m; default 340. */
  readonly reliefM?: number;
  /** Size of the perpendicular baseline in the middle of the scene, m, without a template only; default some 80. */
  readonly baselineM?: number;
  /** Root mean square of an error of the DEM that changes over hundreds of metres, m; default 0. */
  readonly demErrorM?: number;
  /** Path delay of the second date, one way, that grows with height, mm per km; reads as displacement away. Default 0. */
  readonly delayMmPerKm?: number;
  /** Points at random places beside those of the scene; default 0. */
  readonly randomPoints?: number;
  readonly onProgress?: Progress;
  readonly signal?: AbortSignal;
}

export interface CheckedOptions {
  readonly scene: SceneName;
  readonly seed: number;
  readonly coherence: number;
  readonly randomPoints: number;
  readonly reliefM: number;
  readonly baselineM?: number;
  readonly demErrorM: number;
  readonly delayMmPerKm: number;
  readonly crop: CropOptions;
}

const SWATHS: readonly SwathName[] = ['iw1', 'iw2', 'iw3'];

/** Narrowest burst in which the points of every scene fit. */
const FEWEST_SAMPLES = 384;
const MOST_SAMPLES = 26_000;
const MOST_BURSTS = 9;
const MOST_RANDOM_POINTS = 100_000;

/** From here on the steepest slopes would lay over, m. */
const MOST_RELIEF_M = 900;

function real(option: string, value: number, lowest: number, highest: number): number {
  if (value >= lowest && value <= highest) return value;
  const reason = `it must be a number from ${lowest} to ${highest}`;
  throw new SentryalError('SIMULATE_OPTION_INVALID', { option, value, reason });
}

function whole(option: string, value: number, lowest: number, highest: number): number {
  if (Number.isSafeInteger(value) && value >= lowest && value <= highest) return value;
  const reason = `it must be a whole number from ${lowest} to ${highest}`;
  throw new SentryalError('SIMULATE_OPTION_INVALID', { option, value, reason });
}

/**
 * Fills in the defaults.
 * @throws SentryalError SIMULATE_SCENE_UNKNOWN, SIMULATE_OPTION_INVALID
 */
export function checkOptions(options: SimulateOptions): CheckedOptions {
  const { scene, coherence = 1, swaths = ['iw1'] } = options;
  if (!isSceneName(scene)) {
    throw new SentryalError('SIMULATE_SCENE_UNKNOWN', { scene: String(scene), names: sceneNames.join(', ') });
  }
  if (!(coherence > 0 && coherence <= 1)) {
    const reason = 'it must be above 0 and at most 1';
    throw new SentryalError('SIMULATE_OPTION_INVALID', { option: 'coherence', value: coherence, reason });
  }
  const positions = swaths.map((name) => SWATHS.indexOf(name));
  if (swaths.length === 0 || positions.some((at, k) => at < 0 || (k > 0 && at !== positions[k - 1]! + 1))) {
    const reason = 'it must name neighbouring swaths in order of range, from iw1, iw2 and iw3';
    throw new SentryalError('SIMULATE_OPTION_INVALID', { option: 'swaths', value: swaths.join(','), reason });
  }
  return {
    scene,
    coherence,
    randomPoints: whole('randomPoints', options.randomPoints ?? 0, 0, MOST_RANDOM_POINTS),
    reliefM: whole('reliefM', options.reliefM ?? RELIEF_M, 0, MOST_RELIEF_M),
    demErrorM: real('demErrorM', options.demErrorM ?? 0, 0, 50),
    delayMmPerKm: real('delayMmPerKm', options.delayMmPerKm ?? 0, -500, 500),
    ...(options.baselineM === undefined ? {} : { baselineM: real('baselineM', options.baselineM, 0, 500) }),
    seed: whole('seed', options.seed ?? 1, 0, 2 ** 31 - 1),
    crop: {
      swaths,
      bursts: whole('bursts', options.bursts ?? 2, 1, MOST_BURSTS),
      samples: whole('samples', options.samples ?? 2000, FEWEST_SAMPLES, MOST_SAMPLES),
      ...(options.firstBurst === undefined
        ? {}
        : { firstBurst: whole('firstBurst', options.firstBurst, 0, MOST_BURSTS - 1) }),
      ...(options.firstSample === undefined
        ? {}
        : { firstSample: whole('firstSample', options.firstSample, 0, MOST_SAMPLES - 1) }),
    },
  };
}
