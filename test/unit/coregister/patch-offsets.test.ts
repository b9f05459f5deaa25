import { describe, expect, it } from 'vitest';
import { type CorrelationPatch, estimatePatchOffsets, removeCarrier } from '../../../src/coregister/index.ts';
import { fourier as createFourier } from '../../../src/simulate/fft.ts';
import { Random } from '../../support/random.ts';

const PERIOD = 128;
const LINES = 64;
const SAMPLES = 64;
const fourier = createFourier(PERIOD);

/** Occupied share of the sampling rate in azimuth and range, flat. */
const BAND = { lines: 0.672, samples: 0.75 };

/** Spectrum of speckle, shape (PERIOD, PERIOD): complex Gaussian within the band. */
function spectrum(random: Random): { re: Float64Array; im: Float64Array } {
  const re = new Float64Array(PERIOD ** 2);
  const im = new Float64Array(PERIOD ** 2);
  for (let i = 0; i < PERIOD; i++)
    for (let j = 0; j < PERIOD; j++) {
      const [f, g] = [signed(i) / PERIOD, signed(j) / PERIOD];
      if (Math.abs(f) > BAND.lines / 2 || Math.abs(g) > BAND.samples / 2) continue;
      re[i * PERIOD + j] = random.normal();
      im[i * PERIOD + j] = random.normal();
    }
  return { re, im };
}

const signed = (k: number): number => (k < PERIOD / 2 ? k : k - PERIOD);

/** The image of a spectrum moved by (lines, samples), a corner of one period. */
function image(of: { re: Float64Array; im: Float64Array }, lines: number, samples: number): Float32Array {
  const re = new Float64Array(PERIOD ** 2);
  const im = new Float64Array(PERIOD ** 2);
  for (let i = 0; i < PERIOD; i++)
    for (let j = 0; j < PERIOD; j++) {
      const angle = (-2 * Math.PI * (signed(i) * lines + signed(j) * samples)) / PERIOD;
      const [a, b] = [of.re[i * PERIOD + j]!, of.im[i * PERIOD + j]!];
      re[i * PERIOD + j] = a * Math.cos(angle) - b * Math.sin(angle);
      im[i * PERIOD + j] = a * Math.sin(angle) + b * Math.cos(angle);
    }
  for (let i = 0; i < PERIOD; i++)
    fourier.inverse(re.subarray(i * PERIOD, (i + 1) * PERIOD), im.subarray(i * PERIOD, (i + 1) * PERIOD));
  const out = new Float32Array(2 * LINES * SAMPLES);
  for (let j = 0; j < SAMPLES; j++) {
    const columnRe = Float64Array.from({ length: PERIOD }, (_, i) => re[i * PERIOD + j]!);
    const columnIm = Float64Array.from({ length: PERIOD }, (_, i) => im[i * PERIOD + j]!);
    fourier.inverse(columnRe, columnIm);
    for (let i = 0; i < LINES; i++) {
      out[2 * (i * SAMPLES + j)] = columnRe[i]!;
      out[2 * (i * SAMPLES + j) + 1] = columnIm[i]!;
    }
  }
  return out;
}

/** Patches of a pair whose secondary lies (lines, samples) behind, each with a phase of its own. */
function patches(seed: number, count: number, coherence: number, lines: number, samples: number): CorrelationPatch[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const [first, noise] = [spectrum(random), spectrum(random)];
    const phase = random.uniform(-Math.PI, Math.PI);
    const rest = Math.sqrt(1 - coherence ** 2);
    const second = {
      re: first.re.map(
        (re, k) => coherence * (re * Math.cos(phase) - first.im[k]! * Math.sin(phase)) + rest * noise.re[k]!,
      ),
      im: first.im.map(
        (im, k) => coherence * (first.re[k]! * Math.sin(phase) + im * Math.cos(phase)) + rest * noise.im[k]!,
      ),
    };
    return { lines: LINES, samples: SAMPLES, reference: image(first, 0, 0), secondary: image(second, lines, samples) };
  });
}

/** Bamler & Eineder 2005: the bound of coherent speckle correlation, in lines or samples of a band. */
function boundOf(count: number, coherence: number, band: number): number {
  const cells = count * LINES * SAMPLES * BAND.lines * BAND.samples;
  return (Math.sqrt(3 / (2 * cells)) * Math.sqrt(1 - coherence ** 2)) / (Math.PI * coherence) / band;
}

describe('offsets of patches', () => {
  it('finds a shift of identical speckle, small and large, in either direction', () => {
    for (const [lines, samples] of [
      [0, 0],
      [0.06, -0.13],
      [-0.4, 0.5],
      [2.3, -1.7],
    ] as const) {
      const found = estimatePatchOffsets(patches(3, 6, 1, lines, samples))!;
      // What enters and leaves the patch with the shift is the only noise.
      expect(Math.abs(found.lines - lines), `${lines}`).toBeLessThan(0.002 + 0.01 * Math.abs(lines));
      expect(Math.abs(found.samples - samples), `${samples}`).toBeLessThan(0.002 + 0.01 * Math.abs(samples));
    }
  });

  it('errs little more than the bound at coherence 0.5, and as it says', () => {
    const [count, trials, coherence] = [8, 40, 0.5];
    const square = { lines: 0, samples: 0, normalised: 0 };
    for (let seed = 1; seed <= trials; seed++) {
      const found = estimatePatchOffsets(patches(7919 * seed, count, coherence, 0.06, -0.1))!;
      const [lines, samples] = [found.lines - 0.06, found.samples + 0.1];
      square.lines += lines ** 2 / trials;
      square.samples += samples ** 2 / trials;
      square.normalised += ((lines / found.sigmaLines) ** 2 + (samples / found.sigmaSamples) ** 2) / (2 * trials);
      expect(found.coherence).toBeGreaterThan(0.45);
      expect(found.coherence).toBeLessThan(0.55);
    }
    // The root mean square of 40 errors has a standard error of 11 %.
    expect(Math.sqrt(square.lines)).toBeLessThan(1.4 * boundOf(count, coherence, BAND.lines));
    expect(Math.sqrt(square.samples)).toBeLessThan(1.4 * boundOf(count, coherence, BAND.samples));
    // A jackknife of eight patches gives Student's t with 7 degrees of freedom: spread √(7/5) = 1.18.
    expect(Math.sqrt(square.normalised)).toBeGreaterThan(0.9);
    expect(Math.sqrt(square.normalised)).toBeLessThan(1.6);
  });

  it('says nothing where nothing correlates, where there is no data, and of too few patches', () => {
    for (let seed = 1; seed <= 8; seed++) expect(estimatePatchOffsets(patches(seed, 6, 0, 0, 0))).toBeUndefined();
    const voids = patches(1, 6, 1, 0, 0).map((patch) => ({ ...patch, secondary: patch.secondary.map(() => 0) }));
    expect(estimatePatchOffsets(voids)).toBeUndefined();
    expect(estimatePatchOffsets(patches(1, 3, 1, 0, 0))).toBeUndefined();
  });

  it('removes a carrier that is a chirp along lines and keeps the phase between the dates', () => {
    const [patch] = patches(5, 1, 0.7, 0, 0) as [CorrelationPatch];
    const [middle, rate, slope, start] = [(LINES - 1) / 2, 0.0075, 1e-4, 0.2];
    const modulate = (of: Float32Array): Float32Array => {
      const out = new Float32Array(of.length);
      for (let line = 0; line < LINES; line++)
        for (let sample = 0; sample < SAMPLES; sample++) {
          const x = line - middle;
          const angle = 2 * Math.PI * ((start + slope * sample) * x + (rate / 2) * x * x);
          const at = 2 * (line * SAMPLES + sample);
          out[at] = of[at]! * Math.cos(angle) - of[at + 1]! * Math.sin(angle);
          out[at + 1] = of[at]! * Math.sin(angle) + of[at + 1]! * Math.cos(angle);
        }
      return out;
    };
    const carried = { ...patch, reference: modulate(patch.reference), secondary: modulate(patch.secondary) };
    const bare = removeCarrier(carried, (line, sample) => start + slope * sample + rate * (line - middle));
    const scale = Math.max(...patch.reference.map(Math.abs));
    for (let k = 0; k < bare.reference.length; k++) {
      expect(Math.abs(bare.reference[k]! - patch.reference[k]!)).toBeLessThan(1e-5 * scale);
      expect(Math.abs(bare.secondary[k]! - patch.secondary[k]!)).toBeLessThan(1e-5 * scale);
    }
  });
});
