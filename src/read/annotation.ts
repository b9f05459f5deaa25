import { SentryalError } from '../errors/index.ts';
import type { Burst, Orbit, Polarization, Swath, SwathName, Warn } from '../model/index.ts';
import { SPEED_OF_LIGHT_MPS, degToRad } from '../units/index.ts';
import { parseAnnotationOrbit, parseDopplerCentroids, parseFmRates, parseSpectralWindow } from './annotation-lists.ts';
import { computeBurstIds } from './burst-id.ts';
import type { Tracks } from './track.ts';
import { type XmlElement, parseXml } from './xml-element.ts';

/** What the annotation must agree with. */
export interface AnnotationContext {
  readonly granuleName: string;
  readonly mission: string;
  readonly swath: SwathName;
  readonly polarization: Polarization;
  readonly epochDay: number;
  /** Tracks of the slice, given what the annotation says of its pass. */
  readonly tracks: (orbit: Orbit, startTimeS: number) => Tracks;
  readonly warn: Warn;
}

/** One annotation file: the swath without its pixels, the orbit and the extent in time. */
export interface Annotation {
  readonly swath: Omit<Swath, 'measurement'>;
  readonly orbit: Orbit;
  readonly tracks: Tracks;
  readonly firstLineTimeS: number;
  readonly lastLineTimeS: number;
}

function expectText(element: XmlElement, wanted: string): void {
  if (element.text() !== wanted) throw element.invalid(`"${wanted}"`);
}

/** The rectangle in which every sample is valid: the processor marks a line without valid samples by -1. */
function validRectangle(burst: XmlElement, lines: number, samples: number) {
  const read = (name: string): number[] => {
    const element = burst.child(name);
    const values = element.numbers();
    if (values.length !== lines) throw element.invalid(`a list of ${lines} numbers`);
    if (values.some((value) => value < -1 || value >= samples)) throw element.invalid('inside the burst');
    return values;
  };
  const first = read('firstValidSample');
  const last = read('lastValidSample');
  const valid = first.flatMap((value, line) => (value >= 0 && last[line]! >= value ? [line] : []));
  if (valid.length === 0) return undefined;
  const rectangle = {
    firstValidLine: valid[0]!,
    lastValidLine: valid.at(-1)!,
    firstValidSample: Math.max(...valid.map((line) => first[line]!)),
    lastValidSample: Math.min(...valid.map((line) => last[line]!)),
  };
  return rectangle.lastValidSample >= rectangle.firstValidSample ? rectangle : undefined;
}

function parseBursts(
  product: XmlElement,
  context: AnnotationContext,
  tracks: Tracks,
  lines: number,
  samples: number,
): Burst[] {
  const { epochDay, swath, warn } = context;
  const list = product.child('swathTiming', 'burstList').all('burst');
  const annotated = list.every((burst) => burst.find('burstId') !== undefined);
  const ids = annotated
    ? list.map((burst) => burst.child('burstId').integer(1))
    : computeBurstIds({
        swath,
        tracks,
        sensingTimesS: list.map((burst) => burst.child('sensingTime').utc(epochDay)),
        ascendingNodeTimeS: product.child('imageAnnotation', 'imageInformation', 'ascendingNodeTime').utc(epochDay),
      });
  return list.flatMap((burst, index) => {
    const rectangle = validRectangle(burst, lines, samples);
    if (rectangle === undefined) {
      warn({
        code: 'BURST_WITHOUT_DATA',
        stage: 'read',
        message: `${context.granuleName}: burst ${index + 1} of ${swath} has no valid line and is left out`,
      });
      return [];
    }
    return {
      burstId: ids[index]!,
      index,
      firstLineTimeS: burst.child('azimuthTime').utc(epochDay),
      byteOffset: burst.child('byteOffset').integer(0),
      ...rectangle,
    };
  });
}

/** Rank and pulse rate of the echoes, from the downlink; nothing where it does not tell them. */
function parseEcho(product: XmlElement): Pick<Swath, 'echo'> {
  const downlink = product.find('generalAnnotation', 'downlinkInformationList', 'downlinkInformation');
  const rank = downlink?.find('downlinkValues', 'rank');
  const rate = downlink?.find('prf');
  return rank && rate ? { echo: { rank: rank.integer(0), pulseRepetitionHz: rate.positive() } } : {};
}

/**
 * Reads the annotation of one swath and polarisation.
 * @throws SentryalError XML_*, PRODUCT_NOT_SUPPORTED
 */
export function parseAnnotation(file: string, text: string, context: AnnotationContext): Annotation {
  const { epochDay, warn } = context;
  const product = parseXml(file, text, 'product');
  const header = product.child('adsHeader');
  const found = `${header.child('mode').text()} ${header.child('productType').text()}`;
  if (found !== 'IW SLC') throw new SentryalError('PRODUCT_NOT_SUPPORTED', { file, found });
  expectText(header.child('missionId'), context.mission);
  expectText(header.child('swath'), context.swath.toUpperCase());
  expectText(header.child('polarisation'), context.polarization.toUpperCase());

  const general = product.child('generalAnnotation', 'productInformation');
  const image = product.child('imageAnnotation', 'imageInformation');
  expectText(image.child('pixelValue'), 'Complex');
  expectText(image.child('outputPixels'), '16 bit Signed Integer');
  const timing = product.child('swathTiming');
  const linesPerBurst = timing.child('linesPerBurst').integer(1);
  const samplesPerBurst = timing.child('samplesPerBurst').integer(1);
  const orbit = parseAnnotationOrbit(product, context.granuleName, epochDay);
  const firstLineTimeS = image.child('productFirstLineUtcTime').utc(epochDay);
  const tracks = context.tracks(orbit, firstLineTimeS);
  const bursts = parseBursts(product, context, tracks, linesPerBurst, samplesPerBurst);
  if (bursts.length === 0)
    throw new SentryalError('XML_ELEMENT_MISSING', { file, element: 'product/swathTiming/burstList/burst' });

  const parameters = product.child('imageAnnotation', 'processingInformation', 'swathProcParamsList');
  const processing = parameters
    .all('swathProcParams')
    .find((entry) => entry.child('swath').text() === context.swath.toUpperCase());
  if (processing === undefined)
    throw new SentryalError('XML_ELEMENT_MISSING', { file, element: `${parameters.path}/swathProcParams` });

  const rangeSamplingRateHz = general.child('rangeSamplingRate').positive();
  return {
    swath: {
      name: context.swath,
      polarization: context.polarization,
      wavelengthM: SPEED_OF_LIGHT_MPS / general.child('radarFrequency').positive(),
      rangeSamplingRateHz,
      rangeSpacingM: SPEED_OF_LIGHT_MPS / (2 * rangeSamplingRateHz),
      nearRangeM: (image.child('slantRangeTime').positive() * SPEED_OF_LIGHT_MPS) / 2,
      azimuthTimeIntervalS: image.child('azimuthTimeInterval').positive(),
      azimuthSteeringRateRadPerS: degToRad(general.child('azimuthSteeringRate').number()),
      ...parseEcho(product),
      linesPerBurst,
      samplesPerBurst,
      rangeWindow: parseSpectralWindow(processing.child('rangeProcessing'), warn),
      azimuthWindow: parseSpectralWindow(processing.child('azimuthProcessing'), warn),
      azimuthFmRates: parseFmRates(product, epochDay),
      dopplerCentroids: parseDopplerCentroids(product, epochDay, warn),
      bursts,
    },
    orbit,
    tracks,
    firstLineTimeS,
    lastLineTimeS: image.child('productLastLineUtcTime').utc(epochDay),
  };
}
