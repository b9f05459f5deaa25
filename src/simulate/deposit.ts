import { SPEED_OF_LIGHT_MPS } from '../units/index.ts';
import type { Carrier } from './carrier.ts';
import { PHASORS, PHASOR_STEPS } from './phasor-table.ts';
import { type RangeModel, fixAlong } from './range-model.ts';
import { ALONG_STEP_M, BLOCK_ACROSS, BLOCK_ALONG, type ScattererBlock } from './scatterers.ts';
import { KERNEL_STEPS, KERNEL_WIDTH, OVERSAMPLING, kernelTable } from './spreading-kernel.ts';

/** The oversampled, deramped image of one piece of a burst, complex interleaved, shape (rows, columns). */
export interface DepositGrid {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** Output line and sample (of the burst) of cell (0, 0). */
  readonly firstLine: number;
  readonly firstSample: number;
  /** Time of the burst's line 0, s, and one-way range of its sample 0, m. */
  readonly lineZeroTimeS: number;
  readonly sampleZeroRangeM: number;
  readonly lineIntervalS: number;
  readonly rangeSpacingM: number;
  readonly wavelengthM: number;
  readonly carrier: Carrier;
}

const KERNEL = kernelTable();
const REACH = KERNEL_WIDTH / 2;

/** Adds one complex number at a fractional cell of the grid, spread over 6 by 6 cells. */
function spread(grid: DepositGrid, row: number, column: number, re: number, im: number): void {
  const { data, columns } = grid;
  const firstRow = Math.floor(row);
  const firstColumn = Math.floor(column);
  const rowStep = (row - firstRow) * KERNEL_STEPS;
  const columnStep = (column - firstColumn) * KERNEL_STEPS;
  const rowIndex = Math.floor(rowStep);
  const columnIndex = Math.floor(columnStep);
  const rowRest = rowStep - rowIndex;
  const columnRest = columnStep - columnIndex;
  const kr = rowIndex * KERNEL_WIDTH;
  const kc = columnIndex * KERNEL_WIDTH;
  const next = kc + KERNEL_WIDTH;
  const w0 = KERNEL[kc]! + columnRest * (KERNEL[next]! - KERNEL[kc]!);
  const w1 = KERNEL[kc + 1]! + columnRest * (KERNEL[next + 1]! - KERNEL[kc + 1]!);
  const w2 = KERNEL[kc + 2]! + columnRest * (KERNEL[next + 2]! - KERNEL[kc + 2]!);
  const w3 = KERNEL[kc + 3]! + columnRest * (KERNEL[next + 3]! - KERNEL[kc + 3]!);
  const w4 = KERNEL[kc + 4]! + columnRest * (KERNEL[next + 4]! - KERNEL[kc + 4]!);
  const w5 = KERNEL[kc + 5]! + columnRest * (KERNEL[next + 5]! - KERNEL[kc + 5]!);
  let cell = 2 * ((firstRow - REACH + 1) * columns + firstColumn - REACH + 1);
  for (let k = 0; k < KERNEL_WIDTH; k++, cell += 2 * columns) {
    const left = KERNEL[kr + k]!;
    const w = left + rowRest * (KERNEL[kr + KERNEL_WIDTH + k]! - left);
    const a = w * re;
    const b = w * im;
    data[cell]! += a * w0;
    data[cell + 1]! += b * w0;
    data[cell + 2]! += a * w1;
    data[cell + 3]! += b * w1;
    data[cell + 4]! += a * w2;
    data[cell + 5]! += b * w2;
    data[cell + 6]! += a * w3;
    data[cell + 7]! += b * w3;
    data[cell + 8]! += a * w4;
    data[cell + 9]! += b * w4;
    data[cell + 10]! += a * w5;
    data[cell + 11]! += b * w5;
  }
}

/**
 * Adds one scatterer of reflectivity (re, im) at its zero-Doppler time and range, with phase -4πR/λ less the carrier at its
 * own time and range: the deramped domain. Scatterers whose kernel would leave the grid are beyond the guard and skipped.
 */
export function depositScatterer(grid: DepositGrid, timeS: number, rangeM: number, re: number, im: number): void {
  const row = ((timeS - grid.lineZeroTimeS) / grid.lineIntervalS - grid.firstLine) * OVERSAMPLING;
  const column = ((rangeM - grid.sampleZeroRangeM) / grid.rangeSpacingM - grid.firstSample) * OVERSAMPLING;
  if (row < REACH || row >= grid.rows - REACH || column < REACH || column >= grid.columns - REACH) return;
  const cycles = (-2 * rangeM) / grid.wavelengthM - grid.carrier.cycles(timeS, (2 * rangeM) / SPEED_OF_LIGHT_MPS);
  const step = (cycles - Math.floor(cycles)) * PHASOR_STEPS;
  const index = Math.floor(step);
  // Second-order turn from the table's entry: the remainder is below 1e-9.
  const turn = (step - index) * ((2 * Math.PI) / PHASOR_STEPS);
  const shrink = 1 - 0.5 * turn * turn;
  const c0 = PHASORS[2 * index]!;
  const s0 = PHASORS[2 * index + 1]!;
  const cosine = c0 * shrink - s0 * turn;
  const sine = s0 * shrink + c0 * turn;
  spread(grid, row, column, re * cosine - im * sine, re * sine + im * cosine);
}

const timeRow = new Float64Array(9);
const rangeRow = new Float64Array(9);

function along(row: Float64Array, b: number, h: number): number {
  return (
    row[0]! +
    b * (row[3]! + b * row[6]!) +
    h * (row[1]! + b * (row[4]! + b * row[7]!) + h * (row[2]! + b * (row[5]! + b * row[8]!)))
  );
}

/**
 * Adds all scatterers of a block; `moved` takes them where the displacement has brought them, seen through a delay of
 * `delayPerM` for each metre of height.
 */
export function depositBlock(
  grid: DepositGrid,
  block: ScattererBlock,
  model: RangeModel,
  reflectivity: Float64Array,
  acrossStepM: number,
  moved: boolean,
  delayPerM = 0,
): void {
  const { box, heightM, displacementM } = block;
  const [scaleAlong, scaleAcross, scaleHeight] = [1 / box.halfAlong, 1 / box.halfAcross, 1 / box.halfHeightM];
  const withDisplacement = moved && block.moves;
  for (let i = 0; i < BLOCK_ALONG; i++) {
    const a = (i - (BLOCK_ALONG - 1) / 2) * ALONG_STEP_M * scaleAlong;
    fixAlong(model.timeS, a, timeRow);
    fixAlong(model.rangeM, a, rangeRow);
    for (let j = 0; j < BLOCK_ACROSS; j++) {
      const n = i * BLOCK_ACROSS + j;
      let b = (j - (BLOCK_ACROSS - 1) / 2) * acrossStepM * scaleAcross;
      let h = (heightM[n]! - box.heightM) * scaleHeight;
      if (withDisplacement) {
        fixAlong(model.timeS, a + displacementM[3 * n]! * scaleAlong, timeRow);
        fixAlong(model.rangeM, a + displacementM[3 * n]! * scaleAlong, rangeRow);
        b += displacementM[3 * n + 1]! * scaleAcross;
        h += displacementM[3 * n + 2]! * scaleHeight;
      }
      depositScatterer(
        grid,
        along(timeRow, b, h),
        along(rangeRow, b, h) + delayPerM * heightM[n]!,
        reflectivity[2 * n]!,
        reflectivity[2 * n + 1]!,
      );
    }
  }
}
