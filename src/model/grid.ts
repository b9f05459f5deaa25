/** Azimuth lines by range samples. */
export interface Looks {
  readonly azimuth: number;
  readonly range: number;
}

/**
 * The radar grid of the reference granule: line l is at `firstLineTimeS + l · lineIntervalS` (zero Doppler),
 * sample s at slant range `nearRangeM + s · rangeSpacingM`. Bursts and swaths sit on it by whole lines and samples.
 */
export interface RadarGrid {
  readonly epochDay: number;
  readonly firstLineTimeS: number;
  readonly lineIntervalS: number;
  readonly nearRangeM: number;
  readonly rangeSpacingM: number;
}

/** A rectangle of the radar grid at full resolution. */
export interface GridWindow {
  readonly firstLine: number;
  readonly firstSample: number;
  readonly lines: number;
  readonly samples: number;
}

/**
 * Multilook cells over a window: cell (row, column) covers `looks.azimuth` lines from
 * `firstLine + row · looks.azimuth` and `looks.range` samples from `firstSample + column · looks.range`.
 */
export interface LookGrid {
  readonly radarGrid: RadarGrid;
  readonly looks: Looks;
  readonly firstLine: number;
  readonly firstSample: number;
  readonly rows: number;
  readonly columns: number;
}
