import type { RangeTimePolynomial } from '../model/index.ts';
import {
  ORBITAL_PERIOD_S,
  SPEED_OF_LIGHT_MPS,
  WGS84_FLATTENING,
  WGS84_SEMI_MAJOR_M,
  radToDeg,
} from '../units/index.ts';
import { type Acquisition, type BurstPlan, type SwathPlan, acquisitionSpanS } from './acquisition.ts';
import { fromEcef, localAxes } from './ellipsoid.ts';
import type { GridPoint } from './geolocation-grid.ts';
import { utcText } from './product-names.ts';
import type { StateVectors } from './trajectory.ts';
import { dot } from './vector.ts';
import { burstByteOffset } from './write-measurement.ts';
import { XML_HEADER, array, element, list, parent, real } from './xml.ts';

const upper = (text: string): string => text.toUpperCase();

function orbitList(vectors: StateVectors, epochDay: number): string {
  const triple = (name: string, v: readonly [number, number, number]): string =>
    parent(name, [element('x', real(v[0])), element('y', real(v[1])), element('z', real(v[2]))]);
  return list(
    'orbitList',
    vectors.timesS.map((timeS, i) =>
      parent('orbit', [
        element('time', utcText(timeS, epochDay)),
        element('frame', 'Earth Fixed'),
        triple('position', vectors.positionsM[i]!),
        triple('velocity', vectors.velocitiesMps[i]!),
      ]),
    ),
  );
}

/** Direction of flight at the middle of the swath, degrees from north. */
function platformHeadingDeg(acquisition: Acquisition, timeS: number): number {
  const below = fromEcef(acquisition.trajectory.positionM(timeS));
  const velocity = acquisition.trajectory.velocityMps(timeS);
  const { east, north } = localAxes(below.latitudeDeg, below.longitudeDeg);
  return radToDeg(Math.atan2(dot(velocity, east), dot(velocity, north)));
}

function downlinkInformation(acquisition: Acquisition, swath: SwathPlan): string {
  const time = (timeS: number): string => utcText(timeS, acquisition.epochDay);
  const first = swath.bursts[0]!.sensingTimeS;
  return parent('downlinkInformation', [
    element('swath', upper(swath.name)),
    element('azimuthTime', time(first)),
    element('firstLineSensingTime', time(first)),
    element('lastLineSensingTime', time(swath.bursts.at(-1)!.sensingTimeS + 0.9)),
    element('prf', real(swath.prfHz)),
    parent('downlinkValues', [
      element('pri', real(1 / swath.prfHz)),
      element('rank', swath.rank),
      element('dataTakeId', acquisition.dataTakeId),
      element('txPulseLength', real(swath.txPulseLengthS)),
      element('txPulseStartFrequency', real((-swath.txPulseLengthS * swath.txPulseRampRateHzPerS) / 2)),
      element('txPulseRampRate', real(swath.txPulseRampRateHzPerS)),
      element('swathNumber', 9 + Number(swath.name.slice(2))),
    ]),
  ]);
}

function fmRateList(polynomials: readonly RangeTimePolynomial[], epochDay: number): string {
  return list(
    'azimuthFmRateList',
    polynomials.map((entry) =>
      parent('azimuthFmRate', [
        element('azimuthTime', utcText(entry.azimuthTimeS, epochDay)),
        element('t0', real(entry.originS)),
        array('azimuthFmRatePolynomial', entry.coefficients, real),
      ]),
    ),
  );
}

function generalAnnotation(acquisition: Acquisition, swath: SwathPlan, meanHeightM: number): string {
  const { startS, stopS } = acquisitionSpanS([swath]);
  const middleS = (startS + stopS) / 2;
  return parent('generalAnnotation', [
    parent('productInformation', [
      element('pass', acquisition.pass === 'ascending' ? 'Ascending' : 'Descending'),
      element('timelinessCategory', 'Fast-24h'),
      element('platformHeading', real(platformHeadingDeg(acquisition, middleS))),
      element('projection', 'Slant Range'),
      element('rangeSamplingRate', real(swath.rangeSamplingRateHz)),
      element('radarFrequency', real(swath.radarFrequencyHz)),
      element('azimuthSteeringRate', real(swath.steeringRateDegPerS)),
    ]),
    list('downlinkInformationList', [downlinkInformation(acquisition, swath)]),
    orbitList(acquisition.annotationVectors, acquisition.epochDay),
    list(
      'terrainHeightList',
      [startS, middleS, stopS].map((timeS) =>
        parent('terrainHeight', [
          element('azimuthTime', utcText(timeS, acquisition.epochDay)),
          element('value', real(meanHeightM)),
        ]),
      ),
    ),
    fmRateList(swath.azimuthFmRates, acquisition.epochDay),
  ]);
}

function processingWindow(name: string, window: SwathPlan['rangeWindow'], totalHz: number): string {
  return parent(name, [
    element('windowType', 'Hamming'),
    element('windowCoefficient', real(window.hammingCoefficient)),
    element('totalBandwidth', real(totalHz)),
    element('processingBandwidth', real(window.bandwidthHz)),
    element('lookBandwidth', real(window.bandwidthHz)),
    element('numberOfLooks', 1),
    element('lookOverlap', real(0)),
  ]);
}

function imageAnnotation(acquisition: Acquisition, swath: SwathPlan, grid: readonly GridPoint[]): string {
  const { startS, stopS } = acquisitionSpanS([swath]);
  const time = (timeS: number): string => utcText(timeS, acquisition.epochDay);
  const spacingM = SPEED_OF_LIGHT_MPS / (2 * swath.rangeSamplingRateHz);
  const middle = grid[Math.floor(grid.length / 2 / 21) * 21 + 10]!;
  const groundSpeedMps = ((2 * Math.PI) / ORBITAL_PERIOD_S) * WGS84_SEMI_MAJOR_M;
  return parent('imageAnnotation', [
    parent('imageInformation', [
      element('productFirstLineUtcTime', time(startS)),
      element('productLastLineUtcTime', time(stopS)),
      element('ascendingNodeTime', time(acquisition.nodeTimeS)),
      element('anchorTime', time(startS)),
      element('productComposition', 'Slice'),
      element('sliceNumber', 1),
      element('slantRangeTime', real(swath.slantRangeTimeS)),
      element('pixelValue', 'Complex'),
      element('outputPixels', '16 bit Signed Integer'),
      element('rangePixelSpacing', spacingM.toExponential(6)),
      element('azimuthPixelSpacing', (groundSpeedMps * swath.azimuthTimeIntervalS).toExponential(6)),
      element('azimuthTimeInterval', real(swath.azimuthTimeIntervalS)),
      element('azimuthFrequency', real(1 / swath.azimuthTimeIntervalS)),
      element('numberOfSamples', swath.samplesPerBurst),
      element('numberOfLines', swath.linesPerBurst * swath.bursts.length),
      element('incidenceAngleMidSwath', real(middle.incidenceAngleDeg)),
    ]),
    parent('processingInformation', [
      element('dcMethod', 'Data Analysis'),
      element('dcInputData', 'Range Compressed'),
      list('swathProcParamsList', [
        parent('swathProcParams', [
          element('swath', upper(swath.name)),
          processingWindow('rangeProcessing', swath.rangeWindow, swath.txPulseLengthS * swath.txPulseRampRateHzPerS),
          processingWindow('azimuthProcessing', swath.azimuthWindow, swath.azimuthWindow.bandwidthHz),
        ]),
      ]),
      element('ellipsoidName', 'WGS84'),
      element('ellipsoidSemiMajorAxis', real(WGS84_SEMI_MAJOR_M)),
      element('ellipsoidSemiMinorAxis', real(WGS84_SEMI_MAJOR_M * (1 - WGS84_FLATTENING))),
      element('bistaticDelayCorrectionApplied', 'true'),
      element('topsFilterConvention', 'Only Echo Lines'),
      element('orbitSource', 'Auxiliary'),
    ]),
  ]);
}

function dopplerCentroid(swath: SwathPlan, epochDay: number): string {
  return parent('dopplerCentroid', [
    list(
      'dcEstimateList',
      swath.dopplerCentroids.map((entry) =>
        parent('dcEstimate', [
          element('azimuthTime', utcText(entry.azimuthTimeS, epochDay)),
          element('t0', real(entry.originS)),
          // The geometry polynomial is what attitude alone predicts: near zero on a yaw-steered satellite.
          array('geometryDcPolynomial', [0, 0, 0], real),
          array('dataDcPolynomial', entry.coefficients, real),
          element('dataDcRmsError', real(1)),
          element('dataDcRmsErrorAboveThreshold', 'false'),
          element('fineDceAzimuthStartTime', utcText(entry.azimuthTimeS - 1.38, epochDay)),
          element('fineDceAzimuthStopTime', utcText(entry.azimuthTimeS + 1.38, epochDay)),
        ]),
      ),
    ),
  ]);
}

function burstElement(acquisition: Acquisition, swath: SwathPlan, burst: BurstPlan, index: number): string {
  const limits = (value: number): number[] =>
    Array.from({ length: swath.linesPerBurst }, (_, line) =>
      line >= burst.firstValidLine && line <= burst.lastValidLine ? value : -1,
    );
  return parent('burst', [
    element('azimuthTime', utcText(burst.firstLineTimeS, acquisition.epochDay)),
    element('azimuthAnxTime', real(burst.firstLineTimeS - acquisition.nodeTimeS)),
    element('sensingTime', utcText(burst.sensingTimeS, acquisition.epochDay)),
    element('byteOffset', burstByteOffset(swath, index)),
    array('firstValidSample', limits(burst.firstValidSample), String),
    array('lastValidSample', limits(burst.lastValidSample), String),
    element('burstId', burst.burstId, { absolute: burst.absoluteBurstId }),
  ]);
}

function gridPoint(point: GridPoint, epochDay: number): string {
  return parent('geolocationGridPoint', [
    element('azimuthTime', utcText(point.azimuthTimeS, epochDay)),
    element('slantRangeTime', real(point.slantRangeTimeS)),
    element('line', point.line),
    element('pixel', point.sample),
    element('latitude', real(point.latitudeDeg)),
    element('longitude', real(point.longitudeDeg)),
    element('height', real(point.heightM)),
    element('incidenceAngle', real(point.incidenceAngleDeg)),
    element('elevationAngle', real(point.elevationAngleDeg)),
  ]);
}

/** The annotation XML of one swath (Sentinel-1 Product Specification; structure of IPF 3.9). */
export function annotationXml(acquisition: Acquisition, swath: SwathPlan, grid: readonly GridPoint[]): string {
  const { startS, stopS } = acquisitionSpanS([swath]);
  const { epochDay } = acquisition;
  const meanHeightM = grid.reduce((sum, point) => sum + point.heightM, 0) / grid.length;
  const header = parent('adsHeader', [
    element('missionId', acquisition.mission),
    element('productType', 'SLC'),
    element('polarisation', upper(swath.polarization)),
    element('mode', 'IW'),
    element('swath', upper(swath.name)),
    element('startTime', utcText(startS, epochDay)),
    element('stopTime', utcText(stopS, epochDay)),
    element('absoluteOrbitNumber', acquisition.absoluteOrbit),
    element('missionDataTakeId', acquisition.dataTakeId),
    element('imageNumber', String(acquisition.swaths.indexOf(swath) + 1).padStart(3, '0')),
  ]);
  return `${XML_HEADER}${parent('product', [
    header,
    generalAnnotation(acquisition, swath, meanHeightM),
    imageAnnotation(acquisition, swath, grid),
    dopplerCentroid(swath, epochDay),
    parent('swathTiming', [
      element('linesPerBurst', swath.linesPerBurst),
      element('samplesPerBurst', swath.samplesPerBurst),
      list(
        'burstList',
        swath.bursts.map((burst, index) => burstElement(acquisition, swath, burst, index)),
      ),
    ]),
    parent('geolocationGrid', [
      list(
        'geolocationGridPointList',
        grid.map((point) => gridPoint(point, epochDay)),
      ),
    ]),
    parent('coordinateConversion', [list('coordinateConversionList', [])]),
    parent('swathMerging', [list('swathMergeList', [])]),
  ])}\n`;
}
