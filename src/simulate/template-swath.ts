import { SentryalError } from '../errors/index.ts';
import type { Polarization, RangeTimePolynomial, SwathName } from '../model/index.ts';
import { ORBITAL_PERIOD_S } from '../units/index.ts';
import type { BurstPlan, SwathPlan } from './acquisition.ts';
import { type CropOptions, cropFirstSample, cropSamples } from './crop.ts';
import { BURST_CYCLE_S, BURST_ID_OFFSET_S, BURST_PREAMBLE_S, SWATH_CONSTANTS } from './swath-constants.ts';
import type { AnnotationReader } from './template-xml.ts';

/** What the first date's crop asks of the second. */
export interface SampleOrigin {
  readonly slantRangeTimeS: number;
  readonly burstIds: readonly number[];
}

function fmRates(annotation: AnnotationReader): RangeTimePolynomial[] {
  return annotation.each('generalAnnotation/azimuthFmRateList/azimuthFmRate').map((entry) => ({
    azimuthTimeS: entry.time('azimuthTime'),
    originS: entry.number('t0'),
    // Processors before 2.8 wrote three elements instead of a list.
    coefficients: entry.has('azimuthFmRatePolynomial')
      ? entry.numbers('azimuthFmRatePolynomial')
      : [entry.number('c0'), entry.number('c1'), entry.number('c2')],
  }));
}

function dopplerCentroids(annotation: AnnotationReader): RangeTimePolynomial[] {
  const method = annotation.text('imageAnnotation/processingInformation/dcMethod');
  const polynomial = method === 'Data Analysis' ? 'dataDcPolynomial' : 'geometryDcPolynomial';
  return annotation.each('dopplerCentroid/dcEstimateList/dcEstimate').map((entry) => ({
    azimuthTimeS: entry.time('azimuthTime'),
    originS: entry.number('t0'),
    coefficients: entry.numbers(polynomial),
  }));
}

/** Annotated burst id, or computed from the sensing time (L1 ADD 9-89, 9-91) where the processor wrote none. */
function burstIdOf(
  name: SwathName,
  annotation: AnnotationReader,
  burst: AnnotationReader,
): [relative: number, absolute: number] {
  if (burst.has('burstId')) {
    const relative = burst.number('burstId');
    return [relative, Number(burst.attribute('burstId', 'absolute') ?? relative)];
  }
  const nodeS = annotation.time('imageAnnotation/imageInformation/ascendingNodeTime');
  const sinceNodeS =
    (burst.time('sensingTime') - SWATH_CONSTANTS[name].sensingDelayS + BURST_ID_OFFSET_S - nodeS) % ORBITAL_PERIOD_S;
  const orbit = annotation.number('adsHeader/absoluteOrbitNumber');
  const mission = annotation.text('adsHeader/missionId');
  const relativeOrbit = ((orbit - (mission === 'S1B' ? 27 : 73)) % 175) + 1;
  const count = (orbits: number): number =>
    1 + Math.floor((sinceNodeS + (orbits - 1) * ORBITAL_PERIOD_S - BURST_PREAMBLE_S) / BURST_CYCLE_S);
  return [count(relativeOrbit), count(orbit)];
}

interface ValidLimits {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly firstSample: number;
  readonly lastSample: number;
}

function validLimits(burst: AnnotationReader): ValidLimits {
  const first = burst.numbers('firstValidSample');
  const last = burst.numbers('lastValidSample');
  const firstLine = first.findIndex((value) => value >= 0);
  const lastLine = first.findLastIndex((value) => value >= 0);
  const [firstOfValid, lastOfValid] = [first.slice(firstLine, lastLine + 1), last.slice(firstLine, lastLine + 1)];
  return { firstLine, lastLine, firstSample: Math.max(...firstOfValid), lastSample: Math.min(...lastOfValid) };
}

/** Bursts of the crop: those of the first date's ids, or the first date's own choice. */
function chooseBursts(
  bursts: readonly AnnotationReader[],
  idOf: (burst: AnnotationReader) => number,
  crop: CropOptions,
  origin: SampleOrigin | undefined,
  product: string,
): AnnotationReader[] {
  const refuse = (reason: string): SentryalError =>
    new SentryalError('SIMULATE_TEMPLATE_INVALID', { folder: product, reason });
  if (origin) {
    return origin.burstIds.map((id) => {
      const found = bursts.find((burst) => idOf(burst) === id);
      if (!found) throw refuse(`it has no burst ${id}, which the other date has`);
      return found;
    });
  }
  const first = crop.firstBurst ?? Math.max(0, Math.floor((bursts.length - crop.bursts) / 2));
  if (first + crop.bursts > bursts.length) throw refuse(`it has only ${bursts.length} bursts`);
  return bursts.slice(first, first + crop.bursts);
}

/** One swath of a real product, cropped; `origin` ties the second date to the first. */
export function templateSwath(
  name: SwathName,
  annotation: AnnotationReader,
  crop: CropOptions,
  origin: SampleOrigin | undefined,
  product: string,
): SwathPlan {
  const information = 'imageAnnotation/imageInformation';
  const general = 'generalAnnotation/productInformation';
  const downlink = annotation.each('generalAnnotation/downlinkInformationList/downlinkInformation')[0]!;
  const processing = annotation.each('imageAnnotation/processingInformation/swathProcParamsList/swathProcParams')[0]!;
  const samplingHz = annotation.number(`${general}/rangeSamplingRate`);
  const intervalS = annotation.number(`${information}/azimuthTimeInterval`);
  const fullRangeTimeS = annotation.number(`${information}/slantRangeTime`);
  const fullSamples = annotation.number('swathTiming/samplesPerBurst');
  const all = annotation.each('swathTiming/burstList/burst');
  const idOf = (burst: AnnotationReader): number => burstIdOf(name, annotation, burst)[0];
  const chosen = chooseBursts(all, idOf, crop, origin, product);
  const limits = chosen.map(validLimits);
  const valid = {
    first: Math.max(...limits.map((limit) => limit.firstSample)),
    last: Math.min(...limits.map((limit) => limit.lastSample)),
  };
  const firstSample = origin
    ? Math.round((origin.slantRangeTimeS - fullRangeTimeS) * samplingHz)
    : cropFirstSample(name, crop, valid);
  const samples = Math.min(cropSamples(name, crop, fullSamples), fullSamples - firstSample);
  const firstTimeS = chosen[0]!.time('azimuthTime');
  const clip = (sample: number): number => Math.max(0, Math.min(samples - 1, sample - firstSample));
  const bursts = chosen.map((burst, index): BurstPlan => {
    const [burstId, absoluteBurstId] = burstIdOf(name, annotation, burst);
    // Bursts sit on one grid of whole lines; their annotated times are rounded to the microsecond.
    const lines = Math.round((burst.time('azimuthTime') - firstTimeS) / intervalS);
    return {
      firstLineTimeS: firstTimeS + lines * intervalS,
      sensingTimeS: burst.time('sensingTime'),
      burstId,
      absoluteBurstId,
      firstValidLine: limits[index]!.firstLine,
      lastValidLine: limits[index]!.lastLine,
      firstValidSample: clip(limits[index]!.firstSample),
      lastValidSample: clip(limits[index]!.lastSample),
    };
  });
  const spectrum = (dimension: string): SwathPlan['rangeWindow'] => ({
    bandwidthHz: processing.number(`${dimension}/processingBandwidth`),
    hammingCoefficient: processing.number(`${dimension}/windowCoefficient`),
  });
  return {
    name,
    polarization: annotation.text('adsHeader/polarisation').toLowerCase() as Polarization,
    radarFrequencyHz: annotation.number(`${general}/radarFrequency`),
    rangeSamplingRateHz: samplingHz,
    azimuthTimeIntervalS: intervalS,
    steeringRateDegPerS: annotation.number(`${general}/azimuthSteeringRate`),
    slantRangeTimeS: fullRangeTimeS + firstSample / samplingHz,
    linesPerBurst: annotation.number('swathTiming/linesPerBurst'),
    samplesPerBurst: samples,
    rangeWindow: spectrum('rangeProcessing'),
    azimuthWindow: spectrum('azimuthProcessing'),
    prfHz: downlink.number('prf'),
    rank: downlink.number('downlinkValues/rank'),
    txPulseLengthS: downlink.number('downlinkValues/txPulseLength'),
    txPulseRampRateHzPerS: downlink.number('downlinkValues/txPulseRampRate'),
    azimuthFmRates: fmRates(annotation),
    dopplerCentroids: dopplerCentroids(annotation),
    bursts,
  };
}
