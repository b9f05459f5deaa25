import type { Gpu, GpuScope } from '../../src/gpu/index.ts';
import { type KernelBench, measureKernels } from '../support/measure-kernel.ts';
import type { BenchPart, Verification } from '../support/record.ts';
import { timeStep } from '../support/timing.ts';
import { type BlockInput, blockInput } from './block-input.ts';
import { type Chain, type CountedStep, fusedChain, unfusedChain, uploadShared } from './chains.ts';

export const description = 'the fused interferogram kernel beside the same chain in one pass per step, over sizes';

/** Lines and samples of a block; a burst of IW is some 1500 x 21 000. */
const SIZES = {
  software: [
    [256, 256],
    [512, 512],
    [1024, 1024],
  ],
  gpu: [
    [1024, 1024],
    [1024, 4096],
    [1024, 16384],
  ],
} as const;

/** Both sum the same products in f32, in another order. */
const RELATIVE_BOUND = 2e-5;

/** How far the cells of two chains are apart, of sqrt(P1 P2). A cell that only one of them has counts as 1. */
async function differenceOf(scope: GpuScope, a: Chain, b: Chain): Promise<Verification> {
  const [first, second] = [await scope.readFloat32(a.cells), await scope.readFloat32(b.cells)];
  let worst = 0;
  for (let at = 0; at < first.length; at += 4) {
    const [re, im, p1, p2] = [first[at]!, first[at + 1]!, first[at + 2]!, first[at + 3]!];
    if (p1 > 0 !== second[at + 2]! > 0) worst = 1;
    if (!(p1 > 0)) continue;
    worst = Math.max(worst, Math.hypot(re - second[at]!, im - second[at + 1]!) / Math.sqrt(p1 * p2));
  }
  return { against: 'the other chain, relative', worst, bound: RELATIVE_BOUND };
}

function benchOf(
  name: string,
  { window, looks }: BlockInput,
  steps: readonly CountedStep[],
  verify: KernelBench['verify'],
): KernelBench {
  const pixels = window.lines * window.samples;
  const sum = (count: (step: CountedStep) => number): number => steps.reduce((total, step) => total + count(step), 0);
  return {
    name: `interferogram/${name}`,
    size: `${window.lines} x ${window.samples}`,
    elements: pixels,
    unit: 'px',
    steps,
    bytes: pixels * sum((step) => step.bytesPerPixel),
    flops: pixels * sum((step) => step.flopsPerPixel),
    more: { looks: `${looks.azimuth} x ${looks.range}` },
    verify,
  };
}

export function run(gpu: Gpu): Promise<BenchPart> {
  const sizes = SIZES[gpu.adapter.isSoftware ? 'software' : 'gpu'];
  return measureKernels(gpu, 'interferogram', async (scope, one) => {
    for (const [lines, samples] of sizes) {
      const input = blockInput(lines, samples);
      const shared = await uploadShared(scope, input);
      const fused = await fusedChain(scope, input, shared);
      const unfused = await unfusedChain(scope, input, shared);
      const verify = async (): Promise<Verification> => {
        for (const { steps } of [fused, unfused]) await timeStep(gpu, scope, steps);
        return differenceOf(scope, fused, unfused);
      };
      await one(benchOf('heights and fused kernel', input, fused.steps, verify));
      await one(benchOf('heights and a pass a step', input, unfused.steps, verify));
      for (const step of fused.steps) await one(benchOf(step.name, input, [step], verify));
      for (const step of unfused.steps.slice(1)) await one(benchOf(`unfused/${step.name}`, input, [step], verify));
    }
  });
}
