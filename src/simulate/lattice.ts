import { SPEED_OF_LIGHT_MPS } from '../units/index.ts';
import { type PairPlan, lineTimeS } from './acquisition.ts';
import { locateGround } from './closest-approach.ts';
import { GUARD } from './focus.ts';
import { type RangeModel, rangeModel } from './range-model.ts';
import { ALONG_STEP_M, BLOCK_ACROSS, BLOCK_ALONG, type Ground, emptyBlock, fillHeights } from './scatterers.ts';

/** A block of the scatterer lattice with its geometry on both dates. */
export interface LatticeBlock {
  readonly row: number;
  readonly column: number;
  readonly models: readonly [RangeModel, RangeModel];
}

/** A rectangle of the ground frame, m. */
export interface GroundExtent {
  readonly minAlong: number;
  readonly maxAlong: number;
  readonly minAcross: number;
  readonly maxAcross: number;
}

/** The ground that either date sees, with the guard, at the lowest and the highest ground. */
export function seenGround(pair: PairPlan, ground: Pick<Ground, 'frame' | 'terrain'>): GroundExtent {
  const along: number[] = [];
  const across: number[] = [];
  for (const { trajectory, swaths } of [pair.reference, pair.secondary]) {
    for (const swath of swaths) {
      const first = swath.bursts[0]!;
      const last = swath.bursts.at(-1)!;
      const times = [lineTimeS(swath, first, -GUARD), lineTimeS(swath, last, swath.linesPerBurst + GUARD)];
      for (const sample of [-GUARD, swath.samplesPerBurst + GUARD]) {
        const rangeM = ((swath.slantRangeTimeS + sample / swath.rangeSamplingRateHz) * SPEED_OF_LIGHT_MPS) / 2;
        for (const heightM of [ground.terrain.minHeightM, ground.terrain.maxHeightM]) {
          for (const timeS of [times[0]!, (times[0]! + times[1]!) / 2, times[1]!]) {
            const place = locateGround(trajectory, { timeS, rangeM }, () => heightM);
            const at = ground.frame.toFrame(place.latitudeDeg, place.longitudeDeg);
            along.push(at.along);
            across.push(at.across);
          }
        }
      }
    }
  }
  return {
    minAlong: Math.min(...along),
    maxAlong: Math.max(...along),
    minAcross: Math.min(...across),
    maxAcross: Math.max(...across),
  };
}

/** All blocks of the lattice over the seen ground, with the exact geometry of both dates at their nodes. */
export async function buildLattice(
  pair: PairPlan,
  ground: Ground,
  extent: GroundExtent,
  pause: (fraction: number) => Promise<void>,
): Promise<LatticeBlock[]> {
  const [rowSize, columnSize] = [BLOCK_ALONG * ALONG_STEP_M, BLOCK_ACROSS * ground.acrossStepM];
  const [firstRow, lastRow] = [Math.floor(extent.minAlong / rowSize), Math.floor(extent.maxAlong / rowSize)];
  const [firstColumn, lastColumn] = [
    Math.floor(extent.minAcross / columnSize),
    Math.floor(extent.maxAcross / columnSize),
  ];
  const blocks: LatticeBlock[] = [];
  const scratch = emptyBlock();
  const dates = [pair.reference, pair.secondary] as const;
  const guesses = dates.map(({ swaths }) => swaths[0]!.bursts[0]!.firstLineTimeS);
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      fillHeights(ground, row, column, scratch);
      const models = dates.map((date, k) => {
        const model = rangeModel(date, ground.frame, scratch.box, guesses[k]!);
        guesses[k] = (model.minTimeS + model.maxTimeS) / 2;
        return model;
      }) as [RangeModel, RangeModel];
      blocks.push({ row, column, models });
    }
    await pause((row - firstRow + 1) / (lastRow - firstRow + 1));
  }
  return blocks;
}
