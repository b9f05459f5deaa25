import type { Samples } from '../tiff-file.ts';

/**
 * How the pixels of an overview come from those below: the mean of those with data, the direction of the mean of unit vectors
 * (angles in rad), or the pixel next to the middle (labels, flags).
 */
export type Resampling = 'mean' | 'direction' | 'nearest';

/** Something that takes lines of full resolution from top to bottom and gives those of an overview. */
export interface Overview {
  /** @param isLast whether no line follows */
  add(line: Samples, isLast: boolean): void;
}

/** A line of sums: of each part of the values, and the number of values with data in them. Shape (columns, parts + 1). */
type Sums = Float64Array;

interface Means {
  readonly parts: number;
  readonly sums: (line: Samples, into: Sums) => void;
  readonly values: (sums: Sums, columns: number) => Float32Array<ArrayBuffer>;
}

const MEAN_OF: Readonly<Record<'real' | 'complex' | 'direction', Means>> = {
  real: {
    parts: 1,
    sums(line, into) {
      for (let k = 0; k < line.length; k++) {
        const isData = !Number.isNaN(line[k]!);
        into[2 * k] = isData ? line[k]! : 0;
        into[2 * k + 1] = isData ? 1 : 0;
      }
    },
    values(sums, columns) {
      const out = new Float32Array(columns);
      for (let x = 0; x < columns; x++) out[x] = sums[2 * x]! / sums[2 * x + 1]!;
      return out;
    },
  },
  complex: {
    parts: 2,
    sums(line, into) {
      for (let k = 0; 2 * k < line.length; k++) {
        const [re, im] = [line[2 * k]!, line[2 * k + 1]!];
        const isData = !Number.isNaN(re) && !Number.isNaN(im);
        into[3 * k] = isData ? re : 0;
        into[3 * k + 1] = isData ? im : 0;
        into[3 * k + 2] = isData ? 1 : 0;
      }
    },
    values(sums, columns) {
      const out = new Float32Array(2 * columns);
      for (let x = 0; x < columns; x++) {
        out[2 * x] = sums[3 * x]! / sums[3 * x + 2]!;
        out[2 * x + 1] = sums[3 * x + 1]! / sums[3 * x + 2]!;
      }
      return out;
    },
  },
  direction: {
    parts: 2,
    sums(line, into) {
      for (let k = 0; k < line.length; k++) {
        const isData = !Number.isNaN(line[k]!);
        into[3 * k] = isData ? Math.cos(line[k]!) : 0;
        into[3 * k + 1] = isData ? Math.sin(line[k]!) : 0;
        into[3 * k + 2] = isData ? 1 : 0;
      }
    },
    values(sums, columns) {
      const out = new Float32Array(columns);
      for (let x = 0; x < columns; x++)
        out[x] = sums[3 * x + 2]! > 0 ? Math.atan2(sums[3 * x + 1]!, sums[3 * x]!) : NaN;
      return out;
    },
  },
};

/** Columns or lines of an overview that halves so often. */
export function halved(size: number, times: number): number {
  return Math.ceil(size / 2 ** times);
}

/** Levels of means, each from the sums of the one before: every pixel with data counts alike. */
class MeanLevels implements Overview {
  readonly #columns: number;
  readonly #means: Means;
  readonly #emit: (level: number, line: Samples) => void;
  readonly #open: { readonly sums: Sums; lines: number }[];

  constructor(columns: number, levels: number, means: Means, emit: (level: number, line: Samples) => void) {
    this.#columns = columns;
    this.#means = means;
    this.#emit = emit;
    this.#open = Array.from({ length: levels + 1 }, (_, level) => ({
      sums: new Float64Array(halved(columns, level) * (means.parts + 1)),
      lines: 0,
    }));
  }

  add(line: Samples, isLast: boolean): void {
    this.#means.sums(line, this.#open[0]!.sums);
    const width = this.#means.parts + 1;
    for (let level = 1; level < this.#open.length; level++) {
      const open = this.#open[level]!;
      const below = this.#open[level - 1]!;
      for (let at = 0; at < below.sums.length; at++)
        open.sums[(Math.floor(at / width) >> 1) * width + (at % width)]! += below.sums[at]!;
      if (level > 1) below.sums.fill(0);
      if (++open.lines < 2 && !isLast) return;
      open.lines = 0;
      this.#emit(level, this.#means.values(open.sums, halved(this.#columns, level)));
    }
    this.#open.at(-1)!.sums.fill(0);
  }
}

/** Levels of single pixels: of a box of 2^k, the one right below its middle, or the last one where the image ends before. */
class NearestLevels implements Overview {
  readonly #columns: number;
  readonly #levels: number;
  readonly #emit: (level: number, line: Samples) => void;
  #lines = 0;

  constructor(columns: number, levels: number, emit: (level: number, line: Samples) => void) {
    this.#columns = columns;
    this.#levels = levels;
    this.#emit = emit;
  }

  add(line: Samples, isLast: boolean): void {
    const at = this.#lines++;
    for (let level = 1; level <= this.#levels; level++) {
      const [box, middle] = [2 ** level, 2 ** (level - 1)];
      if (at % box !== middle && !(isLast && at % box < middle)) continue;
      const out = line.slice(0, halved(this.#columns, level));
      for (let x = 0; x < out.length; x++) out[x] = line[Math.min(x * box + middle, this.#columns - 1)]!;
      this.#emit(level, out);
    }
  }
}

/**
 * Makes the overviews of an image whose lines come from top to bottom.
 * @param levels overviews, each half as wide and high as the one before
 * @param emit is given each line of each level, from 1, in order
 */
export function overviews(
  image: { readonly columns: number; readonly isComplex: boolean },
  levels: number,
  resampling: Resampling,
  emit: (level: number, line: Samples) => void,
): Overview {
  if (resampling === 'nearest') return new NearestLevels(image.columns, levels, emit);
  const means = image.isComplex ? 'complex' : resampling === 'direction' ? 'direction' : 'real';
  return new MeanLevels(image.columns, levels, MEAN_OF[means], emit);
}
