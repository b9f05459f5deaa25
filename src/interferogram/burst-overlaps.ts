import type { BurstPair, BurstPlacement, GridWindow, LookGrid, Looks, RadarGrid } from '../model/index.ts';

/** The lines that two consecutive bursts of a swath both see, as a grid of its own that either burst can fill. */
export interface BurstOverlap {
  readonly grid: LookGrid;
  readonly earlier: BurstPlacement;
  readonly later: BurstPlacement;
}

/** Lines that the interpolator's taps and a different burst start of the secondary may cost at a burst's edge. */
const EDGE_LINES = 12;

/** Fewer cells down an overlap than this say nothing. */
const LEAST_ROWS = 2;

/** The overlaps of consecutive bursts within an area of the radar grid, in cells of the given looks. */
export function burstOverlaps(
  pairs: readonly BurstPair[],
  radarGrid: RadarGrid,
  area: GridWindow,
  looks: Looks,
): BurstOverlap[] {
  const overlaps: BurstOverlap[] = [];
  for (const earlier of pairs) {
    const later = pairs.find(
      (pair) =>
        pair.referenceSwath === earlier.referenceSwath &&
        pair.reference.index === earlier.reference.index + 1 &&
        pair.secondary.index === earlier.secondary.index + 1,
    );
    if (!later) continue;
    const place = ({ reference, referenceSwath }: BurstPair): { line: number; sample: number } => ({
      line: Math.round((reference.firstLineTimeS - radarGrid.firstLineTimeS) / radarGrid.lineIntervalS),
      sample: Math.round((referenceSwath.nearRangeM - radarGrid.nearRangeM) / radarGrid.rangeSpacingM),
    });
    const [a, b] = [place(earlier), place(later)];
    const firstLine = Math.max(b.line + later.reference.firstValidLine + EDGE_LINES, area.firstLine);
    const endLine = Math.min(a.line + earlier.reference.lastValidLine - EDGE_LINES, area.firstLine + area.lines);
    const valid = [
      [earlier.reference.firstValidSample, later.reference.firstValidSample],
      [earlier.reference.lastValidSample, later.reference.lastValidSample],
    ] as const;
    const firstSample = Math.max(a.sample + Math.max(...valid[0]), area.firstSample);
    const endSample = Math.min(a.sample + Math.min(...valid[1]) + 1, area.firstSample + area.samples);
    const rows = Math.floor((endLine - firstLine) / looks.azimuth);
    const columns = Math.floor((endSample - firstSample) / looks.range);
    if (rows < LEAST_ROWS || columns < 1) continue;
    const placement = (pair: BurstPair, at: { line: number; sample: number }): BurstPlacement => ({
      pair,
      window: {
        firstLine: firstLine - at.line,
        firstSample: firstSample - at.sample,
        lines: rows * looks.azimuth,
        samples: columns * looks.range,
      },
      firstCellRow: 0,
      firstCellColumn: 0,
    });
    overlaps.push({
      grid: { radarGrid, looks, firstLine, firstSample, rows, columns },
      earlier: placement(earlier, a),
      later: placement(later, b),
    });
  }
  return overlaps;
}
