import type { LookGrid } from '../model/index.ts';

/** A fractional place on a look grid: whole numbers are the middles of cells. */
export interface CellPosition {
  readonly row: number;
  readonly column: number;
}

/** Where a zero-Doppler time and slant range fall on the cells of a grid. */
export function cellOfRadar(grid: LookGrid, azimuthTimeS: number, slantRangeM: number): CellPosition {
  const { radarGrid, looks } = grid;
  const line = (azimuthTimeS - radarGrid.firstLineTimeS) / radarGrid.lineIntervalS;
  const sample = (slantRangeM - radarGrid.nearRangeM) / radarGrid.rangeSpacingM;
  return {
    row: (line - grid.firstLine + 0.5) / looks.azimuth - 0.5,
    column: (sample - grid.firstSample + 0.5) / looks.range - 0.5,
  };
}

/** Zero-Doppler time and slant range of a fractional cell. */
export function radarOfCell(grid: LookGrid, cell: CellPosition): { azimuthTimeS: number; slantRangeM: number } {
  const { radarGrid, looks } = grid;
  const line = grid.firstLine + (cell.row + 0.5) * looks.azimuth - 0.5;
  const sample = grid.firstSample + (cell.column + 0.5) * looks.range - 0.5;
  return {
    azimuthTimeS: radarGrid.firstLineTimeS + line * radarGrid.lineIntervalS,
    slantRangeM: radarGrid.nearRangeM + sample * radarGrid.rangeSpacingM,
  };
}
