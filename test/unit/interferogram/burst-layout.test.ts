import { describe, expect, it } from 'vitest';
import { type BurstLayout, commonGrid, layoutBursts } from '../../../src/interferogram/index.ts';
import type { BurstPair, BurstPlacement, GridWindow, Looks, Swath, Warning } from '../../../src/model/index.ts';
import { madeUpSwath } from '../../support/made-up-swath.ts';
import { Random } from '../../support/random.ts';

const noWarning = (warning: Warning): void => {
  throw new Error(warning.message);
};

const pairsOf = (swath: Swath): BurstPair[] =>
  swath.bursts.map((burst) => ({ referenceSwath: swath, secondarySwath: swath, reference: burst, secondary: burst }));

/** Two small swaths whose bursts begin at different lines and overlap by 40 lines and 60 samples of valid pixels. */
function twoSwaths(): { first: Swath; second: Swath } {
  const shape = { bursts: 3, linesPerBurst: 200, linesPerCycle: 150, samplesPerBurst: 400 };
  const border = { lines: 5, samples: 10 };
  const first = madeUpSwath({ ...shape, border });
  const second = madeUpSwath({
    ...shape,
    border,
    name: 'iw2',
    firstLineTimeS: 50_000 + 63 * first.azimuthTimeIntervalS,
    nearRangeM: first.nearRangeM + 320 * first.rangeSpacingM,
  });
  return { first, second };
}

interface Rectangle {
  readonly line: number;
  readonly sample: number;
  readonly lines: number;
  readonly samples: number;
}

/** Where a placement lies in lines and samples of the common grid. */
function onGrid({ pair, window }: BurstPlacement, { grid }: BurstLayout): Rectangle {
  const line = (pair.reference.firstLineTimeS - grid.radarGrid.firstLineTimeS) / grid.radarGrid.lineIntervalS;
  const sample = (pair.referenceSwath.nearRangeM - grid.radarGrid.nearRangeM) / grid.radarGrid.rangeSpacingM;
  return {
    line: Math.round(line) + window.firstLine,
    sample: Math.round(sample) + window.firstSample,
    lines: window.lines,
    samples: window.samples,
  };
}

/** How often each cell is made. */
function coverage(layout: BurstLayout): Uint8Array {
  const { grid, placements } = layout;
  const counts = new Uint8Array(grid.rows * grid.columns);
  for (const { window, firstCellRow, firstCellColumn } of placements)
    for (let i = 0; i < window.lines / grid.looks.azimuth; i++)
      for (let j = 0; j < window.samples / grid.looks.range; j++)
        counts[(firstCellRow + i) * grid.columns + firstCellColumn + j]!++;
  return counts;
}

/** Whether a cell lies wholly within the valid pixels of a burst at line and sample 0 of the grid. */
function holds(swath: Swath, index: number, at: { line: number; sample: number }, cell: Rectangle): boolean {
  const burst = swath.bursts[index]!;
  const top = at.line + 150 * index;
  return (
    cell.line >= top + burst.firstValidLine &&
    cell.line + cell.lines - 1 <= top + burst.lastValidLine &&
    cell.sample >= at.sample + burst.firstValidSample &&
    cell.sample + cell.samples - 1 <= at.sample + burst.lastValidSample
  );
}

const LOOKS: readonly Looks[] = [
  { azimuth: 1, range: 1 },
  { azimuth: 4, range: 16 },
  { azimuth: 3, range: 5 },
  { azimuth: 16, range: 32 },
];

const WHOLE: GridWindow = { firstLine: -10, firstSample: -10, lines: 700, samples: 900 };

describe('bursts of two swaths on one grid', () => {
  const { first, second } = twoSwaths();
  const pairs = [...pairsOf(second), ...pairsOf(first)];
  const radarGrid = commonGrid(pairsOf(first)[0]!, 20_000);
  const lay = (area: GridWindow, looks: Looks): BurstLayout => layoutBursts(pairs, radarGrid, area, looks, noWarning);

  it.each(LOOKS)('no cell twice, and none missing that one burst could fill: %o', (looks) => {
    const layout = lay(WHOLE, looks);
    const counts = coverage(layout);
    const { grid } = layout;
    let missing = 0;
    let twice = 0;
    for (let n = 0; n < counts.length; n++) {
      if (counts[n]! > 1) twice++;
      const cell = {
        line: grid.firstLine + Math.floor(n / grid.columns) * looks.azimuth,
        sample: grid.firstSample + (n % grid.columns) * looks.range,
        lines: looks.azimuth,
        samples: looks.range,
      };
      // Before the first and after the last lines of both swaths, one of them alone may reach under the cut.
      const isCommon = cell.line >= 70 && cell.line + cell.lines <= 490;
      const canBeFilled = [0, 1, 2].some(
        (index) =>
          holds(first, index, { line: 0, sample: 0 }, cell) || holds(second, index, { line: 63, sample: 320 }, cell),
      );
      if (isCommon && canBeFilled && counts[n] === 0) missing++;
    }
    expect({ missing, twice }).toEqual({ missing: 0, twice: 0 });
  });

  it.each(LOOKS)('windows are whole cells within the valid pixels, where they say they are: %o', (looks) => {
    const layout = lay(WHOLE, looks);
    expect(layout.placements).toHaveLength(6);
    for (const placement of layout.placements) {
      const { window, pair, firstCellRow, firstCellColumn } = placement;
      expect([window.lines % looks.azimuth, window.samples % looks.range]).toEqual([0, 0]);
      const place = onGrid(placement, layout);
      expect(place.line).toBe(layout.grid.firstLine + firstCellRow * looks.azimuth);
      expect(place.sample).toBe(layout.grid.firstSample + firstCellColumn * looks.range);
      const { reference: burst } = pair;
      expect(window.firstLine).toBeGreaterThanOrEqual(burst.firstValidLine);
      expect(window.firstLine + window.lines - 1).toBeLessThanOrEqual(burst.lastValidLine);
      expect(window.firstSample).toBeGreaterThanOrEqual(burst.firstValidSample);
      expect(window.firstSample + window.samples - 1).toBeLessThanOrEqual(burst.lastValidSample);
    }
  });

  it.each(LOOKS)('cuts within half a cell of the middle of the overlaps: %o', (looks) => {
    const layout = lay(WHOLE, looks);
    const rectangles = layout.placements.map((placement) => ({
      name: placement.pair.referenceSwath.name,
      ...onGrid(placement, layout),
    }));
    const [one, two] = [
      rectangles.filter(({ name }) => name === 'iw1'),
      rectangles.filter(({ name }) => name === 'iw2'),
    ];
    for (const [bursts, start] of [
      [one, 0],
      [two, 63],
    ] as const)
      for (const k of [0, 1]) {
        const cut = bursts[k]!.line + bursts[k]!.lines;
        expect(bursts[k + 1]!.line).toBe(cut);
        // Valid: 5..194 of one burst and 155..344 of the next, in lines of the swath.
        expect(Math.abs(cut - (start + 150 * k + 175))).toBeLessThanOrEqual(looks.azimuth / 2);
      }
    // Valid: samples up to 389 of the first swath, from 330 of the second.
    for (const { sample, samples } of one)
      expect(Math.abs(sample + samples - 360)).toBeLessThanOrEqual(looks.range / 2);
    for (const { sample } of two) expect(sample).toBe(one[0]!.sample + one[0]!.samples);
  });

  it('an area cuts out its cells and nothing else', () => {
    const random = new Random(1);
    for (const looks of LOOKS)
      for (let n = 0; n < 25; n++) {
        const area = {
          firstLine: random.integer(-30, 400),
          firstSample: random.integer(-30, 500),
          lines: random.integer(1, 200),
          samples: random.integer(1, 300),
        };
        const whole = lay(WHOLE, looks);
        const part = lay(area, looks);
        expect(part.grid.firstLine).toBeLessThanOrEqual(area.firstLine);
        expect(part.grid.firstLine + part.grid.rows * looks.azimuth).toBeGreaterThanOrEqual(
          area.firstLine + area.lines,
        );
        expect([part.grid.firstLine % looks.azimuth, part.grid.firstSample % looks.range].map(Math.abs)).toEqual([
          0, 0,
        ]);
        // The same cells as in the layout of everything.
        const [ours, all] = [coverage(part), coverage(whole)];
        let differ = 0;
        for (let row = 0; row < part.grid.rows; row++)
          for (let column = 0; column < part.grid.columns; column++) {
            const i = row + (part.grid.firstLine - whole.grid.firstLine) / looks.azimuth;
            const j = column + (part.grid.firstSample - whole.grid.firstSample) / looks.range;
            const isInside = i >= 0 && j >= 0 && i < whole.grid.rows && j < whole.grid.columns;
            if (ours[row * part.grid.columns + column] !== (isInside ? all[i * whole.grid.columns + j] : 0)) differ++;
          }
        expect(differ).toBe(0);
      }
  });

  it('bursts outside the area make no placement', () => {
    const layout = lay({ firstLine: 20, firstSample: 20, lines: 100, samples: 200 }, LOOKS[1]!);
    expect(layout.placements.map(({ pair }) => pair.reference.index)).toEqual([0]);
    expect(lay({ firstLine: 5000, firstSample: 0, lines: 100, samples: 200 }, LOOKS[1]!).placements).toEqual([]);
  });

  it('warns of a burst between lines, and places it on the nearest one', () => {
    const shifted = {
      ...first,
      bursts: first.bursts.map((burst, k) =>
        k === 1 ? { ...burst, firstLineTimeS: burst.firstLineTimeS + 0.1 * first.azimuthTimeIntervalS } : burst,
      ),
    };
    const warnings: Warning[] = [];
    const layout = layoutBursts(pairsOf(shifted), radarGrid, WHOLE, LOOKS[1]!, (warning) => warnings.push(warning));
    expect(warnings.map(({ code }) => code)).toEqual(['BURST_OFF_GRID']);
    expect(warnings[0]!.message).toContain('0.100 pixel');
    const straight = layoutBursts(pairsOf(first), radarGrid, WHOLE, LOOKS[1]!, noWarning);
    expect(layout.placements.map(({ window }) => window)).toEqual(straight.placements.map(({ window }) => window));
  });
});

describe('bursts that do not overlap', () => {
  it('are not cut, and the gap stays empty', () => {
    const swath = madeUpSwath({
      bursts: 2,
      linesPerBurst: 100,
      linesPerCycle: 130,
      samplesPerBurst: 200,
      border: { lines: 0, samples: 0 },
    });
    const looks = { azimuth: 4, range: 10 };
    const pairs = pairsOf(swath);
    const area = { firstLine: 0, firstSample: 0, lines: 240, samples: 200 };
    const layout = layoutBursts(pairs, commonGrid(pairs[0]!, 20_000), area, looks, noWarning);
    const rows = Array.from({ length: layout.grid.rows }, (_, row) => coverage(layout)[row * layout.grid.columns]);
    // Lines 0..99, then 130..229: whole cells are 0..24 and 33..56.
    expect(rows).toEqual(Array.from({ length: 60 }, (_, row) => (row < 25 || (row >= 33 && row < 57) ? 1 : 0)));
  });
});
