type Complex = readonly [re: number, im: number];

/** a · conj(b) */
function step(a: Complex, b: Complex): Complex {
  return [a[0] * b[0] + a[1] * b[1], a[1] * b[0] - a[0] * b[1]];
}

interface Window {
  readonly rows: number;
  readonly columns: number;
  /** Cells around the window that the fringe is looked for in. */
  readonly fringeMargin: number;
}

/**
 * Sample coherence |Σ I e^{-j(fx x + fy y)}| / sqrt(Σ P1 Σ P2) over the cells of a window that have data (Touzi et al. 1999).
 * The fringe (fx, fy) is the argument of S = Σ s, s = g(x + 1) · conj(g(x)) over neighbours in the window and its margin,
 * g = I / sqrt(P1 P2); it is 0 where r = |S|² / Σ|s|² < 5 max(1, (w² - 1) / 8) in a window w cells wide, or where its square is below three times
 * its variance (1 - r / n) / (2 r).
 * @param cells shape (rows, columns, 4): re, im, P1, P2; all 0 without data
 * @returns shape (rows, columns), NaN without data
 */
export function estimate(cells: ArrayLike<number>, rows: number, columns: number, window: Window): Float64Array {
  const has = (i: number, j: number): boolean =>
    i >= 0 && j >= 0 && i < rows && j < columns && cells[4 * (i * columns + j) + 2]! > 0;
  const value = (i: number, j: number, k: number): number => cells[4 * (i * columns + j) + k]!;
  const normed = (i: number, j: number): Complex => {
    const root = Math.sqrt(value(i, j, 2) * value(i, j, 3)) || Infinity;
    return [value(i, j, 0) / root, value(i, j, 1) / root];
  };
  const within = (row: number, column: number, margin: number): (readonly [number, number])[] => {
    const found: (readonly [number, number])[] = [];
    const [up, left] = [Math.floor((window.rows - 1) / 2), Math.floor((window.columns - 1) / 2)];
    for (let i = row - up - margin; i < row - up + window.rows + margin; i++)
      for (let j = column - left - margin; j < column - left + window.columns + margin; j++)
        if (has(i, j)) found.push([i, j]);
    return found;
  };
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const row = Math.floor(at / columns);
    const column = at % columns;
    if (!has(row, column)) return NaN;
    const around = within(row, column, window.fringeMargin);
    const inside = new Set(around.map(([i, j]) => i * columns + j));
    const slope = (di: number, dj: number): number => {
      const steps = around
        .filter(([i, j]) => has(i + di, j + dj) && inside.has((i + di) * columns + j + dj))
        .map(([i, j]) => step(normed(i + di, j + dj), normed(i, j)))
        .filter(([re, im]) => re !== 0 || im !== 0);
      const re = steps.reduce((sum, change) => sum + change[0], 0);
      const im = steps.reduce((sum, change) => sum + change[1], 0);
      const ratio = (re * re + im * im) / steps.reduce((sum, change) => sum + change[0] ** 2 + change[1] ** 2, 0);
      const angle = Math.atan2(im, re);
      const width = di === 1 ? window.rows : window.columns;
      if (!(ratio >= 5 * Math.max(1, (width ** 2 - 1) / 8))) return 0;
      return angle ** 2 < (3 * (1 - ratio / steps.length)) / (2 * ratio) ? 0 : angle;
    };
    const fringe = [slope(1, 0), slope(0, 1)] as const;
    let re = 0;
    let im = 0;
    let first = 0;
    let second = 0;
    for (const [i, j] of within(row, column, 0)) {
      const angle = -(fringe[0] * (i - row) + fringe[1] * (j - column));
      re += value(i, j, 0) * Math.cos(angle) - value(i, j, 1) * Math.sin(angle);
      im += value(i, j, 0) * Math.sin(angle) + value(i, j, 1) * Math.cos(angle);
      first += value(i, j, 2);
      second += value(i, j, 3);
    }
    return Math.min(Math.hypot(re, im) / Math.sqrt(first * second) || 0, 1);
  });
}
