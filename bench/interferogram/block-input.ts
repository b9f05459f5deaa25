import { designInterpolator } from '../../src/coregister/index.ts';
import { buildTileModel, chebyshevNodes, fitVolume, tileHeights } from '../../src/geometry/index.ts';
import type { Dem, GridWindow, Looks, TileLayout, TileModel } from '../../src/model/index.ts';
import { Random } from '../../test/support/random.ts';

/** Everything that the fused kernel and the chain of passes need for one block. */
export interface BlockInput {
  readonly looks: Looks;
  readonly window: GridWindow;
  readonly secondaryWindow: GridWindow;
  /** int16 I, Q, shapes (lines, samples, 2). */
  readonly reference: Int16Array<ArrayBuffer>;
  readonly secondary: Int16Array<ArrayBuffer>;
  readonly tiles: TileModel;
  readonly bounds: Float32Array<ArrayBuffer>;
  readonly stepM: number;
  readonly dem: Dem;
  /** Carrier per tile, relative to its middle line (the fused kernel's). */
  readonly tileCarriers: Float32Array<ArrayBuffer>;
  /** Carrier per line of the secondary window, whole cycles removed in f64 (the unfused passes'). */
  readonly lineCarriers: Float32Array<ArrayBuffer>;
  readonly taps: Float32Array<ArrayBuffer>;
  readonly phases: number;
}

const LOOKS: Looks = { azimuth: 4, range: 16 };
const TILE = { lines: 16, samples: 64 } as const;
const PHASES = 256;
const LINE_INTERVAL_S = 2.055_556_3e-3;
/** Line at which the carrier is zero. */
export const BURST_MIDDLE_LINE = (1500 - 1) / 2;
const FIRST = { line: 150, sample: 2000 } as const;

/** Doppler rate of IW1's carrier, Hz/s. */
const DOPPLER_RATE_HZ_PER_S = 1787;

/** Halo of the taps and of whole-pixel changes within a tile. */
const HALO = 16;

/** Hills of up to 800 m on a 30 m grid. */
function hills(columns: number, rows: number): Dem {
  const heightsM = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      heightsM[row * columns + column] =
        400 + 250 * Math.sin(column / 23) * Math.cos(row / 31) + 150 * Math.sin((column + 2 * row) / 57);
  return {
    name: 'hills',
    columns,
    rows,
    heightsM,
    minHeightM: heightsM.reduce((a, b) => Math.min(a, b)),
    maxHeightM: heightsM.reduce((a, b) => Math.max(a, b)),
    datum: 'none',
    spacingM: { row: 30, column: 30 },
    toPixel: () => ({ column: 0, row: 0 }),
  };
}

/** From a pixel of the reference window to its place in the secondary, pixels. */
export function offsetsAt(line: number, sample: number, heightM: number): { line: number; sample: number } {
  return {
    line: -1.3 + 2e-5 * line + 1e-5 * sample + 1e-5 * heightM,
    sample: 2.4 - 1e-5 * line + 3e-4 * sample + 2e-4 * heightM,
  };
}

/** An orbit pair 130 m apart in words of the tile model: phase, offsets and DEM position as smooth functions. */
function geometry(window: GridWindow, dem: Dem, isFlat: boolean) {
  const domain = {
    line: { min: window.firstLine - 40, max: window.firstLine + window.lines + 40 },
    sample: { min: window.firstSample - 80, max: window.firstSample + window.samples + 80 },
    heightM: { min: dem.minHeightM - 50, max: dem.maxHeightM + 50 },
  };
  const degrees = { line: 3, sample: 7, height: 3 };
  const { lines, samples, heightsM } = chebyshevNodes(domain, degrees);
  const values = (of: (line: number, sample: number, heightM: number) => number): Float64Array =>
    Float64Array.from(lines, (_, n) =>
      of(lines[n]! - window.firstLine, samples[n]! - window.firstSample, heightsM[n]!),
    );
  return fitVolume(domain, degrees, [
    values((line, sample, heightM) => (isFlat ? 0 : 0.002 * line - 0.02 * sample + 0.015 * heightM)),
    values((line, sample, heightM) => offsetsAt(line, sample, heightM).line),
    values((line, sample, heightM) => offsetsAt(line, sample, heightM).sample),
    values((_, sample, heightM) => 20 + 0.11 * sample + 0.03 * heightM),
    values((line) => 20 + 0.45 * line),
  ]);
}

function layoutOf(window: GridWindow): TileLayout {
  return {
    firstLine: window.firstLine,
    firstSample: window.firstSample,
    tileLines: TILE.lines,
    tileSamples: TILE.samples,
    tileRows: Math.ceil(window.lines / TILE.lines),
    tileColumns: Math.ceil(window.samples / TILE.samples),
  };
}

/** Half the Doppler rate, cycles per line^2. */
export const DOPPLER_HALF_RATE = (DOPPLER_RATE_HZ_PER_S / 2) * LINE_INTERVAL_S ** 2;

/** Carrier at a line of the secondary burst: cycles since the burst's middle, and cycles per line. */
function carrierAt(line: number): { cycles: number; slope: number } {
  const fromMiddle = line - BURST_MIDDLE_LINE;
  return { cycles: DOPPLER_HALF_RATE * fromMiddle ** 2, slope: 2 * DOPPLER_HALF_RATE * fromMiddle };
}

function speckle(window: GridWindow, random: Random): Int16Array<ArrayBuffer> {
  return Int16Array.from({ length: 2 * window.lines * window.samples }, () => Math.round(250 * random.normal()));
}

/** A made-up block of whole tiles; a flat one has no phase of its own. */
export function blockInput(lines: number, samples: number, isFlat = false): BlockInput {
  const random = new Random(1);
  const window: GridWindow = { firstLine: FIRST.line, firstSample: FIRST.sample, lines, samples };
  const secondaryWindow: GridWindow = {
    firstLine: window.firstLine - HALO,
    firstSample: window.firstSample - HALO,
    lines: lines + 2 * HALO,
    samples: samples + 2 * HALO,
  };
  const dem = hills(Math.ceil(0.11 * samples) + 80, Math.ceil(0.45 * lines) + 40);
  const tiles = buildTileModel(geometry(window, dem, isFlat), layoutOf(window));
  const { layout, quantities, bases } = tiles;
  const tileCarriers = new Float32Array(layout.tileRows * layout.tileColumns * 4);
  for (let tile = 0; tile < layout.tileRows * layout.tileColumns; tile++) {
    const row = Math.floor(tile / layout.tileColumns);
    const middle = window.firstLine + row * TILE.lines + bases[tile * quantities + 1]! + (TILE.lines - 1) / 2;
    tileCarriers.set([carrierAt(middle).slope, 0, DOPPLER_HALF_RATE, 0], tile * 4);
  }
  const lineCarriers = new Float32Array(secondaryWindow.lines * 4);
  for (let y = 0; y < secondaryWindow.lines; y++) {
    const { cycles, slope } = carrierAt(secondaryWindow.firstLine + y);
    lineCarriers.set([cycles - Math.round(cycles), slope, DOPPLER_HALF_RATE, 0], y * 4);
  }
  const rangeTaps = designInterpolator({ bandwidthHz: 56.5e6, hammingCoefficient: 0.75 }, 64.345e6, 12, PHASES);
  const azimuthTaps = designInterpolator({ bandwidthHz: 327, hammingCoefficient: 0.7 }, 1 / LINE_INTERVAL_S, 8, PHASES);
  return {
    looks: LOOKS,
    window,
    secondaryWindow,
    reference: speckle(window, random),
    secondary: speckle(secondaryWindow, random),
    tiles,
    ...tileHeights(tiles, dem),
    dem,
    tileCarriers,
    lineCarriers,
    taps: Float32Array.from([...rangeTaps.weights, ...azimuthTaps.weights]),
    phases: PHASES,
  };
}
