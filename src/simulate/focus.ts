import type { SpectralWindow } from '../model/index.ts';
import type { DepositGrid } from './deposit.ts';
import { type Fourier, fourier } from './fft.ts';
import { OVERSAMPLING, kernelSpectrum } from './spreading-kernel.ts';

/** Lines and samples around a piece whose scatterers still reach into it. */
export const GUARD = 64;

/** Width of the smooth end of the band inside each edge, as a fraction of the sampling rate. */
const EDGE_FRACTION = 0.03;

/** The band-limiting response of one dimension, on the transform's bins. */
export interface BandFilter {
  /** Transform length at the output rate; the input has OVERSAMPLING times as many cells. */
  readonly length: number;
  /** Weights for the bins -length/2 .. length/2 - 1, spreading kernel divided out, peak of the response 1. Bin k at k mod length. */
  readonly weights: Float64Array;
  /** Σ |h|² of the impulse response at the output rate. */
  readonly energy: number;
}

/**
 * Hamming window α + (1-α) cos(2πf/B) over the processed bandwidth B and nothing outside it. The last 3 % of the sampling
 * rate inside each edge fall smoothly to zero, so that the impulse response ends within the guard.
 */
export function bandFilter(window: SpectralWindow, samplingHz: number, length: number): BandFilter {
  const band = window.bandwidthHz / samplingHz;
  const alpha = window.hammingCoefficient;
  const weights = new Float64Array(length);
  let [sum, squares] = [0, 0];
  for (let k = -length / 2; k < length / 2; k++) {
    const frequency = k / length;
    const inside = band / 2 - Math.abs(frequency);
    if (inside <= 0) continue;
    const edge = inside >= EDGE_FRACTION ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * inside) / EDGE_FRACTION);
    const value = edge * (alpha + (1 - alpha) * Math.cos((2 * Math.PI * frequency) / band));
    sum += value;
    squares += value * value;
    weights[(k + length) % length] = value / kernelSpectrum(frequency / OVERSAMPLING);
  }
  return { length, weights: weights.map((value) => value / sum), energy: (squares * length) / (sum * sum) };
}

/** Smallest power of two that holds a piece with its guard on both sides. */
export function transformLength(size: number): number {
  return 2 ** Math.ceil(Math.log2(size + 2 * GUARD));
}

interface Stage {
  readonly filter: BandFilter;
  readonly input: Fourier;
  readonly output: Fourier;
  readonly inRe: Float64Array;
  readonly inIm: Float64Array;
  readonly outRe: Float64Array;
  readonly outIm: Float64Array;
}

function stage(filter: BandFilter): Stage {
  const wide = filter.length * OVERSAMPLING;
  return {
    filter,
    input: fourier(wide),
    output: fourier(filter.length),
    inRe: new Float64Array(wide),
    inIm: new Float64Array(wide),
    outRe: new Float64Array(filter.length),
    outIm: new Float64Array(filter.length),
  };
}

/** Filters `inRe`, `inIm` and brings them down to the output rate in `outRe`, `outIm`. */
function filterDown({ filter, input, output, inRe, inIm, outRe, outIm }: Stage): void {
  input.forward(inRe, inIm);
  const { length, weights } = filter;
  const wide = input.length;
  for (let k = 0; k < length; k++) {
    const from = k < length / 2 ? k : wide - length + k;
    outRe[k] = inRe[from]! * weights[k]!;
    outIm[k] = inIm[from]! * weights[k]!;
  }
  output.inverse(outRe, outIm);
}

/** Columns that are transformed together, so that memory is read in whole lines. */
const COLUMN_GROUP = 16;

/** Turns a deposit grid into the deramped image at the output rate. Made once, used for every piece of that size. */
export interface Focuser {
  readonly azimuth: BandFilter;
  readonly range: BandFilter;
  /** Calls `column(sample, re, im)` for samples GUARD .. GUARD + samples - 1 of the grid, values from the grid's first line on. */
  focus(grid: DepositGrid, samples: number, column: (sample: number, re: Float64Array, im: Float64Array) => void): void;
}

export function createFocuser(azimuth: BandFilter, range: BandFilter): Focuser {
  const rangeStage = stage(range);
  const group = Array.from({ length: COLUMN_GROUP }, () => stage(azimuth));
  return {
    azimuth,
    range,
    focus: (grid, samples, column) => {
      const { data, rows, columns } = grid;
      for (let row = 0; row < rows; row++) {
        const base = 2 * row * columns;
        for (let k = 0; k < columns; k++) {
          rangeStage.inRe[k] = data[base + 2 * k]!;
          rangeStage.inIm[k] = data[base + 2 * k + 1]!;
        }
        filterDown(rangeStage);
        // The row's own cells are spent: its filtered samples replace them.
        for (let k = 0; k < range.length; k++) {
          data[base + 2 * k] = rangeStage.outRe[k]!;
          data[base + 2 * k + 1] = rangeStage.outIm[k]!;
        }
      }
      for (let first = 0; first < samples; first += COLUMN_GROUP) {
        const count = Math.min(COLUMN_GROUP, samples - first);
        for (let c = 0; c < count; c++) {
          group[c]!.inRe.fill(0, rows);
          group[c]!.inIm.fill(0, rows);
        }
        for (let row = 0; row < rows; row++) {
          const base = 2 * (row * columns + GUARD + first);
          for (let c = 0; c < count; c++) {
            group[c]!.inRe[row] = data[base + 2 * c]!;
            group[c]!.inIm[row] = data[base + 2 * c + 1]!;
          }
        }
        for (let c = 0; c < count; c++) {
          filterDown(group[c]!);
          column(first + c, group[c]!.outRe, group[c]!.outIm);
        }
      }
    },
  };
}
