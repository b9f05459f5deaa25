import { cpus, loadavg } from 'node:os';
import { type Gpu, type GpuScope, adapterName, openGpu } from '../../src/gpu/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { prepareCopy } from '../support/copy.ts';
import { type Spread, scaled, spreadOf, timeSteps } from '../support/timing.ts';
import { writeResult } from '../support/write-result.ts';
import { type BlockInput, blockInput } from './block-input.ts';
import { type Chain, fusedChain, unfusedChain, uploadShared } from './chains.ts';

export const description = 'the fused interferogram kernel beside the same chain in one pass per step';

const LINES = 1024;
const SAMPLES = { software: 1024, gpu: 4096 } as const;
const REPEATS = { software: 9, gpu: 41 } as const;

interface Difference {
  readonly cells: number;
  readonly worstRelative: number;
  readonly worstPhaseRad: number;
  readonly worstHeightM: number;
}

/** How far the cells of two chains are apart: of sqrt(P1 P2), and in phase. */
async function differenceOf(scope: GpuScope, a: Chain, b: Chain): Promise<Difference> {
  const [first, second] = [await scope.readFloat32(a.cells), await scope.readFloat32(b.cells)];
  const [low, high] = [await scope.readFloat32(a.cellHeights), await scope.readFloat32(b.cellHeights)];
  let [cells, worstRelative, worstPhaseRad, worstHeightM] = [0, 0, 0, 0];
  for (let cell = 0; cell < first.length / 4; cell++) {
    const [re, im, p1, p2] = first.subarray(4 * cell, 4 * cell + 4) as unknown as [number, number, number, number];
    const [x, y, q1] = second.subarray(4 * cell, 4 * cell + 4) as unknown as [number, number, number];
    // A cell that only one of them has counts as a difference of one.
    if (p1 > 0 !== q1 > 0) worstRelative = Math.max(worstRelative, 1);
    if (!(p1 > 0)) continue;
    cells++;
    const scale = Math.sqrt(p1 * p2);
    worstRelative = Math.max(worstRelative, Math.hypot(re - x, im - y) / scale);
    if (Math.hypot(re, im) > 0.1 * scale)
      worstPhaseRad = Math.max(worstPhaseRad, Math.abs(Math.atan2(im * x - re * y, re * x + im * y)));
    worstHeightM = Math.max(worstHeightM, Math.abs(low[cell]! - high[cell]!));
  }
  return { cells, worstRelative, worstPhaseRad, worstHeightM };
}

const bytesOf = ({ steps }: Chain): number => steps.reduce((sum, step) => sum + step.bytesPerPixel, 0);

const number = (value: number, digits = 3): string => Number(value.toPrecision(digits)).toString();

function inWords({ least, median, lowerQuartile, upperQuartile }: Spread, unit: string): string {
  const spread = `quartiles ${number(lowerQuartile)} to ${number(upperQuartile)}, least ${number(least)}`;
  return `${number(median)} ${unit} (${spread})`;
}

interface Report {
  readonly perMegapixelMs: Spread;
  readonly bytesPerPixel: number;
  /** What a copy takes to move as many bytes. */
  readonly copyMsPerMegapixel: Spread;
  /** Copy's time over the chain's, by medians and by the least of each. */
  readonly copyShare: { readonly median: number; readonly least: number };
  readonly stepsMsPerMegapixel: Readonly<Record<string, Spread>>;
}

/** Times of a chain: in one submission, and of each step in one of its own. */
interface ChainTimes {
  readonly whole: number[];
  readonly steps: readonly number[][];
}

const noTimes = ({ steps }: Chain): ChainTimes => ({ whole: [], steps: steps.map(() => []) });

async function addTimes(scope: GpuScope, { steps }: Chain, times: ChainTimes): Promise<void> {
  times.whole.push(await timeSteps(scope, steps));
  for (const [k, step] of steps.entries()) times.steps[k]!.push(await timeSteps(scope, [step]));
}

function reportOf(chain: Chain, times: ChainTimes, pixels: number, copySPerByte: Spread): Report {
  const toMs = 1e9 / pixels;
  const perMegapixelMs = scaled(spreadOf(times.whole), toMs);
  const bytesPerPixel = bytesOf(chain);
  const copyMsPerMegapixel = scaled(copySPerByte, 1e9 * bytesPerPixel);
  return {
    perMegapixelMs,
    bytesPerPixel,
    copyMsPerMegapixel,
    copyShare: {
      median: copyMsPerMegapixel.median / perMegapixelMs.median,
      least: copyMsPerMegapixel.least / perMegapixelMs.least,
    },
    stepsMsPerMegapixel: Object.fromEntries(
      chain.steps.map(({ name }, k) => [name, scaled(spreadOf(times.steps[k]!), toMs)]),
    ),
  };
}

function tell(name: string, report: Report): void {
  const { perMegapixelMs, bytesPerPixel, copyMsPerMegapixel, copyShare } = report;
  console.log(
    `${name}: ${inWords(perMegapixelMs, 'ms per megapixel')}; ${number(bytesPerPixel)} bytes per pixel, which a copy moves ` +
      `in ${number(copyMsPerMegapixel.median)} ms: ${number(100 * copyShare.median)} % of its time`,
  );
  for (const [step, ms] of Object.entries(report.stepsMsPerMegapixel)) console.log(`  ${step}: ${inWords(ms, 'ms')}`);
}

async function measure(gpu: Gpu, input: BlockInput, repeats: number): Promise<void> {
  using scope = gpu.scope('bench interferogram');
  const shared = await uploadShared(scope, input);
  const fused = await fusedChain(scope, input, shared);
  const unfused = await unfusedChain(scope, input, shared);
  const copy = await prepareCopy(scope, gpu.limits.maxStorageBufferBindingSize);
  // Warm-up: the first dispatch of a kernel may compile it.
  for (const steps of [fused.steps, unfused.steps, [copy]]) await timeSteps(scope, steps);
  const difference = await differenceOf(scope, fused, unfused);
  const times = { fused: noTimes(fused), unfused: noTimes(unfused), copy: [] as number[] };
  // In turn, so that whatever else the machine does falls on all alike.
  for (let k = 0; k < repeats; k++) {
    times.copy.push(await timeSteps(scope, [copy]));
    await addTimes(scope, fused, times.fused);
    await addTimes(scope, unfused, times.unfused);
  }
  const copySPerByte = scaled(spreadOf(times.copy), 1 / copy.movedBytes);
  const pixels = input.window.lines * input.window.samples;
  const result = {
    bench: 'interferogram',
    adapter: gpu.adapter,
    date: new Date().toISOString(),
    lines: input.window.lines,
    samples: input.window.samples,
    looks: input.looks,
    repeats,
    clock: 'wall time from submission to the end of the queue',
    copyBytesPerS: { median: 1 / copySPerByte.median, best: 1 / copySPerByte.least },
    machine: { processors: cpus().length, load: loadavg()[0] },
    difference,
    fused: reportOf(fused, times.fused, pixels, copySPerByte),
    unfused: reportOf(unfused, times.unfused, pixels, copySPerByte),
  };
  const { azimuth, range } = input.looks;
  console.log(`adapter: ${adapterName(gpu.adapter)}`);
  console.log(`block: ${result.lines} x ${result.samples} pixels, looks ${azimuth} x ${range}, ${repeats} repeats`);
  const { median, best } = result.copyBytesPerS;
  console.log(`copy, read and write: ${number(median / 1e9)} GB/s, best ${number(best / 1e9)}`);
  console.log(`load of the machine: ${number(result.machine.load!)} on ${result.machine.processors} processors`);
  tell('fused', result.fused);
  tell('unfused', result.unfused);
  const [slow, fast] = [result.unfused.perMegapixelMs, result.fused.perMegapixelMs];
  console.log(
    `unfused over fused: median time ${number(slow.median / fast.median)}, least ${number(slow.least / fast.least)}, bytes ${number(result.unfused.bytesPerPixel / result.fused.bytesPerPixel)}`,
  );
  console.log(
    `fused against unfused, ${difference.cells} cells: relative ${number(difference.worstRelative)}, ` +
      `phase ${number(1000 * difference.worstPhaseRad)} mrad, height ${number(difference.worstHeightM)} m at worst`,
  );
  console.log(await writeResult('interferogram', adapterName(gpu.adapter), result));
}

export async function run(): Promise<void> {
  const gpu = await openGpu({ adapter: readSettings().settings.adapter });
  try {
    const kind = gpu.adapter.isSoftware ? 'software' : 'gpu';
    await measure(gpu, blockInput(LINES, SAMPLES[kind]), REPEATS[kind]);
  } finally {
    await gpu.close();
  }
}
