import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenReference } from '../../../src/displacement/index.ts';
import { geodeticToEcef } from '../../../src/geometry/index.ts';
import type { PointMeasurement, PointTarget } from '../../../src/model/index.ts';
import { type SampleRequest, measurePoint } from '../../../src/points/index.ts';
import {
  GROUND_M,
  WAVELENGTH_M,
  grid,
  groundAt,
  sceneDem,
  sceneRequest,
  targetAt,
} from '../../unit/points/point-scene.ts';

const FLAT = sceneDem(0, 0);
const MM_PER_RAD = (-WAVELENGTH_M * 1000) / (4 * Math.PI);

interface Cell {
  readonly row: number;
  readonly column: number;
}

const whole = (min: number, max: number) => fc.integer({ min, max });
const fraction = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const referenceCell = fc.record({ row: whole(3, 18), column: whole(3, 14) });
const pointCell = fc.record({ row: fraction(14, 20), column: fraction(10, 18) });

/** A scene that moves by a bowl whose depth is given, referred to the plane through the cells around a place. */
function movingScene(depthRad: number, targets: readonly PointTarget[], at: Cell): SampleRequest {
  const base = sceneRequest(targets, { dem: FLAT });
  const { interferogram, unwrapped } = base.rasters;
  const cells = Float32Array.from(interferogram.cells);
  const phaseRad = Float32Array.from(unwrapped.phaseRad, (_, index) => {
    const [row, column] = [Math.floor(index / grid.columns), index % grid.columns];
    return depthRad * Math.exp(-((row - 16) ** 2 + (column - 14) ** 2) / 200);
  });
  for (const [index, phase] of phaseRad.entries()) {
    const size = Math.hypot(cells[4 * index]!, cells[4 * index + 1]!);
    cells.set([size * Math.cos(phase), size * Math.sin(phase)], 4 * index);
  }
  const rasters = {
    ...base.rasters,
    interferogram: { ...interferogram, cells },
    unwrapped: { ...unwrapped, phaseRad, components: unwrapped.components.map(() => 1) },
  };
  const search = { ...rasters, centroids: interferogram.centroids, minCoherence: base.minCoherence };
  const place = givenReference(search, at.row, at.column)!;
  return { ...base, rasters, reference: { place, ecefM: geodeticToEcef({ ...groundAt(at), heightM: GROUND_M }) } };
}

const measured = (request: SampleRequest): PointMeasurement[] =>
  request.targets.map((target) => measurePoint(request, target));

describe('reference and scale', () => {
  it('a reference at another place shifts every point by one constant: what it moved against the first', () => {
    fc.assert(
      fc.property(pointCell, pointCell, referenceCell, referenceCell, fraction(-6, 6), (a, b, one, two, depth) => {
        const targets = [targetAt(a), targetAt(b)];
        const [first, second] = [movingScene(depth, targets, one), movingScene(depth, targets, two)];
        const moved = MM_PER_RAD * (second.reference!.place.phaseRad - first.reference!.place.phaseRad);
        const [before, after] = [measured(first), measured(second)];
        for (const [k, { displacementMm, sigmaTerms, status }] of before.entries()) {
          expect(displacementMm! - after[k]!.displacementMm!).toBeCloseTo(moved, 9);
          expect(after[k]!.status).toBe(status);
          expect(after[k]!.sigmaTerms!.phaseMm).toBe(sigmaTerms!.phaseMm);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('displacements go with the motion: twice as deep a bowl moves twice as much', () => {
    fc.assert(
      fc.property(pointCell, referenceCell, fraction(-3, 3), fraction(0.2, 2), (cell, at, depth, scale) => {
        const [one] = measured(movingScene(depth, [targetAt(cell)], at));
        const [other] = measured(movingScene(scale * depth, [targetAt(cell)], at));
        // Cells are brought to the place along a slope, and phases of cells are f32: to the curvature of a bowl.
        expect(Math.abs(other!.displacementMm! - scale * one!.displacementMm!)).toBeLessThan(0.02);
        expect(other!.sigmaTerms!.phaseMm).toBe(one!.sigmaTerms!.phaseMm);
      }),
      { numRuns: 30 },
    );
  });

  it('the gain of either date changes nothing', () => {
    fc.assert(
      fc.property(pointCell, referenceCell, fraction(0.05, 20), fraction(0.05, 20), (cell, at, first, second) => {
        const request = movingScene(2, [targetAt(cell)], at);
        const { interferogram } = request.rasters;
        const gains = [first * second, first * second, first ** 2, second ** 2];
        const cells = interferogram.cells.map((value, k) => value * gains[k % 4]!);
        const louder = { ...request, rasters: { ...request.rasters, interferogram: { ...interferogram, cells } } };
        const [before, after] = [measured(request)[0]!, measured(louder)[0]!];
        expect(after.displacementMm!).toBeCloseTo(before.displacementMm!, 4);
        expect(after.sigmaMm!).toBeCloseTo(before.sigmaMm!, 9);
        expect(after.status).toBe(before.status);
      }),
      { numRuns: 30 },
    );
  });
});
