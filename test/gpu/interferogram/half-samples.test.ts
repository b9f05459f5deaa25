import { expect, it } from 'vitest';
import { designInterpolator, hammingAmplitude, quarterTaps } from '../../../src/coregister/index.ts';
import { FORM_MODE, type FormMode } from '../../../src/interferogram/form.kernel.ts';
import { form } from '../../reference/interferogram/form.ts';
import type { FormInput } from '../../reference/interferogram/form.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';
import { runForm } from './form-case.ts';

/** Range and azimuth spectra of the annotations; MHz of 64.345, Hz of 486.486. */
const SWATHS = {
  IW1: { range: [56.5, 0.75], azimuth: [327, 0.7] },
  IW2: { range: [48.3, 0.75], azimuth: [313, 0.75] },
  IW3: { range: [42.79, 0.75], azimuth: [314, 0.75] },
} as const;

const PHASES = 256;

interface Spectrum {
  readonly range: readonly [bandwidth: number, hamming: number];
  readonly azimuth: readonly [bandwidth: number, hamming: number];
}

function tapsOf({ range, azimuth }: Spectrum): Float32Array {
  const rangeWindow = { bandwidthHz: range[0] * 1e6, hammingCoefficient: range[1] };
  const azimuthWindow = { bandwidthHz: azimuth[0], hammingCoefficient: azimuth[1] };
  const table = designInterpolator(rangeWindow, 64.345e6, 12, PHASES);
  return Float32Array.from([
    ...table.weights,
    ...designInterpolator(azimuthWindow, 486.486, 8, PHASES).weights,
    ...quarterTaps(table),
  ]);
}

type Complex = readonly [re: number, im: number];
type Signal = (line: number, sample: number) => Complex;

const turn = ([re, im]: Complex, cycles: number): Complex => {
  const [c, s] = [Math.cos(2 * Math.PI * cycles), Math.sin(2 * Math.PI * cycles)];
  return [re * c - im * s, re * s + im * c];
};

/** Sinusoids inside the swath's band, as strong as its windows leave them: known exactly at every place. */
function sinusoids({ range, azimuth }: Spectrum, rms: number, random: Random): Signal {
  const count = 120;
  const waves = Array.from({ length: count }, () => {
    const [x, y] = [random.uniform(-0.5, 0.5), random.uniform(-0.5, 0.5)];
    const amplitude = hammingAmplitude(x, 1, range[1]) * hammingAmplitude(y, 1, azimuth[1]);
    return { x: (x * range[0]) / 64.345, y: (y * azimuth[0]) / 486.486, phase: random.uniform(0, 1), amplitude };
  });
  const norm = rms / Math.hypot(...waves.map((wave) => wave.amplitude));
  return (line, sample) => {
    let [re, im] = [0, 0];
    for (const wave of waves) {
      const phaseRad = 2 * Math.PI * (wave.x * sample + wave.y * line + wave.phase);
      re += norm * wave.amplitude * Math.cos(phaseRad);
      im += norm * wave.amplitude * Math.sin(phaseRad);
    }
    return [re, im];
  };
}

const LINES = 32;
const SAMPLES = 128;
const MARGIN = 12;
/** Cycles per line and line²: a burst's edge in IW1. */
const carrierCycles = (line: number): number => 5.3 * line + 3.67e-3 * line ** 2;
const topographicCycles = (line: number, sample: number): number => 0.011 * sample - 0.006 * line;

/** Both dates sampled to int16, each under its carrier, the secondary shifted by constants, the phase a plane. */
function inputOf(
  swath: Spectrum,
  dates: readonly [Signal, Signal],
  offset: { readonly line: number; readonly sample: number },
): FormInput {
  const layout = { firstLine: 0, firstSample: 0, tileLines: 16, tileSamples: 64, tileRows: 2, tileColumns: 2 };
  const coefficients = new Float32Array(4 * 5 * 12);
  const carriers = new Float32Array(4 * 4);
  for (let tile = 0; tile < 4; tile++) {
    const middle = { line: Math.floor(tile / 2) * 16 + 7.5, sample: (tile % 2) * 64 + 31.5 };
    coefficients.set([topographicCycles(middle.line, middle.sample), -0.006 * 8, 0.011 * 32], tile * 60);
    coefficients[tile * 60 + 12] = offset.line;
    coefficients[tile * 60 + 24] = offset.sample;
    carriers.set([5.3 + 2 * 3.67e-3 * middle.line, 0, 3.67e-3], tile * 4);
  }
  const sampled = (signal: Signal): { window: FormInput['window']; iq: Int16Array } => {
    const window = {
      firstLine: -MARGIN,
      firstSample: -MARGIN,
      lines: LINES + 2 * MARGIN,
      samples: SAMPLES + 2 * MARGIN,
    };
    const iq = new Int16Array(2 * window.lines * window.samples);
    for (let n = 0; n < iq.length / 2; n++) {
      const [line, sample] = [Math.floor(n / window.samples) - MARGIN, (n % window.samples) - MARGIN];
      iq.set(turn(signal(line, sample), carrierCycles(line)).map(Math.round), 2 * n);
    }
    return { window, iq };
  };
  const [first, second] = dates.map(sampled) as [ReturnType<typeof sampled>, ReturnType<typeof sampled>];
  const area = { firstLine: -MARGIN, lastLine: LINES + MARGIN, firstSample: -MARGIN, lastSample: SAMPLES + MARGIN - 1 };
  const rows = { firstLine: 0, lines: LINES };
  return {
    window: { ...rows, firstSample: 0, samples: SAMPLES },
    looks: { azimuth: 1, range: 1 },
    halfSamples: true,
    referenceWindow: { ...first.window, ...rows },
    reference: first.iq.subarray(2 * MARGIN * first.window.samples, 2 * (MARGIN + LINES) * first.window.samples),
    referenceValid: area,
    heightsM: new Float64Array(LINES * SAMPLES),
    secondaryWindow: second.window,
    secondary: second.iq,
    secondaryValid: area,
    tiles: { layout, quantities: 5, coefficients, bases: new Int32Array(20), heightMidM: 0, heightHalfM: 1 },
    carriers,
    taps: tapsOf(swath),
    phases: PHASES,
  };
}

const PLACE = { rows: LINES, columns: SAMPLES, firstRow: 0, firstColumn: 0 };

/** Error of the products against those evaluated exactly a quarter sample before and after, relative in L2. */
function relativeError(
  cells: Float32Array | Float64Array,
  [first, second]: readonly [Signal, Signal],
  offset: { readonly line: number; readonly sample: number },
): number {
  let [error, total] = [0, 0];
  for (let line = 0; line < LINES; line++)
    for (let sample = 0; sample < SAMPLES; sample++) {
      let [re, im] = [0, 0];
      for (const step of [-0.25, 0.25]) {
        const a = turn(first(line, sample + step), carrierCycles(line));
        const [y, x] = [line + offset.line, sample + step + offset.sample];
        const b = turn(second(y, x), carrierCycles(y) + topographicCycles(line, sample));
        re += (a[0] * b[0] + a[1] * b[1]) / 2;
        im += (a[1] * b[0] - a[0] * b[1]) / 2;
      }
      const at = 4 * (line * SAMPLES + sample);
      error += (cells[at]! - re) ** 2 + (cells[at + 1]! - im) ** 2;
      total += re ** 2 + im ** 2;
    }
  return Math.sqrt(error / total);
}

/**
 * Of the L2 norm: quarter samples alone, then a fractional sample offset, then a fractional line offset too. The best 12
 * taps leave each date 1.2e-2, 1.1e-3 and 1.9e-4 (IW1, IW2, IW3) at a quarter sample and 1.7e-2, 1.5e-3 and 2.7e-4 at a
 * half; both dates add up to √2 of it. Of int16 and f32 1e-4.
 */
const OFFSETS = [
  { line: 0, sample: 0 },
  { line: 0, sample: 0.37 },
  { line: 0.43, sample: 0.86 },
] as const;
const LIMITS = { IW1: [1.7e-2, 2.4e-2, 2.4e-2], IW2: [1.6e-3, 2.2e-3, 5e-3], IW3: [1e-3, 1e-3, 5e-3] } as const;

describeGpu('products per half sample', (gpu) => {
  it.each(['IW1', 'IW2', 'IW3'] as const)('%s: as band-limited signals give them', async (name) => {
    const random = new Random(5);
    const dates = [sinusoids(SWATHS[name], 4000, random), sinusoids(SWATHS[name], 4000, random)] as const;
    for (const [index, offset] of OFFSETS.entries()) {
      const input = inputOf(SWATHS[name], dates, offset);
      const { cells } = await runForm(gpu(), input, PLACE);
      const limit = LIMITS[name][index]!;
      const error = relativeError(cells, dates, offset);
      const what = `half samples, ${name}, offset (${offset.line}, ${offset.sample}): against exact products`;
      stateFigure(what, error, limit);
      expect(error).toBeLessThan(limit);
      expect(Math.abs(relativeError(form(input).cells, dates, offset) - error)).toBeLessThan(2e-5);
      const whole = await runForm(gpu(), input, PLACE, FORM_MODE.wholeSamples);
      expect(relativeError(whole.cells, dates, offset)).toBeGreaterThan(10 * error);
    }
  });
});

/**
 * Speckle of a flat range spectrum of IW1, independent lines: the sum over the bins of a transform of 256, exact at
 * `quarters` quarter samples from each sample.
 */
function speckleOf(lines: number, random: Random): (quarters: number) => Float64Array {
  const [size, fine] = [256, 1024];
  const half = Math.floor((size * 56.5) / 64.345 / 2);
  const bins = 2 * half + 1;
  const spectrum = Float64Array.from({ length: 2 * lines * bins }, () => random.normal() / Math.sqrt(bins));
  const cosine = Float64Array.from({ length: fine }, (_, n) => Math.cos((2 * Math.PI * n) / fine));
  return (quarters) => {
    const out = new Float64Array(2 * lines * size);
    for (let line = 0; line < lines; line++)
      for (let bin = 0; bin < bins; bin++) {
        const [a, b] = spectrum.subarray(2 * (line * bins + bin)) as unknown as [number, number];
        for (let x = 0; x < size; x++) {
          const n = (bin - half) * (4 * x + quarters) + 128 * fine * 4;
          const [c, s] = [cosine[n % fine]!, cosine[(n + 768) % fine]!];
          out[2 * (line * size + x)]! += a * c - b * s;
          out[2 * (line * size + x) + 1]! += a * s + b * c;
        }
      }
    return out;
  };
}

const SPECKLE_LINES = 64;
const COHERENCE = 0.8;

/** Rms phase of the mean of products over `looks` samples, of windows of 224 samples from 16 on, 48 lines from 4 on. */
function phaseNoise(dates: readonly (readonly [Float64Array, Float64Array])[], looks: number): number {
  let sum = 0;
  for (let line = 4; line < 52; line++)
    for (let sample = 16; sample < 240; sample += looks) {
      let [re, im] = [0, 0];
      for (const [first, second] of dates)
        for (let n = line * 256 + sample; n < line * 256 + sample + looks; n++) {
          re += first[2 * n]! * second[2 * n]! + first[2 * n + 1]! * second[2 * n + 1]!;
          im += first[2 * n + 1]! * second[2 * n]! - first[2 * n]! * second[2 * n + 1]!;
        }
      sum += Math.atan2(im, re) ** 2;
    }
  return Math.sqrt((sum * looks) / (48 * 224));
}

/** The two dates on one grid, no carrier, no phase. */
function speckleInput(first: Float64Array, second: Float64Array, looks: number): FormInput {
  const iq = (values: Float64Array): Int16Array => Int16Array.from(values, (value) => Math.round(3000 * value));
  const all = { firstLine: 0, firstSample: 0, lines: SPECKLE_LINES, samples: 256 };
  const area = { firstLine: 0, lastLine: SPECKLE_LINES - 1, firstSample: 0, lastSample: 255 };
  const tileSamples = 64 - (64 % looks);
  const layout = { firstLine: 4, firstSample: 16, tileLines: 16, tileSamples, tileRows: 3, tileColumns: 4 };
  const [coefficients, bases] = [new Float32Array(12 * 60), new Int32Array(60)];
  return {
    window: { firstLine: 4, firstSample: 16, lines: 48, samples: 224 },
    looks: { azimuth: 1, range: looks },
    halfSamples: true,
    referenceWindow: { ...all, firstLine: 4, lines: 48 },
    reference: iq(first).subarray(2 * 4 * 256, 2 * 52 * 256),
    referenceValid: area,
    heightsM: new Float64Array(48 * 224),
    secondaryWindow: all,
    secondary: iq(second),
    secondaryValid: area,
    tiles: { layout, quantities: 5, coefficients, bases, heightMidM: 0, heightHalfM: 1 },
    carriers: new Float32Array(48),
    taps: tapsOf(SWATHS.IW1),
    phases: PHASES,
  };
}

describeGpu('phase noise of few range looks at coherence 0.8', (gpu) => {
  it('is less with half samples, as much as with exact twofold oversampling', async () => {
    const random = new Random(11);
    const [first, independent] = [speckleOf(SPECKLE_LINES, random), speckleOf(SPECKLE_LINES, random)];
    const datesAt = (quarters: number): readonly [Float64Array, Float64Array] => {
      const other = independent(quarters);
      const one = first(quarters);
      return [one, one.map((value, n) => COHERENCE * value + 0.6 * other[n]!)];
    };
    const [before, at, after] = [datesAt(-1), datesAt(0), datesAt(1)];
    // One look: π²/3 - π asin γ + asin² γ - Li₂(γ²)/2 at γ = 0.8 is 0.921² (Bamler and Hartl 1998).
    expect(Math.abs(phaseNoise([at], 1) / 0.921 - 1)).toBeLessThan(0.03);
    for (const looks of [1, 2, 4, 7]) {
      const columns = 224 / looks;
      const place = { rows: 48, columns, firstRow: 0, firstColumn: 0 };
      const input = speckleInput(...at, looks);
      const measure = async (mode: FormMode): Promise<number> => {
        const { cells } = await runForm(gpu(), input, place, mode);
        let sum = 0;
        for (let n = 0; n < 48 * columns; n++) sum += Math.atan2(cells[4 * n + 1]!, cells[4 * n]!) ** 2;
        return Math.sqrt(sum / (48 * columns));
      };
      const whole = await measure(FORM_MODE.wholeSamples);
      const halved = await measure(FORM_MODE.halfSamples);
      const exact = phaseNoise([before, after], looks);
      stateFigure(`phase noise, ${looks} range looks, half samples instead of whole ones`, halved, whole, 'rad');
      stateFigure(
        `phase noise, ${looks} range looks, exact oversampling instead of half samples`,
        exact,
        halved,
        'rad',
      );
      expect(Math.abs(whole / phaseNoise([at], looks) - 1)).toBeLessThan(1e-3);
      expect(Math.abs(halved / exact - 1)).toBeLessThan(0.01);
      expect(halved).toBeLessThan(whole);
    }
  });
});
