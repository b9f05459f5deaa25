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

function inWords({ median, lowerQuartile, upperQuartile }: Spread, unit: string): string {
  return `${number(median)} ${unit} (quartiles ${number(lowerQuartile)} to ${number(upperQuartile)})`;
}

interface Report {
  readonly perMegapixelMs: Spread;
  readonly bytesPerPixel: number;
  readonly copyBoundMsPerMegapixel: number;
  readonly shareOfCopyBandwidth: number;
  readonly stepsMsPerMegapixel: Readonly<Record<string, number>>;
}

async function reportOf(
  scope: GpuScope,
  chain: Chain,
  times: readonly number[],
  pixels: number,
  copyBytesPerS: number,
): Promise<Report> {
  const perMegapixelMs = scaled(spreadOf(times), 1e9 / pixels);
  const bytesPerPixel = bytesOf(chain);
  const copyBoundMsPerMegapixel = (bytesPerPixel * 1e9) / copyBytesPerS;
  const stepsMsPerMegapixel: Record<string, number> = {};
  for (const step of chain.steps) {
    const stepTimes: number[] = [];
    for (let k = 0; k < 3; k++) stepTimes.push(await timeSteps(scope, [step]));
    stepsMsPerMegapixel[step.name] = (spreadOf(stepTimes).median * 1e9) / pixels;
  }
  return {
    perMegapixelMs,
    bytesPerPixel,
    copyBoundMsPerMegapixel,
    shareOfCopyBandwidth: copyBoundMsPerMegapixel / perMegapixelMs.median,
    stepsMsPerMegapixel,
  };
}

function tell(name: string, report: Report): void {
  const { perMegapixelMs, bytesPerPixel, copyBoundMsPerMegapixel, shareOfCopyBandwidth } = report;
  console.log(
    `${name}: ${inWords(perMegapixelMs, 'ms per megapixel')}; ${number(bytesPerPixel)} bytes per pixel, ` +
      `${number(copyBoundMsPerMegapixel)} ms at copy bandwidth: ${number(100 * shareOfCopyBandwidth)} % of it`,
  );
  for (const [step, ms] of Object.entries(report.stepsMsPerMegapixel))
    console.log(`  ${step}: ${number(ms)} ms per megapixel`);
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
  const times = { fused: [] as number[], unfused: [] as number[], copy: [] as number[] };
  // In turn, so that whatever else the machine does falls on all alike.
  for (let k = 0; k < repeats; k++) {
    times.copy.push(await timeSteps(scope, [copy]));
    times.fused.push(await timeSteps(scope, fused.steps));
    times.unfused.push(await timeSteps(scope, unfused.steps));
  }
  const copySpread = spreadOf(times.copy.map((seconds) => copy.movedBytes / seconds));
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
    copyBytesPerS: copySpread,
    difference,
    fused: await reportOf(scope, fused, times.fused, pixels, copySpread.median),
    unfused: await reportOf(scope, unfused, times.unfused, pixels, copySpread.median),
  };
  const { azimuth, range } = input.looks;
  console.log(`adapter: ${adapterName(gpu.adapter)}`);
  console.log(`block: ${result.lines} x ${result.samples} pixels, looks ${azimuth} x ${range}, ${repeats} repeats`);
  console.log(`copy, read and write: ${inWords(scaled(copySpread, 1e-9), 'GB/s')}`);
  tell('fused', result.fused);
  tell('unfused', result.unfused);
  const ratio = result.unfused.perMegapixelMs.median / result.fused.perMegapixelMs.median;
  console.log(
    `unfused over fused: time ${number(ratio)}, bytes ${number(result.unfused.bytesPerPixel / result.fused.bytesPerPixel)}`,
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
