import { TWO_PI } from '../../src/units/index.ts';
import { Random } from '../support/random.ts';
import { type Field, type Scene, speckled } from './unwrap-scenes.ts';

/** How a simulated scene is made. */
export interface FractalSceneSpec {
  /** Cells on each side; a power of two. */
  readonly size: number;
  readonly looks: number;
  readonly seed: number;
  /** Phase across a rupture of the ground at its middle, rad; 0 for none. */
  readonly faultRad: number;
  /** Length of the rupture as a share of the scene's side (default 0.5). */
  readonly faultLength?: number;
}

/** A scene and the coherence its samples were drawn with. */
export interface FractalScene extends Scene {
  readonly trueCoherence: Float32Array;
}

/** Two-dimensional power spectrum of turbulent air falls with this power of the wavenumber (Hanssen 2001, 4.7). */
const AIR_SLOPE = 8 / 3;
const COHERENCE_SLOPE = 2.4;
const AIR_RMS_RAD = 4;

/** In-place radix-2 Fourier transform of `count` values spaced `stride` from `start`. */
function transform(re: Float64Array, im: Float64Array, start: number, stride: number, count: number): void {
  for (let i = 1, j = 0; i < count; i++) {
    let bit = count >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const [a, b] = [start + i * stride, start + j * stride];
    [re[a], re[b]] = [re[b]!, re[a]!];
    [im[a], im[b]] = [im[b]!, im[a]!];
  }
  for (let length = 2; length <= count; length *= 2)
    for (let k = 0; k < length / 2; k++) {
      const [c, s] = [Math.cos((TWO_PI * k) / length), Math.sin((TWO_PI * k) / length)];
      for (let block = k; block < count; block += length) {
        const [a, b] = [start + block * stride, start + (block + length / 2) * stride];
        const [real, imaginary] = [c * re[b]! - s * im[b]!, c * im[b]! + s * re[b]!];
        [re[b], im[b]] = [re[a]! - real, im[a]! - imaginary];
        re[a]! += real;
        im[a]! += imaginary;
      }
    }
}

/** A periodic random field of power spectrum k^-slope, mean 0 and standard deviation 1. Shape (size, size). */
export function fractalField(size: number, slope: number, random: Random): Float64Array {
  const [re, im] = [new Float64Array(size * size), new Float64Array(size * size)];
  const signed = (index: number): number => (index > size / 2 ? index - size : index);
  for (let cell = 1; cell < re.length; cell++) {
    const wavenumber = Math.hypot(signed(Math.floor(cell / size)), signed(cell % size));
    const amplitude = wavenumber ** (-slope / 2);
    re[cell] = amplitude * random.normal();
    im[cell] = amplitude * random.normal();
  }
  for (let row = 0; row < size; row++) transform(re, im, row * size, 1, size);
  for (let column = 0; column < size; column++) transform(re, im, column, size, size);
  const mean = re.reduce((sum, value) => sum + value, 0) / re.length;
  const rms = Math.sqrt(re.reduce((sum, value) => sum + (value - mean) ** 2, 0) / re.length);
  return re.map((value) => (value - mean) / rms);
}

/** Two point sources below the ground, of 40 and -30 rad, of the shape of Mogi (1958): 1 / (1 + (r / depth)^2)^1.5. */
function sources(size: number, random: Random): Field {
  const places = [40, -30].map((peakRad) => ({
    peakRad,
    row: size * random.uniform(0.2, 0.8),
    column: size * random.uniform(0.2, 0.8),
    depth: size * random.uniform(0.09, 0.14),
  }));
  return (i, j) =>
    places.reduce(
      (sum, { peakRad, row, column, depth }) =>
        sum + peakRad * (1 + ((i - row) ** 2 + (j - column) ** 2) / depth ** 2) ** -1.5,
      0,
    );
}

/**
 * A rupture: a straight segment of `length` cells, both sides moving apart by `rad` at its middle and by nothing at its
 * ends (1 - s^2), falling off away from it over a fifth of the scene.
 */
function fault(size: number, rad: number, length: number, random: Random): Field {
  const angle = random.uniform(0, TWO_PI);
  const [row, column] = [size * random.uniform(0.4, 0.6), size * random.uniform(0.4, 0.6)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (i, j) => {
    const along = (i - row) * cos + (j - column) * sin;
    const across = (j - column) * cos - (i - row) * sin;
    const slip = Math.max(0, 1 - (along / (length / 2)) ** 2);
    return (rad / 2) * Math.sign(across) * slip * Math.exp(-Math.abs(across) / (size / 5));
  };
}

/**
 * Turbulent air of 4 rad rms, two deformation sources of 40 and -30 rad, coherence fractal from 0.03 to 0.95 around 0.63,
 * and where asked for a rupture; noise of multilooked circular Gaussian pairs, coherence estimated from the same looks.
 */
export function fractalScene({ size, looks, seed, faultRad, faultLength = 0.5 }: FractalSceneSpec): FractalScene {
  const random = new Random(seed);
  const air = fractalField(size, AIR_SLOPE, random);
  const ground = fractalField(size, COHERENCE_SLOPE, random);
  const trueCoherence = Float32Array.from(ground, (value) => Math.min(0.95, Math.max(0.03, 0.63 + 0.22 * value)));
  const deformation = sources(size, random);
  const rupture = fault(size, faultRad, faultLength * size, random);
  const phase: Field = (i, j) => AIR_RMS_RAD * air[i * size + j]! + deformation(i, j) + rupture(i, j);
  const scene = speckled([size, size], phase, (i, j) => trueCoherence[i * size + j]!, looks, random);
  return { ...scene, trueCoherence };
}
