import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measurePoint } from '../../../src/points/index.ts';
import { PLACES, WAVELENGTH_M, sceneRequest, targetAt } from '../../unit/points/point-scene.ts';

const place = fc.record({
  row: fc.double({ min: 14, max: 20, noNaN: true }),
  column: fc.double({ min: 10, max: 18, noNaN: true }),
});
const phase = fc.double({ min: -20, max: 20, noNaN: true });
const MM_PER_RAD = (-WAVELENGTH_M * 1000) / (4 * Math.PI);

describe('laws of a point', () => {
  it('another reference shifts every point by one constant', () => {
    fc.assert(
      fc.property(place, place, phase, (one, two, moreRad) => {
        const base = sceneRequest([targetAt(one), targetAt(two)]);
        const { reference } = base;
        const other = {
          ...base,
          reference: { ...reference!, place: { ...reference!.place, phaseRad: reference!.place.phaseRad + moreRad } },
        };
        const shifts = base.targets.map(
          (target) => measurePoint(other, target).displacementMm! - measurePoint(base, target).displacementMm!,
        );
        expect(shifts[0]!).toBeCloseTo(-moreRad * MM_PER_RAD, 9);
        expect(shifts[1]!).toBeCloseTo(shifts[0]!, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('whole cycles added to all cells and to the reference change nothing', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: -5, max: 5 }), (cell, cycles) => {
        const base = sceneRequest([targetAt(cell)]);
        const moreRad = 2 * Math.PI * cycles;
        const unwrapped = {
          ...base.rasters.unwrapped,
          phaseRad: base.rasters.unwrapped.phaseRad.map((value) => value + moreRad),
        };
        const { place: at } = base.reference!;
        const other = {
          ...base,
          rasters: { ...base.rasters, unwrapped },
          reference: { ...base.reference!, place: { ...at, phaseRad: at.phaseRad + moreRad } },
        };
        const [target] = base.targets;
        const [before, after] = [measurePoint(base, target!), measurePoint(other, target!)];
        expect(after.displacementMm!).toBeCloseTo(before.displacementMm!, 4);
        expect(after.sigmaMm).toBe(before.sigmaMm);
        expect(after.status).toBe(before.status);
      }),
      { numRuns: 40 },
    );
  });

  it('millimetres, and the noise of the phase in them, go with the wavelength', () => {
    fc.assert(
      fc.property(place, fc.double({ min: 0.5, max: 3, noNaN: true }), (cell, scale) => {
        const base = sceneRequest([targetAt(cell)]);
        const [target] = base.targets;
        const before = measurePoint(base, target!);
        const after = measurePoint({ ...base, wavelengthM: scale * WAVELENGTH_M }, target!);
        expect(after.displacementMm! / scale).toBeCloseTo(before.displacementMm!, 9);
        expect(after.sigmaTerms!.phaseMm / scale).toBeCloseTo(before.sigmaTerms!.phaseMm, 9);
        expect(after.sigmaTerms!.referenceMm / scale).toBeCloseTo(before.sigmaTerms!.referenceMm, 9);
        for (const term of ['heightMm', 'troposphereMm', 'orbitMm'] as const)
          expect(after.sigmaTerms![term]).toBe(before.sigmaTerms![term]);
      }),
      { numRuns: 40 },
    );
  });

  it('exchanging the dates changes the sign and no sigma', () => {
    fc.assert(
      fc.property(place, (cell) => {
        const base = sceneRequest([targetAt(cell)]);
        const [target] = base.targets;
        const [before, after] = [measurePoint(base, target!), measurePoint({ ...base, swapped: true }, target!)];
        expect(after.displacementMm!).toBeCloseTo(-before.displacementMm!, 12);
        expect(after.sigmaTerms).toEqual(before.sigmaTerms);
      }),
      { numRuns: 20 },
    );
  });

  it('more looks never make a sigma larger, nor does more coherence', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.35, max: 0.95, noNaN: true }),
        fc.double({ min: 4, max: 100, noNaN: true }),
        (coherence, looks) => {
          const sigmaOf = (gamma: number, cellLooks: number): number => {
            const request = sceneRequest([targetAt(PLACES.reference)], { cellLooks });
            request.rasters.coherence.coherence.fill(gamma);
            return measurePoint(request, request.targets[0]!).sigmaTerms!.phaseMm;
          };
          const here = sigmaOf(coherence, looks);
          // Points alike are remembered in steps of half a per cent.
          expect(sigmaOf(coherence, 1.1 * looks)).toBeLessThanOrEqual(here);
          expect(sigmaOf(Math.min(0.99, coherence + 0.03), looks)).toBeLessThanOrEqual(here);
        },
      ),
      { numRuns: 20 },
    );
  });
});
