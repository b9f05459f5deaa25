/** A stream of uniform 32-bit integers. */
export type RandomStream = () => number;

/** Finaliser of a 32-bit hash: every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A stream that depends on its keys alone, so that every patch of ground has its own, whatever the order of work:
 * four words of state, mixed by additions, shifts and a counter.
 */
export function randomStream(...keys: readonly number[]): RandomStream {
  let hash = 0x9e3779b9;
  const word = (salt: number): number => {
    for (const key of keys) hash = mix(hash ^ mix((key | 0) + salt));
    return hash | 0;
  };
  let [a, b, c, counter] = [word(1), word(2), word(3), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

const TABLE_SIZE = 65_536;

function buildNormalTable(): Float64Array {
  // Cumulative trapezoids of the density, inverted by linear interpolation, then scaled to the exact variance.
  const steps = 120_000;
  const limit = 6;
  const width = (2 * limit) / steps;
  const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  const table = new Float64Array(TABLE_SIZE);
  let entry = 0;
  let cumulated = 0;
  for (let i = 0; i < steps && entry < TABLE_SIZE; i++) {
    const left = -limit + i * width;
    const area = 0.5 * width * (density(left) + density(left + width));
    while (entry < TABLE_SIZE && (entry + 0.5) / TABLE_SIZE <= cumulated + area) {
      table[entry] = left + (((entry + 0.5) / TABLE_SIZE - cumulated) / area) * width;
      entry++;
    }
    cumulated += area;
  }
  for (; entry < TABLE_SIZE; entry++) table[entry] = -table[TABLE_SIZE - 1 - entry]!;
  let power = 0;
  for (const value of table) power += value * value;
  const scale = Math.sqrt(TABLE_SIZE / (2 * power));
  return table.map((value) => value * scale);
}

let normalTable: Float64Array | undefined;

/**
 * Quantiles of a normal distribution of variance 1/2, indexed by 16 random bits: two entries, indexed by the halves of one
 * integer, are a circular complex Gaussian of unit power.
 */
export function halfNormalTable(): Float64Array {
  normalTable ??= buildNormalTable();
  return normalTable;
}
