import type { RangeTimePolynomial, SwathName } from '../model/index.ts';
import { ORBITAL_PERIOD_S, SPEED_OF_LIGHT_MPS, parseUtc } from '../units/index.ts';
import type { Acquisition, BurstPlan, PairPlan, SwathPlan } from './acquisition.ts';
import { locateGround } from './closest-approach.ts';
import { type CropOptions, cropFirstSample, cropSamples } from './crop.ts';
import { toEcef } from './ellipsoid.ts';
import { perpendicularBaselineM } from './perpendicular-baseline.ts';
import { BURST_CYCLE_S, BURST_ID_OFFSET_S, BURST_PREAMBLE_S, RADAR, SWATH_CONSTANTS } from './swath-constants.ts';
import { type OrbitElements, type Trajectory, keplerTrajectory, sampleTrajectory } from './trajectory.ts';
import { length, subtract } from './vector.ts';

/** The place that the scene is centred on, about: 44.5° N 4.5° E, seen on an ascending evening pass. */
const TARGET = { latitudeDeg: 44.5, longitudeDeg: 4.5 };
const MEAN_HEIGHT_M = 300;

const REFERENCE_DAY = parseUtc('2023-06-05T00:00:00')?.epochDay ?? 0;
const REPEAT_DAYS = 12;
const REFERENCE_ORBIT = 48_850;
const ORBITS_PER_REPEAT = 175;

/** How the secondary date's orbit, timing and attitude differ: a baseline, a burst synchronisation error, a squint. */
const SECONDARY = {
  nodeTimeChangeS: -0.117383,
  nodeLongitudeChangeDeg: 1.02e-3,
  semiMajorAxisChangeM: -14,
  synchronisationS: 3.1e-3,
  centroidChangeHz: -5.5,
} as const;

const ELEMENTS = {
  semiMajorAxisM: 7_071_400,
  eccentricity: 0.0011,
  inclinationDeg: 98.182,
  argumentOfPerigeeDeg: 82,
  nodeTimeS: 62_731.325994,
} as const;

function groundBelow(trajectory: Trajectory, timeS: number, twoWayTimeS: number): ReturnType<typeof locateGround> {
  return locateGround(trajectory, { timeS, rangeM: (twoWayTimeS * SPEED_OF_LIGHT_MPS) / 2 }, () => MEAN_HEIGHT_M);
}

/** The orbit whose view at the given range crosses the target, and when it does. */
function aimedOrbit(twoWayTimeS: number): { elements: OrbitElements; timeS: number } {
  const elements = { ...ELEMENTS, nodeLongitudeDeg: 0 };
  const trajectory = keplerTrajectory(elements);
  let timeS = ELEMENTS.nodeTimeS + 740;
  for (let i = 0; i < 8; i++) {
    const here = groundBelow(trajectory, timeS, twoWayTimeS).latitudeDeg;
    const next = groundBelow(trajectory, timeS + 1, twoWayTimeS).latitudeDeg;
    timeS += (TARGET.latitudeDeg - here) / (next - here);
  }
  // Turning the node turns everything about the Earth's axis.
  const longitudeDeg = groundBelow(trajectory, timeS, twoWayTimeS).longitudeDeg;
  return { elements: { ...elements, nodeLongitudeDeg: TARGET.longitudeDeg - longitudeDeg }, timeS };
}

/** FM rate -2 R''/λ of a ground target at closest approach, Hz/s. */
function fmRateHzPerS(trajectory: Trajectory, timeS: number, twoWayTimeS: number): number {
  const target = toEcef(groundBelow(trajectory, timeS, twoWayTimeS));
  const range = (k: number): number => length(subtract(target, trajectory.positionM(timeS + k * 0.1)));
  const acceleration = (-range(-2) + 16 * range(-1) - 30 * range(0) + 16 * range(1) - range(2)) / (12 * 0.01);
  return (-2 * acceleration * RADAR.radarFrequencyHz) / SPEED_OF_LIGHT_MPS;
}

/** Quadratic in two-way time through three FM rates across the full swath. */
function fmPolynomial(trajectory: Trajectory, timeS: number, originS: number, widthS: number): RangeTimePolynomial {
  const half = widthS / 2;
  const rates = [0, half, widthS].map((dt) => fmRateHzPerS(trajectory, timeS, originS + dt)) as [
    number,
    number,
    number,
  ];
  const second = (rates[2] - 2 * rates[1] + rates[0]) / (2 * half * half);
  const first = (rates[1] - rates[0]) / half - second * half;
  return { azimuthTimeS: timeS, originS, coefficients: [rates[0], first, second] };
}

interface Timing {
  readonly trajectory: Trajectory;
  readonly nodeTimeS: number;
  /** First echo of IW1 in the first burst. */
  readonly sensingTimeS: number;
  readonly firstBurstId: number;
  readonly absoluteOrbit: number;
  readonly centroidHz: number;
  readonly gridOriginS: number;
}

function planBurst(name: SwathName, index: number, samples: number, timing: Timing): BurstPlan {
  const constants = SWATH_CONSTANTS[name];
  const sensingTimeS = timing.sensingTimeS + constants.sensingDelayS + index * BURST_CYCLE_S;
  const line = Math.round((sensingTimeS + constants.firstLineDelayS - timing.gridOriginS) / RADAR.azimuthTimeIntervalS);
  const orbitsBefore = (timing.absoluteOrbit - 1) * ORBITAL_PERIOD_S;
  const sinceNode = timing.sensingTimeS + index * BURST_CYCLE_S + BURST_ID_OFFSET_S - timing.nodeTimeS;
  return {
    firstLineTimeS: timing.gridOriginS + line * RADAR.azimuthTimeIntervalS,
    sensingTimeS,
    burstId: timing.firstBurstId + index,
    absoluteBurstId: 1 + Math.floor((sinceNode + orbitsBefore - BURST_PREAMBLE_S) / BURST_CYCLE_S),
    firstValidLine: constants.firstValidLine,
    lastValidLine: constants.lastValidLine,
    firstValidSample: Math.min(24, samples >> 4),
    lastValidSample: samples - 1 - Math.min(20, samples >> 4),
  };
}

function planSwath(name: SwathName, crop: CropOptions, timing: Timing): SwathPlan {
  const constants = SWATH_CONSTANTS[name];
  const full = constants.samplesPerBurst;
  const samples = cropSamples(name, crop, full);
  const firstSample =
    constants.rangeOffsetSamples +
    cropFirstSample(name, crop, { first: constants.firstSample, last: constants.lastSample });
  const originS = RADAR.firstSampleTimeS + constants.rangeOffsetSamples / RADAR.rangeSamplingRateHz;
  const bursts = Array.from({ length: crop.bursts }, (_, index) => planBurst(name, index, samples, timing));
  const middleS = bursts[0]!.firstLineTimeS + (constants.linesPerBurst / 2) * RADAR.azimuthTimeIntervalS;
  const listTimes = Array.from({ length: crop.bursts + 2 }, (_, k) => middleS + (k - 1) * BURST_CYCLE_S + 0.26);
  return {
    name,
    polarization: 'vv',
    radarFrequencyHz: RADAR.radarFrequencyHz,
    rangeSamplingRateHz: RADAR.rangeSamplingRateHz,
    azimuthTimeIntervalS: RADAR.azimuthTimeIntervalS,
    steeringRateDegPerS: constants.steeringRateDegPerS,
    slantRangeTimeS: RADAR.firstSampleTimeS + firstSample / RADAR.rangeSamplingRateHz,
    linesPerBurst: constants.linesPerBurst,
    samplesPerBurst: samples,
    rangeWindow: { bandwidthHz: constants.rangeBandwidthHz, hammingCoefficient: RADAR.rangeHamming },
    azimuthWindow: { bandwidthHz: constants.azimuthBandwidthHz, hammingCoefficient: constants.azimuthHamming },
    prfHz: constants.prfHz,
    rank: constants.rank,
    txPulseLengthS: constants.txPulseLengthS,
    txPulseRampRateHzPerS: constants.txPulseRampRateHzPerS,
    azimuthFmRates: listTimes.map((timeS) =>
      fmPolynomial(timing.trajectory, timeS, originS, full / RADAR.rangeSamplingRateHz),
    ),
    dopplerCentroids: listTimes.map((timeS, k) => ({
      azimuthTimeS: timeS + 0.35,
      originS: RADAR.firstSampleTimeS + 1.66e-5,
      coefficients: [timing.centroidHz + 0.6 * ((k % 3) - 1), -3.1e4, 7.5e6],
    })),
    bursts,
  };
}

function acquire(
  epochDay: number,
  absoluteOrbit: number,
  crop: CropOptions,
  elements: OrbitElements,
  timing: Timing,
): Acquisition {
  const firstS = timing.sensingTimeS;
  return {
    mission: 'S1A',
    epochDay,
    trajectory: timing.trajectory,
    annotationVectors: sampleTrajectory(timing.trajectory, Math.floor(firstS) - 76 + 0.324203, 10, 17),
    orbitFileVectors: sampleTrajectory(timing.trajectory, Math.floor(firstS - ORBITAL_PERIOD_S) - 122, 10, 670),
    absoluteOrbit,
    relativeOrbit: ((absoluteOrbit - 73) % ORBITS_PER_REPEAT) + 1,
    cycle: Math.floor((absoluteOrbit + 102) / ORBITS_PER_REPEAT),
    pass: 'ascending',
    nodeTimeS: elements.nodeTimeS,
    dataTakeId: absoluteOrbit * 8 + 3,
    processorVersion: '003.91',
    swaths: crop.swaths.map((name) => planSwath(name, crop, timing)),
  };
}

/** Turn of the later orbit's node that makes the perpendicular baseline `baselineM`, degrees: the baseline is linear in it. */
function nodeChangeDeg(
  elements: OrbitElements,
  laterBy: (nodeLongitudeChangeDeg: number) => OrbitElements,
  timeS: number,
  twoWayTimeS: number,
  baselineM: number | undefined,
): number {
  const usual = SECONDARY.nodeLongitudeChangeDeg;
  if (baselineM === undefined) return usual;
  const first = keplerTrajectory(elements);
  const place = toEcef(groundBelow(first, timeS, twoWayTimeS));
  const at = (changeDeg: number): number =>
    perpendicularBaselineM(first, keplerTrajectory(laterBy(changeDeg)), place, timeS);
  const [own, double] = [at(usual), at(2 * usual)];
  return usual * (1 + (Math.sign(own) * baselineM - own) / (double - own));
}

/**
 * A pair on an own Keplerian orbit: S1A, ascending, twelve days apart, some 80 m of perpendicular baseline, burst starts
 * that differ by a non-integer number of lines, and different Doppler centroids.
 * @param baselineM size of the perpendicular baseline in the middle of the scene, where it is to be another
 */
export function planDefaultPair(crop: CropOptions, baselineM?: number): PairPlan {
  const first = SWATH_CONSTANTS[crop.swaths[0]!];
  const middleSample =
    first.rangeOffsetSamples +
    cropFirstSample(crop.swaths[0]!, crop, { first: first.firstSample, last: first.lastSample }) +
    crop.samples / 2;
  const twoWayTimeS = RADAR.firstSampleTimeS + middleSample / RADAR.rangeSamplingRateHz;
  const aimed = aimedOrbit(twoWayTimeS);
  const { elements } = aimed;
  const relativeOrbit = ((REFERENCE_ORBIT - 73) % ORBITS_PER_REPEAT) + 1;
  const orbitsBeforeS = (relativeOrbit - 1) * ORBITAL_PERIOD_S;
  // The burst that puts the middle of the scene over the target; its count is taken mid-cycle, so that both dates agree.
  const wantedS = aimed.timeS - (crop.bursts * BURST_CYCLE_S) / 2 + 0.25;
  const count = Math.round((wantedS - elements.nodeTimeS + orbitsBeforeS - BURST_PREAMBLE_S) / BURST_CYCLE_S - 0.5);
  const countedS = (count + 0.5) * BURST_CYCLE_S + BURST_PREAMBLE_S - orbitsBeforeS;
  const sinceNodeS = countedS - BURST_ID_OFFSET_S;

  const timingOf = (orbit: OrbitElements, syncS: number, absoluteOrbit: number, centroidHz: number): Timing => {
    const sensingTimeS = orbit.nodeTimeS + sinceNodeS + syncS;
    return {
      trajectory: keplerTrajectory(orbit),
      nodeTimeS: orbit.nodeTimeS,
      sensingTimeS,
      firstBurstId: count + 1,
      absoluteOrbit,
      centroidHz,
      // Annotated times are whole microseconds: the first line is one, the rest follow from the line interval.
      gridOriginS: Math.round((sensingTimeS + SWATH_CONSTANTS[crop.swaths[0]!].firstLineDelayS) * 1e6) / 1e6,
    };
  };
  const laterBy = (nodeLongitudeChangeDeg: number): OrbitElements => ({
    ...elements,
    semiMajorAxisM: elements.semiMajorAxisM + SECONDARY.semiMajorAxisChangeM,
    nodeTimeS: elements.nodeTimeS + SECONDARY.nodeTimeChangeS,
    nodeLongitudeDeg: elements.nodeLongitudeDeg + nodeLongitudeChangeDeg,
  });
  const later = laterBy(nodeChangeDeg(elements, laterBy, aimed.timeS, twoWayTimeS, baselineM));
  const centroidHz = 31;
  const secondOrbit = REFERENCE_ORBIT + ORBITS_PER_REPEAT;
  const centroid2 = centroidHz + SECONDARY.centroidChangeHz;
  return {
    reference: acquire(
      REFERENCE_DAY,
      REFERENCE_ORBIT,
      crop,
      elements,
      timingOf(elements, 0, REFERENCE_ORBIT, centroidHz),
    ),
    secondary: acquire(
      REFERENCE_DAY + REPEAT_DAYS,
      secondOrbit,
      crop,
      later,
      timingOf(later, SECONDARY.synchronisationS, secondOrbit, centroid2),
    ),
  };
}
