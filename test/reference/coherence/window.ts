interface Box {
  readonly lines: number;
  readonly samples: number;
}

/** Two complex rasters, 0 in both parts where there is no data, and the fringes of their tiles. */
interface WindowScene {
  readonly reference: ArrayLike<number>;
  readonly secondary: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  readonly window: Box;
  readonly step: Box;
  readonly tile: Box;
  readonly tilesAcross: number;
  /** Cycles per line, per sample. */
  readonly slopes: ArrayLike<number>;
}

/**
 * Mean of reference · conj(secondary) with the fringe removed about the cell's middle, coherence and samples with data, over the
 * window centred on each cell (for even differences; else half a sample before), cut at the borders.
 * @returns shape (cell rows, cell columns, 4); all 0 where none of the cell's own samples has data
 */
export function windowed(scene: WindowScene): Float64Array {
  const { reference, secondary, rows, columns, window, step, tile, tilesAcross, slopes } = scene;
  const [cellRows, cellColumns] = [Math.floor(rows / step.lines), Math.floor(columns / step.samples)];
  const has = (at: number): boolean =>
    (reference[2 * at] !== 0 || reference[2 * at + 1] !== 0) &&
    (secondary[2 * at] !== 0 || secondary[2 * at + 1] !== 0);
  const boxSamples = (line: number, sample: number, box: Box): number[] => {
    const list: number[] = [];
    for (let y = line; y < line + box.lines; y++)
      for (let x = sample; x < sample + box.samples; x++)
        if (y >= 0 && x >= 0 && y < rows && x < columns && has(y * columns + x)) list.push(y * columns + x);
    return list;
  };
  const cells = new Float64Array(4 * cellRows * cellColumns);
  for (let row = 0; row < cellRows; row++)
    for (let column = 0; column < cellColumns; column++) {
      const [line, sample] = [row * step.lines, column * step.samples];
      if (boxSamples(line, sample, step).length === 0) continue;
      const middle = { line: line + (step.lines - 1) / 2, sample: sample + (step.samples - 1) / 2 };
      const tileIndex =
        Math.floor(Math.floor(middle.line) / tile.lines) * tilesAcross +
        Math.floor(Math.floor(middle.sample) / tile.samples);
      const from = (size: number, at: number, wanted: number): number => at + Math.floor((size - wanted) / 2);
      const list = boxSamples(from(step.lines, line, window.lines), from(step.samples, sample, window.samples), window);
      let [re, im, first, second] = [0, 0, 0, 0];
      for (const at of list) {
        const [a, b, c, d] = [reference[2 * at]!, reference[2 * at + 1]!, secondary[2 * at]!, secondary[2 * at + 1]!];
        const lines = Math.floor(at / columns) - middle.line;
        const samples = (at % columns) - middle.sample;
        const angle = -2 * Math.PI * (slopes[2 * tileIndex]! * lines + slopes[2 * tileIndex + 1]! * samples);
        const [x, y] = [a * c + b * d, b * c - a * d];
        re += x * Math.cos(angle) - y * Math.sin(angle);
        im += x * Math.sin(angle) + y * Math.cos(angle);
        first += a * a + b * b;
        second += c * c + d * d;
      }
      const coherence = Math.min(1, Math.hypot(re, im) / Math.sqrt(first * second) || 0);
      cells.set(
        [re / list.length || 0, im / list.length || 0, coherence, list.length],
        4 * (row * cellColumns + column),
      );
    }
  return cells;
}
