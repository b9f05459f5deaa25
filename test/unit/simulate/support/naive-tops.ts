import { allOf, numberOf, numbersOf, secondsOf, textOf } from './naive-product.ts';

const C = 299_792_458;

export interface NaiveBurst {
  readonly startS: number;
  readonly firstLineOfFile: number;
  readonly firstValidLine: number;
  readonly lastValidLine: number;
}

/** What the deramping formula and the pixel grid need, straight from the annotation text. */
export interface NaiveSwath {
  readonly intervalS: number;
  readonly tau0: number;
  readonly samplingHz: number;
  readonly wavelengthM: number;
  readonly lines: number;
  readonly samples: number;
  readonly bursts: readonly NaiveBurst[];
  /** Carrier phase in radians at (time, two-way range time) of a burst, speed v: ESA TN-14-0025. */
  carrierRad(burst: number, timeS: number, tau: number, speedMps: number): number;
}

interface Polynomial {
  readonly timeS: number;
  readonly t0: number;
  readonly c: readonly number[];
}

const evaluate = (p: Polynomial, tau: number): number => p.c.reduce((sum, c, k) => sum + c * (tau - p.t0) ** k, 0);

export function readSwath(xml: string): NaiveSwath {
  const lines = numberOf(xml, 'linesPerBurst');
  const intervalS = numberOf(xml, 'azimuthTimeInterval');
  const tau0 = numberOf(textSection(xml, 'imageInformation'), 'slantRangeTime');
  const samplingHz = numberOf(xml, 'rangeSamplingRate');
  const radarHz = numberOf(xml, 'radarFrequency');
  const steering = (numberOf(xml, 'azimuthSteeringRate') * Math.PI) / 180;
  const polynomials = (element: string, list: string): Polynomial[] =>
    allOf(xml, element).map((entry) => ({
      timeS: secondsOf(textOf(entry, 'azimuthTime')),
      t0: numberOf(entry, 't0'),
      c: numbersOf(textOf(entry, list)),
    }));
  const fm = polynomials('azimuthFmRate', 'azimuthFmRatePolynomial');
  const dc = polynomials('dcEstimate', 'dataDcPolynomial');
  const nearest = (entries: Polynomial[], timeS: number): Polynomial =>
    [...entries].sort((a, b) => Math.abs(a.timeS - timeS) - Math.abs(b.timeS - timeS))[0]!;
  // Annotated times are rounded to 1 µs; bursts of a swath are whole lines apart.
  const firstS = secondsOf(textOf(allOf(xml, 'burst')[0]!, 'azimuthTime'));
  const snapped = (timeS: number): number => firstS + Math.round((timeS - firstS) / intervalS) * intervalS;
  const bursts = allOf(xml, 'burst').map((entry, index): NaiveBurst => {
    const valid = numbersOf(textOf(entry, 'firstValidSample'));
    return {
      startS: snapped(secondsOf(textOf(entry, 'azimuthTime'))),
      firstLineOfFile: index * lines,
      firstValidLine: valid.findIndex((v) => v >= 0),
      lastValidLine: valid.findLastIndex((v) => v >= 0),
    };
  });
  return {
    intervalS,
    tau0,
    samplingHz,
    wavelengthM: C / radarHz,
    lines,
    samples: numberOf(xml, 'samplesPerBurst'),
    bursts,
    carrierRad: (burst, timeS, tau, speedMps) => {
      const start = bursts[burst]!.startS;
      const middle = start + 0.5 * (lines - 1) * intervalS;
      const [ka, dcp] = [nearest(fm, middle), nearest(dc, middle)];
      const ks = (2 * speedMps * radarHz * steering) / C;
      const k = evaluate(ka, tau);
      const kt = (k * ks) / (k - ks);
      const etaC = (at: number): number => -evaluate(dcp, at) / evaluate(ka, at);
      const eta = timeS - start - (lines / 2) * intervalS - (etaC(tau) - etaC(tau0));
      return Math.PI * kt * eta * eta + 2 * Math.PI * evaluate(dcp, tau) * eta;
    },
  };
}

function textSection(xml: string, name: string): string {
  return allOf(xml, name)[0]!;
}

/** Kaiser-windowed sinc over 2·half samples, for band-limited images. */
export function sincWeights(fraction: number, half: number): number[] {
  return Array.from({ length: 2 * half }, (_, k) => {
    const x = k - half + 1 - fraction;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / half);
    return (Math.abs(x) < 1e-12 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  });
}
