import { describe, expect, it } from 'vitest';
import { pointDocument } from '../../../src/answer/index.ts';
import { POINT_STATUSES, SILENT_STATUSES, displacementPointSchema } from '../../../src/job/index.ts';
import type { MeasurementStatus, PointTarget } from '../../../src/model/index.ts';
import { samplePoints } from '../../../src/points/index.ts';
import { PLACES, WAVELENGTH_M, grid, groundAt, sceneRequest, targetAt } from './point-scene.ts';

/** Cells beside a lake: left out of unwrapping as water. */
const LAKE = { row: 30, column: 6 };

const isLake = (cell: number): boolean =>
  Math.hypot(Math.floor(cell / grid.columns) - LAKE.row, (cell % grid.columns) - LAKE.column) < 3;

const named = (id: string, target: PointTarget): PointTarget => ({ ...target, id });

const TARGETS: readonly (readonly [MeasurementStatus, PointTarget])[] = [
  ['ok', named('good', targetAt(PLACES.good))],
  ['low_coherence', named('incoherent', targetAt(PLACES.incoherent))],
  ['layover', named('a slope toward the radar', targetAt(PLACES.layover))],
  ['shadow', named('a slope away from it', targetAt(PLACES.shadow))],
  ['water', named('in the lake', targetAt(LAKE))],
  [
    'outside',
    named('beside the bursts', { ...targetAt(PLACES.good), latitudeDeg: groundAt(PLACES.good).latitudeDeg + 1 }),
  ],
  ['no_data', named('cells without data', targetAt(PLACES.empty))],
  ['ambiguous', named('on a cut', targetAt(PLACES.cut))],
  ['other_component', named('an island', targetAt(PLACES.otherComponent))],
];

describe('one scene with every status', () => {
  const base = sceneRequest(TARGETS.map(([, target]) => target));
  const { unwrapped } = base.rasters;
  const rasters = {
    ...base.rasters,
    unwrapped: { ...unwrapped, phaseRad: unwrapped.phaseRad.map((phase, cell) => (isLake(cell) ? NaN : phase)) },
    blanked: Uint8Array.from(unwrapped.phaseRad, (_, cell) => Number(isLake(cell))),
  };

  it('each point has its own, in order, with a number where the contract keeps one', async () => {
    const measured = await samplePoints({ ...base, rasters });
    expect(measured.map(({ target, status }) => [status, target])).toEqual(TARGETS);
    for (const measurement of measured) {
      const document = displacementPointSchema.parse(pointDocument(measurement, WAVELENGTH_M));
      const isSilent = SILENT_STATUSES.has(document.status);
      for (const field of ['displacement_mm', 'sigma_mm', 'detection_limit_mm', 'significant', 'vertical_mm'] as const)
        expect(document[field] === null, `${document.status}: ${field}`).toBe(isSilent);
    }
    // Without a reference every point that would have had a number has that status.
    const lost = await samplePoints({ ...base, rasters, reference: undefined });
    const statuses = lost.map(({ status }) => status);
    expect(statuses).toEqual(
      TARGETS.map(([status]) =>
        ['outside', 'no_data', 'water', 'shadow'].includes(status) ? status : 'reference_failed',
      ),
    );
    for (const { displacementMm, sigmaMm } of lost) expect([displacementMm, sigmaMm]).toEqual([null, null]);
    expect(new Set([...measured, ...lost].map(({ status }) => status))).toEqual(new Set(POINT_STATUSES));
  });
});
