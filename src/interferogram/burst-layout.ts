import type { BurstPair, BurstPlacement, GridWindow, LookGrid, Looks, RadarGrid, Warn } from '../model/index.ts';

/** A burst pair on the common grid: full-resolution lines and samples, valid limits inclusive. */
interface PlacedBurst {
  readonly pair: BurstPair;
  readonly line: number;
  readonly sample: number;
  firstLine: number;
  lastLine: number;
  firstSample: number;
  lastSample: number;
}

/** Above this fraction of a pixel the placement of a burst on the common grid is worth telling. */
const PLACEMENT_TOLERANCE_PX = 0.02;

/**
 * The common radar grid of a job: the timing of its first burst, on which bursts of the same slice sit by whole lines
 * and swaths by whole samples.
 */
export function commonGrid({ referenceSwath: swath, reference }: BurstPair, epochDay: number): RadarGrid {
  return {
    epochDay,
    firstLineTimeS: reference.firstLineTimeS,
    lineIntervalS: swath.azimuthTimeIntervalS,
    nearRangeM: swath.nearRangeM,
    rangeSpacingM: swath.rangeSpacingM,
  };
}

function placeBurst(pair: BurstPair, grid: RadarGrid, warn: Warn): PlacedBurst {
  const { reference, referenceSwath } = pair;
  const exactLine = (reference.firstLineTimeS - grid.firstLineTimeS) / grid.lineIntervalS;
  const exactSample = (referenceSwath.nearRangeM - grid.nearRangeM) / grid.rangeSpacingM;
  const line = Math.round(exactLine);
  const sample = Math.round(exactSample);
  const off = Math.max(Math.abs(exactLine - line), Math.abs(exactSample - sample));
  if (off > PLACEMENT_TOLERANCE_PX)
    warn({
      code: 'BURST_OFF_GRID',
      stage: 'interferogram',
      message:
        `Burst ${reference.burstId} of ${referenceSwath.name} sits ${off.toFixed(3)} pixel off the common grid; ` +
        `its pixels are placed on the nearest whole one, its phase is exact.`,
    });
  return {
    pair,
    line,
    sample,
    firstLine: line + reference.firstValidLine,
    lastLine: line + reference.lastValidLine,
    firstSample: sample + reference.firstValidSample,
    lastSample: sample + reference.lastValidSample,
  };
}

/** Moves the limits of consecutive bursts of a swath to the middle of their overlap, on a cell boundary. */
function cutBursts(bursts: PlacedBurst[], looks: Looks): void {
  for (let i = 0; i + 1 < bursts.length; i++) {
    const before = bursts[i]!;
    const after = bursts[i + 1]!;
    if (after.firstLine > before.lastLine) continue;
    const cut = Math.round((after.firstLine + before.lastLine + 1) / 2 / looks.azimuth) * looks.azimuth;
    before.lastLine = cut - 1;
    after.firstLine = cut;
  }
}

/** Moves the limits of neighbouring swaths to the middle of their overlap, on a cell boundary. */
function cutSwaths(swaths: PlacedBurst[][], looks: Looks): void {
  for (let i = 0; i + 1 < swaths.length; i++) {
    const lastSample = Math.min(...swaths[i]!.map((burst) => burst.lastSample));
    const firstSample = Math.max(...swaths[i + 1]!.map((burst) => burst.firstSample));
    if (firstSample > lastSample) continue;
    const cut = Math.round((firstSample + lastSample + 1) / 2 / looks.range) * looks.range;
    for (const burst of swaths[i]!) burst.lastSample = Math.min(burst.lastSample, cut - 1);
    for (const burst of swaths[i + 1]!) burst.firstSample = Math.max(burst.firstSample, cut);
  }
}

/** Rounds inward to whole cells: the first multiple not below `first`, the last end not above `last + 1`. */
function wholeCells(first: number, last: number, looks: number): { first: number; end: number } {
  return { first: Math.ceil(first / looks) * looks, end: Math.floor((last + 1) / looks) * looks };
}

export interface BurstLayout {
  readonly grid: LookGrid;
  /** Only bursts that fill at least one cell; swath by swath, early to late. */
  readonly placements: readonly BurstPlacement[];
}

/**
 * Lays burst pairs on one grid: cells anchored to the grid's line and sample 0, cut at the middle of burst and swath
 * overlaps, limited to `area`.
 */
export function layoutBursts(
  pairs: readonly BurstPair[],
  radarGrid: RadarGrid,
  area: GridWindow,
  looks: Looks,
  warn: Warn,
): BurstLayout {
  const names = [...new Set(pairs.map((pair) => pair.referenceSwath.name))].toSorted();
  const swaths = names.map((name) =>
    pairs
      .filter((pair) => pair.referenceSwath.name === name)
      .map((pair) => placeBurst(pair, radarGrid, warn))
      .toSorted((a, b) => a.line - b.line),
  );
  for (const bursts of swaths) cutBursts(bursts, looks);
  cutSwaths(swaths, looks);
  const firstLine = Math.floor(area.firstLine / looks.azimuth) * looks.azimuth;
  const firstSample = Math.floor(area.firstSample / looks.range) * looks.range;
  const grid: LookGrid = {
    radarGrid,
    looks,
    firstLine,
    firstSample,
    rows: Math.ceil((area.firstLine + area.lines - firstLine) / looks.azimuth),
    columns: Math.ceil((area.firstSample + area.samples - firstSample) / looks.range),
  };
  const endLine = firstLine + grid.rows * looks.azimuth;
  const endSample = firstSample + grid.columns * looks.range;
  const placements: BurstPlacement[] = [];
  for (const burst of swaths.flat()) {
    const lines = wholeCells(
      Math.max(burst.firstLine, firstLine),
      Math.min(burst.lastLine, endLine - 1),
      looks.azimuth,
    );
    const samples = wholeCells(
      Math.max(burst.firstSample, firstSample),
      Math.min(burst.lastSample, endSample - 1),
      looks.range,
    );
    if (lines.end <= lines.first || samples.end <= samples.first) continue;
    placements.push({
      pair: burst.pair,
      window: {
        firstLine: lines.first - burst.line,
        firstSample: samples.first - burst.sample,
        lines: lines.end - lines.first,
        samples: samples.end - samples.first,
      },
      firstCellRow: (lines.first - firstLine) / looks.azimuth,
      firstCellColumn: (samples.first - firstSample) / looks.range,
    });
  }
  return { grid, placements };
}
