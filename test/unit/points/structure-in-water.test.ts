import { describe, expect, it } from 'vitest';
import { baseline, geodeticToEcef } from '../../../src/geometry/index.ts';
import { type SampleRequest, measurePoint } from '../../../src/points/index.ts';
import {
  GROUND_M,
  WAVELENGTH_M,
  grid,
  groundAt,
  referenceOrbit,
  sceneDem,
  sceneRequest,
  secondaryOrbit,
  targetAt,
} from './point-scene.ts';

const CELL = { row: 12, column: 14 };
const RAD_PER_MM = (-4 * Math.PI) / (1000 * WAVELENGTH_M);

/** R2 - R1 of what the image shows at the cell from a height, m, from closest approach alone. */
function rangeDifferenceM(heightM: number): number {
  const seen = baseline(referenceOrbit, secondaryOrbit, geodeticToEcef({ ...groundAt(CELL, heightM), heightM }));
  return seen.secondary.slantRangeM - seen.reference.slantRangeM;
}

/**
 * A structure of 5 x 5 cells that moved, alone in water: no other cell is coherent. Unwrapping followed it from somewhere, up
 * to so many cycles off its whole topographic phase.
 */
function inWater(aboveM: number, motionMm: number, cyclesOff: number): SampleRequest {
  const target = targetAt(CELL, { heightM: GROUND_M + aboveM, heightSource: 'ellipsoid' });
  const request = sceneRequest([target], { dem: sceneDem(0, 0) });
  const { interferogram, unwrapped } = request.rasters;
  const ownRad = ((4 * Math.PI) / WAVELENGTH_M) * (rangeDifferenceM(GROUND_M + aboveM) - rangeDifferenceM(GROUND_M));
  const phase = ownRad + motionMm * RAD_PER_MM;
  const cells = Float32Array.from(interferogram.cells);
  const phaseRad = Float32Array.from(unwrapped.phaseRad).fill(phase + 2 * Math.PI * cyclesOff);
  for (let at = 0; at < phaseRad.length; at++) {
    const size = Math.hypot(cells[4 * at]!, cells[4 * at + 1]!);
    cells.set([size * Math.cos(phase), size * Math.sin(phase)], 4 * at);
  }
  const components = unwrapped.components.map((_, at) =>
    Number(Math.abs(Math.floor(at / grid.columns) - CELL.row) <= 2 && Math.abs((at % grid.columns) - CELL.column) <= 2),
  );
  const rasters = {
    ...request.rasters,
    interferogram: { ...interferogram, cells },
    unwrapped: { ...unwrapped, phaseRad, components },
  };
  const reference = { ...request.reference!, place: { ...request.reference!.place, phaseRad: 0 } };
  return { ...request, rasters, reference };
}

const measured = (...scene: Parameters<typeof inWater>) => {
  const request = inWater(...scene);
  return measurePoint(request, request.targets[0]!);
};

describe('a structure of its own height without coherent ground around', () => {
  it('is right where its height is less than half a cycle', () => {
    for (const motionMm of [0, 3, -4]) {
      const { status, displacementMm, cycle } = measured(15, motionMm, 0);
      expect(status).toBe('ok');
      expect(Math.abs(displacementMm! - motionMm)).toBeLessThan(0.02);
      expect(cycle!.how).toBe('unwrapped');
    }
  });

  it('is ambiguous where the cell asks for other cycles than the height, whichever of them was followed', () => {
    const errors = [40, 50, 60, 70, 80].flatMap((aboveM) =>
      [0, 1].map((cyclesOff) => {
        const { status, displacementMm, cycle } = measured(aboveM, 3, cyclesOff);
        expect(status, `${aboveM} m, ${cyclesOff}`).toBe('ambiguous');
        expect(cycle).toMatchObject({ how: 'unwrapped', margin: 0 });
        return Math.abs(displacementMm! - 3);
      }),
    );
    // Half of them are a whole cycle off, 27.7 mm: nothing tells which.
    expect(errors.filter((error) => Math.abs(error - 27.73) < 0.1)).toHaveLength(5);
    expect(errors.filter((error) => error < 0.1)).toHaveLength(5);
  });
});
