type Complex = readonly [re: number, im: number];

/** a · conj(b) */
function step(a: Complex, b: Complex): Complex {
  return [a[0] * b[0] + a[1] * b[1], a[1] * b[0] - a[0] * b[1]];
}

/**
 * Sample coherence |Σ I e^{-j(fx x + fy y)}| / sqrt(Σ P1 Σ P2) over the cells within `radius` that have data (Touzi et al.
 * 1999), the fringe (fx, fy) being the argument of the sum over neighbours of I(x + 1) · conj(I(x)) within the window, each
 * of both divided by the root of its powers.
 * @param cells shape (rows, columns, 4): re, im, P1, P2; all 0 without data
 * @returns shape (rows, columns), NaN without data
 */
export function estimate(cells: ArrayLike<number>, rows: number, columns: number, radius: number): Float64Array {
  const has = (i: number, j: number): boolean =>
    i >= 0 && j >= 0 && i < rows && j < columns && cells[4 * (i * columns + j) + 2]! > 0;
  const value = (i: number, j: number, k: number): number => cells[4 * (i * columns + j) + k]!;
  const normed = (i: number, j: number): Complex => {
    const root = Math.sqrt(value(i, j, 2) * value(i, j, 3)) || Infinity;
    return [value(i, j, 0) / root, value(i, j, 1) / root];
  };
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const row = Math.floor(at / columns);
    const column = at % columns;
    if (!has(row, column)) return NaN;
    const window: (readonly [number, number])[] = [];
    for (let i = row - radius; i <= row + radius; i++)
      for (let j = column - radius; j <= column + radius; j++) if (has(i, j)) window.push([i, j]);
    const slope = (di: number, dj: number): number => {
      let re = 0;
      let im = 0;
      for (const [i, j] of window) {
        if (i + di > row + radius || j + dj > column + radius || !has(i + di, j + dj)) continue;
        const change = step(normed(i + di, j + dj), normed(i, j));
        re += change[0];
        im += change[1];
      }
      return Math.atan2(im, re);
    };
    const fringe = [slope(1, 0), slope(0, 1)] as const;
    let re = 0;
    let im = 0;
    let first = 0;
    let second = 0;
    for (const [i, j] of window) {
      const angle = -(fringe[0] * (i - row) + fringe[1] * (j - column));
      re += value(i, j, 0) * Math.cos(angle) - value(i, j, 1) * Math.sin(angle);
      im += value(i, j, 0) * Math.sin(angle) + value(i, j, 1) * Math.cos(angle);
      first += value(i, j, 2);
      second += value(i, j, 3);
    }
    return Math.min(Math.hypot(re, im) / Math.sqrt(first * second) || 0, 1);
  });
}
