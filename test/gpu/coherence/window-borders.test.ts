import { expect, it } from 'vitest';
import { estimateCoherence } from '../../../src/coherence/index.ts';
import type { CoherenceMap, Interferogram } from '../../../src/model/index.ts';
import { biasRemoval, zeroQuantileAt } from '../../../src/speckle/index.ts';
import { sampleCoherence } from '../../reference/coherence/sample-coherence.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { WHITE, speckleCells, spread } from '../../support/speckle-cells.ts';

const CELL_LOOKS = 4;
const LOOKS = { azimuth: 1, range: CELL_LOOKS };
const SIDE = 399;

/** Islands of 3 x 3 cells with one cell without data between them; at two sides they touch the border. */
function islands(coherence: number): Interferogram {
  const scene = speckleCells({ rows: SIDE, columns: SIDE, looks: LOOKS, coherence, seed: 21 });
  for (let cell = 0; cell < SIDE * SIDE; cell++)
    if (Math.floor(cell / SIDE) % 4 === 3 || (cell % SIDE) % 4 === 3) scene.cells.fill(0, 4 * cell, 4 * cell + 4);
  return scene;
}

/** Cells by the number of cells with data in their window of 3 x 3, counted one by one. */
function byWindow({ grid: { rows, columns }, cells }: Interferogram): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const has = (i: number, j: number): boolean =>
    i >= 0 && j >= 0 && i < rows && j < columns && cells[4 * (i * columns + j) + 2]! > 0;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      let count = 0;
      for (let y = i - 1; y <= i + 1; y++) for (let x = j - 1; x <= j + 1; x++) if (has(y, x)) count++;
      if (!has(i, j)) count = 0;
      if (!found.has(count)) found.set(count, []);
      found.get(count)!.push(i * columns + j);
    }
  return found;
}

/** Mean of the coherence that is left of none: over the density 2 (L - 1) r (1 - r²)^(L - 2) (Touzi et al. 1999, eq. 6). */
function leftOfNone(looks: number): number {
  const remove = biasRemoval(looks);
  const steps = 4000;
  let sum = 0;
  for (let k = 0; k < steps; k++) {
    const r = (k + 0.5) / steps;
    sum += (remove(r) * 2 * (looks - 1) * r * (1 - r * r) ** (looks - 2)) / steps;
  }
  return sum;
}

function check(map: CoherenceMap, cells: readonly number[], count: number, coherence: number, what: string): void {
  expect(cells.every((cell) => map.windowCells[cell] === count)).toBe(true);
  const looks = count * CELL_LOOKS;
  expect(map.windowLooks[count]).toBeCloseTo(looks, 6);
  const raw = cells.map((cell) => map.raw[cell]!);
  const mean = spread(cells.map((cell) => map.coherence[cell]!)).mean;
  const rawError = Math.abs(spread(raw).mean - sampleCoherence(coherence, looks).mean);
  const error = Math.abs(mean - (coherence === 0 ? leftOfNone(looks) : coherence));
  stateFigure(`${what}, ${count} cells, coherence ${coherence}: raw`, rawError, 0.01);
  stateFigure(`${what}, ${count} cells, coherence ${coherence}: without bias`, error, 0.02);
  expect(rawError).toBeLessThan(0.01);
  expect(error).toBeLessThan(0.02);
  if (coherence > 0) return;
  const above = cells.filter((cell) => map.raw[cell]! > zeroQuantileAt(map, cell)).length / cells.length;
  stateFigure(`${what}, ${count} cells: empty ones above their quantile`, 100 * above, 1.5, '%');
  expect(Math.abs(above - 0.01)).toBeLessThan(0.005);
}

describeGpu('coherence beside borders and gaps', (gpu) => {
  it.each([0, 0.6])('corners, sides and middles of islands, coherence %f: as theory says', async (coherence) => {
    const scene = islands(coherence);
    const map = await estimateCoherence(gpu(), scene, WHITE);
    const groups = byWindow(scene);
    expect([...groups.keys()].toSorted((a, b) => a - b)).toEqual([0, 4, 6, 9]);
    expect(groups.get(0)!.every((cell) => Number.isNaN(map.raw[cell]!) && map.windowCells[cell] === 0)).toBe(true);
    for (const count of [4, 6, 9]) check(map, groups.get(count)!, count, coherence, 'islands');
  });

  it('borders of rasters of two rows and of two columns', async () => {
    for (const [rows, columns] of [
      [2, 12_000],
      [12_000, 2],
    ] as const) {
      const scene = speckleCells({ rows, columns, looks: LOOKS, coherence: 0, seed: 22 });
      const groups = byWindow(scene);
      expect([...groups.keys()].toSorted((a, b) => a - b)).toEqual([4, 6]);
      check(await estimateCoherence(gpu(), scene, WHITE), groups.get(6)!, 6, 0, `border of ${rows} x ${columns}`);
    }
  });

  it('single holes', async () => {
    expect.hasAssertions();
    const scene = speckleCells({ rows: SIDE, columns: SIDE, looks: LOOKS, coherence: 0, seed: 23 });
    for (let cell = 0; cell < SIDE * SIDE; cell += 5) scene.cells.fill(0, 4 * cell, 4 * cell + 4);
    const map = await estimateCoherence(gpu(), scene, WHITE);
    check(map, byWindow(scene).get(8)!, 8, 0, 'holes');
  });

  it('windows of an even number of cells are counted as they are summed', async () => {
    const scene = speckleCells({ rows: 9, columns: 11, looks: LOOKS, coherence: 0.5, seed: 24 });
    const { windowCells } = await estimateCoherence(gpu(), scene, WHITE, { window: { rows: 4, columns: 2 } });
    const along = (place: number, length: number, before: number, after: number): number =>
      Math.min(place + after, length - 1) - Math.max(place - before, 0) + 1;
    const expected = Array.from(windowCells, (_, cell) => {
      return along(Math.floor(cell / 11), 9, 1, 2) * along(cell % 11, 11, 0, 1);
    });
    expect([...windowCells]).toEqual(expected);
  });
});
