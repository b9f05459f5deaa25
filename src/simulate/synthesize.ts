import { SPEED_OF_LIGHT_MPS } from '../units/index.ts';
import type { BurstPlan, PairPlan, SwathPlan } from './acquisition.ts';
import { type Carrier, burstCarrier } from './carrier.ts';
import { type DepositGrid, depositBlock } from './deposit.ts';
import { type Focuser, GUARD, bandFilter, createFocuser, transformLength } from './focus.ts';
import type { LatticeBlock } from './lattice.ts';
import { PHASORS, PHASOR_STEPS } from './phasor-table.ts';
import { ALONG_STEP_M, type Ground, SLANT_STEP_M, emptyBlock, fillHeights, fillScatterers } from './scatterers.ts';
import { OVERSAMPLING } from './spreading-kernel.ts';

/** Largest range transform at the output rate: bounds the memory of a piece. */
const LARGEST_RANGE_LENGTH = 1024;

/** Root mean square magnitude of open ground, digital numbers. */
const TARGET_RMS = 250;

/** Samples of one burst of one date: interleaved int16 I, Q, shape (lines, samples). */
export type BurstSamples = Int16Array;

interface DateWork {
  readonly swath: SwathPlan;
  readonly burst: BurstPlan;
  readonly carrier: Carrier;
  readonly samples: BurstSamples;
}

/** Zero-Doppler azimuth spectrum after deramping is centred on zero: the window's band is that of the swath. */
export function swathFocuser(swath: SwathPlan): Focuser {
  const azimuthLength = transformLength(swath.linesPerBurst);
  const rangeLength = Math.min(LARGEST_RANGE_LENGTH, transformLength(swath.samplesPerBurst));
  return createFocuser(
    bandFilter(swath.azimuthWindow, 1 / swath.azimuthTimeIntervalS, azimuthLength),
    bandFilter(swath.rangeWindow, swath.rangeSamplingRateHz, rangeLength),
  );
}

/** Digital numbers per unit of reflectivity, so that flat open ground has the target magnitude. */
function gainOf(swath: SwathPlan, focuser: Focuser, groundSpeedMps: number): number {
  const lineM = groundSpeedMps * swath.azimuthTimeIntervalS;
  const sampleM = SPEED_OF_LIGHT_MPS / (2 * swath.rangeSamplingRateHz);
  const scatterersPerPixel = (lineM / ALONG_STEP_M) * (sampleM / SLANT_STEP_M);
  return TARGET_RMS / Math.sqrt(scatterersPerPixel * focuser.azimuth.energy * focuser.range.energy);
}

function gridFor(work: DateWork, data: Float32Array, rows: number, columns: number, firstSample: number): DepositGrid {
  const { swath, burst, carrier } = work;
  return {
    data,
    rows,
    columns,
    firstLine: -GUARD,
    firstSample: firstSample - GUARD,
    lineZeroTimeS: burst.firstLineTimeS,
    sampleZeroRangeM: (swath.slantRangeTimeS * SPEED_OF_LIGHT_MPS) / 2,
    lineIntervalS: swath.azimuthTimeIntervalS,
    rangeSpacingM: SPEED_OF_LIGHT_MPS / (2 * swath.rangeSamplingRateHz),
    wavelengthM: SPEED_OF_LIGHT_MPS / swath.radarFrequencyHz,
    carrier,
  };
}

function reaches(grid: DepositGrid, lattice: LatticeBlock, date: 0 | 1): boolean {
  const model = lattice.models[date];
  const lineOf = (timeS: number): number => (timeS - grid.lineZeroTimeS) / grid.lineIntervalS - grid.firstLine;
  const sampleOf = (rangeM: number): number => (rangeM - grid.sampleZeroRangeM) / grid.rangeSpacingM - grid.firstSample;
  return (
    lineOf(model.maxTimeS) > 0 &&
    lineOf(model.minTimeS) < grid.rows / OVERSAMPLING &&
    sampleOf(model.maxRangeM) > 0 &&
    sampleOf(model.minRangeM) < grid.columns / OVERSAMPLING
  );
}

/** Reramps one column of the focused piece and rounds it into the burst, zeros outside the valid limits. */
function quantiseColumn(work: DateWork, sample: number, re: Float64Array, im: Float64Array, gain: number): void {
  const { swath, burst, carrier, samples } = work;
  if (sample < burst.firstValidSample || sample > burst.lastValidSample) return;
  const tau = swath.slantRangeTimeS + sample / swath.rangeSamplingRateHz;
  const { rateHzPerS, centroidHz, referenceS } = carrier.at(tau);
  for (let line = burst.firstValidLine; line <= burst.lastValidLine; line++) {
    const eta = (line - swath.linesPerBurst / 2) * swath.azimuthTimeIntervalS - referenceS;
    const cycles = eta * (0.5 * rateHzPerS * eta + centroidHz);
    const step = (cycles - Math.floor(cycles)) * PHASOR_STEPS;
    const index = Math.floor(step);
    const turn = (step - index) * ((2 * Math.PI) / PHASOR_STEPS);
    const shrink = 1 - 0.5 * turn * turn;
    const cosine = PHASORS[2 * index]! * shrink - PHASORS[2 * index + 1]! * turn;
    const sine = PHASORS[2 * index + 1]! * shrink + PHASORS[2 * index]! * turn;
    const x = re[line + GUARD]! * gain;
    const y = im[line + GUARD]! * gain;
    const at = 2 * (line * swath.samplesPerBurst + sample);
    samples[at] = Math.max(-32_767, Math.min(32_767, Math.round(x * cosine - y * sine)));
    samples[at + 1] = Math.max(-32_767, Math.min(32_767, Math.round(x * sine + y * cosine)));
  }
}

/** What one burst needs beyond the plan. */
export interface SynthesisContext {
  readonly pair: PairPlan;
  readonly ground: Ground;
  readonly lattice: readonly LatticeBlock[];
  readonly groundSpeedMps: number;
  /** Called after each piece with the fraction of the burst done; may wait, and may throw to cancel. */
  readonly pause: (fraction: number) => Promise<void>;
}

/**
 * Both dates of one burst of one swath. The burst is made in pieces of range, each with a guard around it: scatterers are
 * deposited on an oversampled grid in the deramped domain, band-limited, reramped at the pixels, and rounded.
 */
export async function synthesizeBurst(
  context: SynthesisContext,
  swathIndex: number,
  burstIndex: number,
): Promise<{ reference: BurstSamples; secondary: BurstSamples }> {
  const { pair, ground, lattice } = context;
  const works = [pair.reference, pair.secondary].map((acquisition): DateWork => {
    const swath = acquisition.swaths[swathIndex]!;
    const burst = swath.bursts[burstIndex]!;
    const samples = new Int16Array(2 * swath.linesPerBurst * swath.samplesPerBurst);
    return { swath, burst, samples, carrier: burstCarrier(swath, burst, acquisition.trajectory) };
  }) as [DateWork, DateWork];
  const [first, second] = works;
  const focusers = works.map((work) => swathFocuser(work.swath));
  const gain = gainOf(first.swath, focusers[0]!, context.groundSpeedMps);
  const columns = focusers[0]!.range.length * OVERSAMPLING;
  const pieceSamples = focusers[0]!.range.length - 2 * GUARD;
  const rows = Math.max(...works.map((work) => (work.swath.linesPerBurst + 2 * GUARD) * OVERSAMPLING));
  const planes = works.map(() => new Float32Array(2 * rows * columns));
  const block = emptyBlock();
  const total = Math.max(first.swath.samplesPerBurst, second.swath.samplesPerBurst);

  for (let start = 0; start < total; start += pieceSamples) {
    const grids = works.map((work, date) => gridFor(work, planes[date]!.fill(0), rows, columns, start));
    for (const candidate of lattice) {
      const wanted = [reaches(grids[0]!, candidate, 0), reaches(grids[1]!, candidate, 1)];
      if (!wanted[0] && !wanted[1]) continue;
      fillHeights(ground, candidate.row, candidate.column, block);
      fillScatterers(ground, candidate.row, candidate.column, block);
      if (wanted[0]) depositBlock(grids[0]!, block, candidate.models[0], block.first, ground.acrossStepM, false);
      if (wanted[1])
        depositBlock(grids[1]!, block, candidate.models[1], block.second, ground.acrossStepM, true, ground.delayPerM);
    }
    for (const date of [0, 1] as const) {
      const work = works[date];
      const count = Math.min(pieceSamples, work.swath.samplesPerBurst - start);
      if (count <= 0) continue;
      focusers[date]!.focus(grids[date]!, count, (sample, re, im) =>
        quantiseColumn(work, start + sample, re, im, gain),
      );
    }
    await context.pause(Math.min(1, (start + pieceSamples) / total));
  }
  return { reference: first.samples, secondary: second.samples };
}
