import { describe, expect, it } from 'vitest';
import { ionosphereMm, millimetresPerRadian, solidEarthTide, sunMoon } from '../../../src/displacement/index.ts';
import { ecefToGeodetic, geodeticToEcef, lookGeometry, radarOfCell, rdr2geo } from '../../../src/geometry/index.ts';
import { type Answer, type JobInput, parseJob } from '../../../src/job/index.ts';
import type { PointMeasurement, PointTarget, Warning } from '../../../src/model/index.ts';
import { correctPoints, describeCorrections } from '../../../src/pipeline/corrections/apply-corrections.ts';
import type { SampleRasters } from '../../../src/pipeline/corrections/correction-samples.ts';
import type { CorrectionInputs } from '../../../src/pipeline/corrections/correction-terms.ts';
import { findCorrections } from '../../../src/pipeline/corrections/corrections.ts';
import type { PlacedReference } from '../../../src/pipeline/find-reference.ts';
import type { OpenedPair } from '../../../src/pipeline/open-pair.ts';
import type { Area } from '../../../src/pipeline/plan/plan-area.ts';
import { SPEED_OF_LIGHT_MPS, degToRad } from '../../../src/units/index.ts';
import { gaussian, roughSurface, uniform } from '../displacement/corrections/scenes.ts';
import { sampleJob } from '../job/sample-job.ts';
import { WAVELENGTH_M, grid as smallGrid, referenceOrbit, secondaryOrbit } from '../points/point-scene.ts';

type Asked = NonNullable<NonNullable<JobInput['options']>['corrections']>;

/** Twelve days from the reference. */
const secondary = { ...secondaryOrbit, epochDay: referenceOrbit.epochDay + 12 };

const SIDE = 240;
const grid = { ...smallGrid, rows: SIDE, columns: SIDE };
const surface = roughSurface(41);

/** Cells are about 56 m by 60 m; the surface is about -2..2. */
const heightAt = (row: number, column: number, reliefM: number): number =>
  reliefM * (0.5 + surface(0.06 * row, 0.06 * column) / 4);

interface Scene {
  readonly reliefM?: number;
  readonly swapped?: boolean;
  readonly displacementMm: (cell: { row: number; column: number; heightM: number }) => number;
}

const BOWL = { row: 150, column: 130 };
const REFERENCE = { row: 40, column: 60 };

/** A bowl of 40 mm, 900 m wide. */
const bowl = ({ row, column }: { row: number; column: number }): number =>
  -40 * Math.exp(-((row - BOWL.row) ** 2 + (column - BOWL.column) ** 2) / (2 * 15 ** 2));

function groundOf(cell: { row: number; column: number }, heightM: number) {
  const { azimuthTimeS, slantRangeM } = radarOfCell(grid, cell);
  return rdr2geo(referenceOrbit, azimuthTimeS, slantRangeM, heightM);
}

/** What the flow would hand over of a scene, with points on and beside the bowl. */
function made(asked: Asked, { reliefM = 800, swapped = false, displacementMm }: Scene, inputs: CorrectionInputs) {
  const { job } = parseJob(sampleJob({ options: { dem: 'dem.tif', corrections: asked } }), { allowLocalPaths: true });
  const pair = {
    referenceOrbit,
    secondaryOrbit: secondary,
    wavelengthM: WAVELENGTH_M,
    swapped,
  } as unknown as OpenedPair;
  const area = { grid, dem: { minHeightM: 0, maxHeightM: reliefM } } as unknown as Area;
  const next = uniform(5);
  const scale = millimetresPerRadian(pair);
  const heightsM = new Float32Array(SIDE * SIDE);
  const phaseRad = new Float32Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      const heightM = heightAt(row, column, reliefM);
      heightsM[row * SIDE + column] = heightM;
      phaseRad[row * SIDE + column] = (displacementMm({ row, column, heightM }) + 2 * gaussian(next)) / scale;
    }
  const rasters = {
    interferogram: { grid, heightsM },
    coherence: { coherence: new Float32Array(SIDE * SIDE).fill(0.9) },
    unwrapped: { grid, phaseRad, components: new Int32Array(SIDE * SIDE).fill(1) },
  } as unknown as SampleRasters;
  const ofReference = groundOf(REFERENCE, heightAt(REFERENCE.row, REFERENCE.column, reliefM));
  const zeroMm = displacementMm({ ...REFERENCE, heightM: heightAt(REFERENCE.row, REFERENCE.column, reliefM) });
  const reference = {
    place: { component: 1 },
    ecefM: ofReference.ecef,
    latitudeDeg: ofReference.latitudeDeg,
    longitudeDeg: ofReference.longitudeDeg,
  } as unknown as PlacedReference;
  const points = [-30, -15, 0, 15, 30, 60].map((offset): PointMeasurement => {
    const cell = { row: BOWL.row + offset, column: BOWL.column - offset };
    const heightM = heightAt(cell.row, cell.column, reliefM);
    const target = { id: `${offset}`, ...groundOf(cell, heightM), heightM } as unknown as PointTarget;
    const measured = displacementMm({ ...cell, heightM }) - zeroMm;
    return { target, status: 'ok', displacementMm: measured, truthMm: bowl(cell) - bowl(REFERENCE) } as never;
  });
  const warnings: Warning[] = [];
  const warn = (warning: Warning): void => void warnings.push(warning);
  const targets = points.map(({ target }) => target);
  const corrections = findCorrections({ job, pair, area, rasters, targets, reference, inputs, warn });
  const answer: Answer['corrections'] = describeCorrections(job, corrections, points);
  return { points, corrected: correctPoints(points, corrections), answer, warnings };
}

const NO_INPUT: CorrectionInputs = { zenithDelay: undefined, electronContent: undefined };
const OFF: Asked = { troposphere: 'off', solid_earth_tide: 'off', ionosphere: 'off', ramp: 'off' };

/** 30 mm over 800 m. */
const stratified = ({ heightM }: { heightM: number }): number => (30 * heightM) / 800;

const flat = (value: number) => ({ name: 'grid', valueAt: () => value });

describe('corrections of a scene', () => {
  it.each([false, true])('stratified troposphere of 30 mm: a bowl inside is right to 2 mm (swapped: %s)', (swapped) => {
    const { points, corrected, answer } = made(
      { ...OFF, troposphere: 'auto' },
      { swapped, displacementMm: (cell) => stratified(cell) + bowl(cell) },
      NO_INPUT,
    );
    const truth = points.map((point) => (point as unknown as { truthMm: number }).truthMm);
    const errors = (of: readonly PointMeasurement[]): number[] =>
      of.map(({ displacementMm }, k) => Math.abs(displacementMm! - truth[k]!));
    expect(Math.max(...errors(points))).toBeGreaterThan(3);
    expect(Math.max(...errors(corrected))).toBeLessThan(2);
    expect(answer.troposphere).toMatchObject({ state: 'applied', reason: null, method: 'phase_height' });
    expect(Math.abs(answer.troposphere.parameters['slope_mm_per_km']! - 37.5)).toBeLessThan(2.5);
    expect(answer.troposphere.parameters['sigma_mm_per_km']).toBeGreaterThan(0);
    // What it says it took is what it took.
    const taken = points.map(({ displacementMm }, k) => displacementMm! - corrected[k]!.displacementMm!);
    expect(answer.troposphere.points_mm!.min).toBeCloseTo(Math.min(...taken), 6);
    expect(answer.troposphere.points_mm!.max).toBeCloseTo(Math.max(...taken), 6);
  });

  it('without a troposphere, auto leaves displacements alone and says what it found', () => {
    const { points, corrected, answer } = made({ ...OFF, troposphere: 'auto' }, { displacementMm: bowl }, NO_INPUT);
    expect(corrected).toEqual(points);
    expect(answer.troposphere).toMatchObject({ state: 'not_applied', reason: 'not_significant' });
    expect(Math.max(...Object.values(answer.troposphere.points_mm!).map(Math.abs))).toBeLessThan(1);
  });

  it('low relief is refused; asked for with `on`, with a warning', () => {
    for (const mode of ['auto', 'on'] as const) {
      const { answer, warnings, points, corrected } = made(
        { ...OFF, troposphere: mode },
        { reliefM: 190, displacementMm: stratified },
        NO_INPUT,
      );
      expect(answer.troposphere).toMatchObject({ state: 'refused', reason: 'relief_too_small', points_mm: null });
      expect(warnings.map(({ code }) => code)).toEqual(mode === 'on' ? ['CORRECTION_REFUSED'] : []);
      expect(corrected).toEqual(points);
    }
  });

  it('a ramp is taken away only when asked, and the bowl stays', () => {
    const scene: Scene = { reliefM: 100, displacementMm: (cell) => bowl(cell) + 0.1 * cell.row - 0.05 * cell.column };
    const asked = made({ ...OFF, ramp: 'auto' }, scene, NO_INPUT);
    expect(asked.answer.ramp).toMatchObject({ state: 'applied', method: 'plane' });
    asked.corrected.forEach((point, k) => {
      const { truthMm } = asked.points[k]! as unknown as { truthMm: number };
      expect(Math.abs(point.displacementMm! - truthMm)).toBeLessThan(1);
    });
    expect(made(OFF, scene, NO_INPUT).answer.ramp).toMatchObject({ state: 'not_applied', reason: 'off' });
    const without = made({ ...OFF, ramp: 'auto' }, { reliefM: 100, displacementMm: bowl }, NO_INPUT);
    expect(without.answer.ramp).toMatchObject({ state: 'not_applied', reason: 'not_significant' });
  });

  it('an electron content that is everywhere the same differs only by incidence, relative to the reference', () => {
    const inputs = { zenithDelay: undefined, electronContent: { reference: 10, secondary: flat(30) } };
    const { points, answer } = made({ ...OFF, ionosphere: 'auto' }, { displacementMm: bowl }, inputs);
    const frequencyHz = SPEED_OF_LIGHT_MPS / WAVELENGTH_M;
    const at = (place: { latitudeDeg: number; longitudeDeg: number }): number =>
      ionosphereMm(
        20,
        frequencyHz,
        lookGeometry(referenceOrbit, geodeticToEcef({ ...place, heightM: 400 })).incidenceDeg,
      );
    const zeroMm = at(groundOf(REFERENCE, heightAt(REFERENCE.row, REFERENCE.column, 800)));
    const expected = points.map(({ target }) => at(target) - zeroMm);
    expect(answer.ionosphere).toMatchObject({ state: 'applied', method: 'tec' });
    expect(answer.ionosphere.points_mm!.max).toBeCloseTo(Math.max(...expected), 2);
    expect(answer.ionosphere.points_mm!.min).toBeCloseTo(Math.min(...expected), 2);
  });

  it.each(['on', 'auto'] as const)('a grid with a gap in the area is refused, with a warning (%s)', (mode) => {
    const middle = groundOf(BOWL, 400);
    const gap = {
      name: 'gap',
      valueAt: (_: number, latitudeDeg: number) => (latitudeDeg > middle.latitudeDeg ? Number.NaN : 2.3),
    };
    const inputs = { electronContent: undefined, zenithDelay: { reference: flat(2.3), secondary: gap } };
    const { answer, warnings } = made({ ...OFF, troposphere: mode }, { displacementMm: bowl }, inputs);
    // What it would take is not said.
    expect(answer.troposphere).toMatchObject({
      state: 'refused',
      reason: 'input_not_covering',
      method: 'zenith_delay',
      points_mm: null,
    });
    expect(warnings.map(({ code }) => code)).toEqual(['CORRECTION_REFUSED']);
  });

  it.each([false, true])(
    'the tide of two days 12 apart, later minus earlier, in the line of sight (swapped: %s)',
    (swapped) => {
      const { points, answer } = made({ ...OFF, solid_earth_tide: 'on' }, { swapped, displacementMm: bowl }, NO_INPUT);
      const earlier = swapped ? secondary.epochDay : referenceOrbit.epochDay;
      const later = swapped ? referenceOrbit.epochDay : secondary.epochDay;
      expect(Math.abs(later - earlier)).toBe(12);
      const tideMm = ({ latitudeDeg, longitudeDeg, heightM }: PointTarget): number => {
        const ecefM = geodeticToEcef({ latitudeDeg, longitudeDeg, heightM });
        const { losEast, losNorth, losUp, azimuthTimeS } = lookGeometry(referenceOrbit, ecefM);
        const [a, b] = [earlier, later].map((day) =>
          solidEarthTide(ecefM, sunMoon(day, azimuthTimeS), day, azimuthTimeS),
        );
        const [x, y, z] = b!.map((value, axis) => 1000 * (value - a![axis]!)) as [number, number, number];
        const [lat, lon] = [degToRad(latitudeDeg), degToRad(longitudeDeg)];
        const outward = x * Math.cos(lon) + y * Math.sin(lon);
        const east = y * Math.cos(lon) - x * Math.sin(lon);
        const north = z * Math.cos(lat) - outward * Math.sin(lat);
        return losEast * east + losNorth * north + losUp * (outward * Math.cos(lat) + z * Math.sin(lat));
      };
      const { ecef } = groundOf(REFERENCE, heightAt(REFERENCE.row, REFERENCE.column, 800));
      const zeroMm = tideMm(ecefToGeodetic(ecef) as PointTarget);
      const expected = points.map(({ target }) => tideMm(target) - zeroMm);
      const { points_mm: size, ...tide } = answer.solid_earth_tide;
      expect(tide).toMatchObject({ state: 'applied', method: 'iers_2010' });
      // The lattice lies at the mean height, up to 400 m off, where the line of sight is turned by 5e-4.
      expect(Math.abs(size!.max - Math.max(...expected))).toBeLessThan(0.02);
      expect(Math.abs(size!.min - Math.min(...expected))).toBeLessThan(0.02);
      expect(size!.max - size!.min).toBeGreaterThan(0.05);
    },
  );
});
