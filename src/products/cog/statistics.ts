import type { Samples } from '../tiff-file.ts';

/** Statistics over the values that are data. */
export interface BandStatistics {
  /** Values with data, and all. */
  readonly valid: number;
  readonly count: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** Of the whole population, as GDAL computes it. */
  readonly standardDeviation: number;
}

/** Running minimum, maximum, mean and deviation of values that come in parts (Welford, in f64). */
export class StatisticsOf {
  readonly #noData: number | undefined;
  #count = 0;
  #valid = 0;
  #minimum = Infinity;
  #maximum = -Infinity;
  #mean = 0;
  #squares = 0;

  constructor(noData: number | undefined) {
    this.#noData = noData;
  }

  add(values: Samples): void {
    this.#count += values.length;
    for (let k = 0; k < values.length; k++) {
      const value = values[k]!;
      if (value === this.#noData || Number.isNaN(value)) continue;
      this.#valid++;
      if (value < this.#minimum) this.#minimum = value;
      if (value > this.#maximum) this.#maximum = value;
      const off = value - this.#mean;
      this.#mean += off / this.#valid;
      this.#squares += off * (value - this.#mean);
    }
  }

  /** Undefined where no value is data. */
  result(): BandStatistics | undefined {
    if (this.#valid === 0) return undefined;
    return {
      valid: this.#valid,
      count: this.#count,
      minimum: this.#minimum,
      maximum: this.#maximum,
      mean: this.#mean,
      standardDeviation: Math.sqrt(this.#squares / this.#valid),
    };
  }
}
