import { SentryalError } from '../errors/index.ts';
import type { Orbit, RangeTimePolynomial, SpectralWindow, Warn } from '../model/index.ts';
import type { XmlElement } from './xml-element.ts';

/** State vectors the annotation carries: about one minute beyond the slice on both sides. */
export function parseAnnotationOrbit(product: XmlElement, source: string, epochDay: number): Orbit {
  const list = product.child('generalAnnotation', 'orbitList').all('orbit');
  const timesS = new Float64Array(list.length);
  const positionsM = new Float64Array(3 * list.length);
  const velocitiesMps = new Float64Array(3 * list.length);
  for (const [k, vector] of list.entries()) {
    const frame = vector.child('frame');
    if (frame.text() !== 'Earth Fixed') throw frame.invalid('"Earth Fixed"');
    timesS[k] = vector.child('time').utc(epochDay);
    for (const [axis, name] of ['x', 'y', 'z'].entries()) {
      positionsM[3 * k + axis] = vector.child('position', name).number();
      velocitiesMps[3 * k + axis] = vector.child('velocity', name).number();
    }
  }
  return { kind: 'annotation', source, epochDay, timesS, positionsM, velocitiesMps };
}

function coefficients(element: XmlElement): number[] {
  const values = element.numbers();
  if (values.length === 0) throw element.invalid('a polynomial');
  return values;
}

/** Azimuth FM rates; processors up to 2.36 wrote c0, c1, c2 as elements, later ones a list. */
export function parseFmRates(product: XmlElement, epochDay: number): RangeTimePolynomial[] {
  const list = product.child('generalAnnotation', 'azimuthFmRateList');
  const rates = list.all('azimuthFmRate').map((rate) => {
    const polynomial = rate.find('azimuthFmRatePolynomial');
    return {
      azimuthTimeS: rate.child('azimuthTime').utc(epochDay),
      originS: rate.child('t0').number(),
      coefficients: polynomial ? coefficients(polynomial) : ['c0', 'c1', 'c2'].map((name) => rate.child(name).number()),
    };
  });
  if (rates.length === 0)
    throw new SentryalError('XML_ELEMENT_MISSING', { file: product.file, element: `${list.path}/azimuthFmRate` });
  for (const [k, rate] of rates.entries())
    if (!(rate.coefficients[0]! < 0)) throw list.all('azimuthFmRate')[k]!.invalid('a negative rate');
  return rates;
}

/**
 * Doppler centroids by the method the processor used: estimated from the data, or from the geometry.
 * A product without estimates gets a centroid of 0 Hz, with a warning: the platform is steered to zero Doppler.
 */
export function parseDopplerCentroids(product: XmlElement, epochDay: number, warn: Warn): RangeTimePolynomial[] {
  const method = product.child('imageAnnotation', 'processingInformation', 'dcMethod').text();
  const name = method === 'Data Analysis' ? 'dataDcPolynomial' : 'geometryDcPolynomial';
  const list = product.find('dopplerCentroid', 'dcEstimateList')?.all('dcEstimate') ?? [];
  if (list.length === 0) {
    warn({
      code: 'DOPPLER_LIST_EMPTY',
      stage: 'read',
      message: `${product.file} has no Doppler centroid estimates; 0 Hz is used`,
    });
    const first = product.child('imageAnnotation', 'imageInformation', 'productFirstLineUtcTime').utc(epochDay);
    return [{ azimuthTimeS: first, originS: 0, coefficients: [0] }];
  }
  return list.map((estimate) => ({
    azimuthTimeS: estimate.child('azimuthTime').utc(epochDay),
    originS: estimate.child('t0').number(),
    coefficients: coefficients(estimate.child(name)),
  }));
}

/** The spectrum left by the processor in `rangeProcessing` or `azimuthProcessing`. */
export function parseSpectralWindow(processing: XmlElement, warn: Warn): SpectralWindow {
  const bandwidthHz = processing.child('processingBandwidth').positive();
  const type = processing.child('windowType').text().toUpperCase();
  if (type === 'HAMMING') {
    const coefficient = processing.child('windowCoefficient');
    const hammingCoefficient = coefficient.number();
    if (hammingCoefficient < 0.5 || hammingCoefficient > 1) throw coefficient.invalid('between 0.5 and 1');
    return { bandwidthHz, hammingCoefficient };
  }
  if (type !== 'NONE')
    warn({
      code: 'SPECTRAL_WINDOW_UNKNOWN',
      stage: 'read',
      message: `${processing.file}: ${processing.path} has a window of type ${type}; it is treated as none`,
    });
  return { bandwidthHz, hammingCoefficient: 1 };
}
