import { describe, expect, it } from 'vitest';
import { baseline, geodeticToEcef, lookGeometry } from '../../../src/geometry/index.ts';
import type { MeasurementStatus, PointMeasurement, SigmaTerms } from '../../../src/model/index.ts';
import { type SampleRequest, measurePoint, samplePoints } from '../../../src/points/index.ts';
import {
  GROUND_M,
  PLACES,
  WAVELENGTH_M,
  grid,
  groundAt,
  pair,
  referenceOrbit,
  sceneDem,
  scenePhase,
  sceneRequest,
  secondaryOrbit,
  targetAt,
} from './point-scene.ts';

const MM_PER_RAD = (-WAVELENGTH_M * 1000) / (4 * Math.PI);

function one(request: SampleRequest): PointMeasurement {
  return measurePoint(request, request.targets[0]!);
}

/** What the scene moved between a place and the reference. */
function expectedMm(cell: { row: number; column: number }): number {
  const { row, column } = PLACES.reference;
  return MM_PER_RAD * (scenePhase(cell.row, cell.column) - scenePhase(row, column));
}

const far = { latitudeDeg: groundAt(PLACES.good).latitudeDeg + 1, longitudeDeg: groundAt(PLACES.good).longitudeDeg };

/** One place for each status; with a number where the contract keeps it. */
const TABLE: readonly (readonly [MeasurementStatus, string, SampleRequest, hasNumber: boolean])[] = [
  ['ok', 'a good place', sceneRequest([targetAt(PLACES.good)]), true],
  ['low_coherence', 'below the least coherence of the job', sceneRequest([targetAt(PLACES.incoherent)]), false],
  [
    'low_coherence',
    'no more than speckle alone gives, though the job would take it',
    sceneRequest([targetAt(PLACES.belowQuantile)], { minCoherence: 0 }),
    false,
  ],
  ['outside', 'beside the bursts', sceneRequest([targetAt(PLACES.good, far)]), false],
  ['outside', 'where the satellite never looks', sceneRequest([targetAt(PLACES.good, { latitudeDeg: -70 })]), false],
  ['no_data', 'cells without data', sceneRequest([targetAt(PLACES.empty)]), false],
  ['no_data', 'a height that nobody knows', sceneRequest([targetAt(PLACES.good, { heightM: NaN })]), false],
  ['no_data', 'inside the burst, outside the area', sceneRequest([targetAt({ row: -3, column: 8 })]), false],
  ['ambiguous', 'on a cut', sceneRequest([targetAt(PLACES.cut)]), true],
  ['other_component', "not connected with the reference's", sceneRequest([targetAt(PLACES.otherComponent)]), true],
  ['reference_failed', 'no reference', sceneRequest([targetAt(PLACES.good)], { reference: undefined }), false],
  ['layover', 'a slope steeper than the incidence', sceneRequest([targetAt(PLACES.layover)]), true],
  ['shadow', 'a slope that turns away', sceneRequest([targetAt(PLACES.shadow)]), false],
];

/** The scene with cells left out as water: NaN in the unwrapped phase, and flagged. */
function withBlanked(isBlanked: (row: number, column: number) => boolean, cell: { row: number; column: number }) {
  const request = sceneRequest([targetAt(cell)]);
  const { unwrapped } = request.rasters;
  const blanked = unwrapped.phaseRad.map((_, k) => Number(isBlanked(Math.floor(k / grid.columns), k % grid.columns)));
  const phaseRad = unwrapped.phaseRad.map((phase, k) => (blanked[k] ? NaN : phase));
  const rasters = { ...request.rasters, unwrapped: { ...unwrapped, phaseRad }, blanked: Uint8Array.from(blanked) };
  return one({ ...request, rasters });
}

describe('a point by the water', () => {
  it('is water where its cell was left out, though those beside it were not', () => {
    const measurement = withBlanked((row, column) => row === 8 && column === 8, { row: 8.4, column: 8 });
    expect(measurement.status).toBe('water');
    expect([measurement.displacementMm, measurement.sigmaMm]).toEqual([null, null]);
  });

  it('is measured on a bridge of one cell and the cell on each side of it', () => {
    for (const column of [7.6, 8, 8.4]) {
      const cell = { row: 8.3, column };
      const measurement = withBlanked((_, at) => Math.abs(at - 8) > 1, cell);
      expect(measurement.status).toBe('ok');
      expect(measurement.displacementMm).toBeCloseTo(expectedMm(cell), 3);
    }
  });

  it('is water where water around takes more than half of the weight, and no_data where nothing was left out', () => {
    const lonely = { row: 8.4, column: 8.4 };
    expect(withBlanked((row, column) => row !== 8 || column !== 8, lonely).status).toBe('water');
    expect(withBlanked((row, column) => row !== 8 || column !== 8, PLACES.empty).status).toBe('water');
    expect(withBlanked(() => false, PLACES.empty).status).toBe('no_data');
  });
});

describe('the status of a point', () => {
  it.each(TABLE)('%s: %s', (status, _, request, hasNumber) => {
    const measurement = one(request);
    expect(measurement.status).toBe(status);
    expect(measurement.displacementMm !== null).toBe(hasNumber);
    expect(measurement.sigmaMm !== null).toBe(hasNumber);
    expect(measurement.target).toBe(request.targets[0]);
  });

  it('keeps order and number of the targets', async () => {
    const targets = TABLE.flatMap(([, , request]) => request.targets);
    const measured = await samplePoints(sceneRequest(targets));
    expect(measured.map(({ target }) => target)).toEqual(targets);
  });
});

describe('the measurement at a point', () => {
  it.each([PLACES.good, { row: 10.3, column: 13.7 }, { row: 3.9, column: 44.2 }])(
    'is the phase against the reference, in mm toward the satellite: %o',
    (cell) => {
      const { displacementMm } = one(sceneRequest([targetAt(cell)]));
      expect(displacementMm).toBeCloseTo(expectedMm(cell), 3);
    },
  );

  it('has the opposite sign of phase where the reference granule is the later date', () => {
    const target = targetAt(PLACES.good);
    const forward = one(sceneRequest([target])).displacementMm!;
    expect(one(sceneRequest([target], { swapped: true })).displacementMm).toBeCloseTo(-forward, 12);
  });

  it('another reference moves every point by the same constant', () => {
    const targets = [PLACES.good, { row: 30.2, column: 9.1 }, { row: 5, column: 25 }].map((cell) => targetAt(cell));
    const base = sceneRequest(targets);
    const place = { ...base.reference!.place, phaseRad: base.reference!.place.phaseRad + 1.7 };
    const other = { ...base, reference: { ...base.reference!, place } };
    const before = targets.map((target) => measurePoint(base, target).displacementMm!);
    const after = targets.map((target) => measurePoint(other, target).displacementMm!);
    for (const [k, value] of before.entries()) expect(after[k]! - value).toBeCloseTo(-1.7 * MM_PER_RAD, 9);
  });

  it('says where it is, how it is looked at and how far the reference lies', () => {
    const cell = { row: 16, column: 20 };
    const { image, look, distanceToReferenceM, component, coherence, coherenceRaw } = one(
      sceneRequest([targetAt(cell)]),
    );
    expect(image).toMatchObject({ swath: 'iw1', burstId: pair.reference.burstId });
    expect(image!.line).toBeCloseTo(grid.firstLine + 4 * 16 + 1.5, 4);
    expect(image!.sample).toBeCloseTo(grid.firstSample + 16 * 20 + 7.5, 4);
    expect(look!.losUp).toBeCloseTo(Math.cos((look!.incidenceDeg * Math.PI) / 180), 9);
    expect(Math.hypot(look!.losEast, look!.losNorth, look!.losUp)).toBeCloseTo(1, 9);
    // 14 columns of 16 samples of 2.33 m slant range.
    const groundM = (14 * 16 * 2.33) / Math.sin((look!.incidenceDeg * Math.PI) / 180);
    expect(Math.abs(distanceToReferenceM! / groundM - 1)).toBeLessThan(0.05);
    expect(component).toBe(1);
    expect([coherence, coherenceRaw]).toEqual([Math.fround(0.9), Math.fround(0.9)]);
  });

  it('the reference is as far as the ground between them is long, whatever one stands above it', () => {
    const place = groundAt({ row: 12, column: 14 });
    const at = (heightM: number) =>
      one(sceneRequest([targetAt({ row: 12, column: 14 }, { ...place, heightM, heightSource: 'ellipsoid' })]));
    const [low, high] = [at(GROUND_M).distanceToReferenceM!, at(GROUND_M + 400).distanceToReferenceM!];
    expect(low).toBeGreaterThan(400);
    // The verticals of two places 500 m apart differ by 8e-5, the geocentric one from that of WGS84 by 3e-3.
    expect(Math.abs(high - low)).toBeLessThan(2);
  });

  it('its sigma grows as coherence falls', () => {
    const at = (coherence: number): SigmaTerms => {
      const request = sceneRequest([targetAt({ row: 8, column: 20 })], { minCoherence: 0.1 });
      request.rasters.coherence.coherence.fill(coherence);
      return one(request).sigmaTerms!;
    };
    expect(at(0.9).phaseMm).toBeLessThan(at(0.6).phaseMm);
    expect(at(0.6).phaseMm).toBeLessThan(at(0.35).phaseMm);
    // Cramér-Rao for 25 looks of the point alone, and no less.
    expect(at(0.9).phaseMm).toBeGreaterThan(0);
    expect(at(0.6).phaseMm).toBeLessThan(4.414 * 2 * Math.sqrt((1 - 0.36) / (2 * 25 * 0.36)));
  });

  it('its sigma is the root of the sum of the squares of its terms, none of them left out', () => {
    const { sigmaTerms, sigmaMm } = one(sceneRequest([targetAt(PLACES.good)]));
    const values = Object.values(sigmaTerms!).map(Number);
    expect(values).toHaveLength(6);
    expect(sigmaMm!).toBeCloseTo(Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0)), 12);
    expect(sigmaTerms!.heightMm).toBeGreaterThan(0);
    expect(sigmaTerms!.troposphereMm).toBeGreaterThan(0);
    expect(sigmaTerms!.orbitMm).toBeGreaterThan(0);
  });

  it('without a height of its own 20 m are assumed of a structure, with one 1 m', () => {
    const cell = { row: 12, column: 14 };
    const dem = sceneDem(0, 0);
    const blind = one(sceneRequest([targetAt(cell)], { dem }));
    const given = one(sceneRequest([targetAt(cell, { heightSource: 'ellipsoid' })], { dem }));
    expect([blind.heightSigmaM, given.heightSigmaM]).toEqual([20, 1]);
    expect(blind.sigmaTerms!.heightMm / given.sigmaTerms!.heightMm).toBeCloseTo(
      Math.hypot(20, 2.5) / Math.hypot(1, 2.5),
      6,
    );
  });

  it('flagged cells make it ambiguous, and only theirs', () => {
    const request = sceneRequest([targetAt(PLACES.good), targetAt({ row: 30.2, column: 9.1 })]);
    request.rasters.unwrapped.ambiguous[8 * grid.columns + 8] = 1;
    expect(request.targets.map((target) => measurePoint(request, target).status)).toEqual(['ambiguous', 'ok']);
  });
});

describe("a point's own height", () => {
  const cell = { row: 12, column: 14 };

  /** A scene with a structure of 5 x 5 cells at the height given that moved by `motionMm`, unwrapped `cycles` off. */
  function withStructure(aboveM: number, motionMm: number, cycles: number): SampleRequest {
    const target = targetAt(cell, { heightM: GROUND_M + aboveM, heightSource: 'ellipsoid' });
    const request = sceneRequest([target], { dem: sceneDem(0, 0) });
    const truth = rangeDifference(cell, GROUND_M + aboveM) - rangeDifference(cell, GROUND_M);
    const moreRad = ((4 * Math.PI) / WAVELENGTH_M) * truth + motionMm / MM_PER_RAD;
    const { cells } = request.rasters.interferogram;
    const unwrapped = Float32Array.from(request.rasters.unwrapped.phaseRad);
    for (let row = 10; row <= 14; row++)
      for (let column = 12; column <= 16; column++) {
        const at = row * grid.columns + column;
        const phase = unwrapped[at]! + moreRad;
        unwrapped[at] = phase - 2 * Math.PI * (Math.round(moreRad / (2 * Math.PI)) + cycles);
        const size = Math.hypot(cells[4 * at]!, cells[4 * at + 1]!);
        cells.set([size * Math.cos(phase), size * Math.sin(phase)], 4 * at);
      }
    const rasters = { ...request.rasters, unwrapped: { ...request.rasters.unwrapped, phaseRad: unwrapped } };
    return { ...request, rasters };
  }

  it.each([
    [40, 0, 0],
    [40, 8, 0],
    [40, -8, 1],
    [-15, 3, -1],
    [120, 8, 2],
  ])(
    '%i m off the DEM and %i mm moved: both told apart, though unwrapped %i cycles off',
    (aboveM, motionMm, cycles) => {
      const { perpendicularM } = baseline(referenceOrbit, secondaryOrbit, geodeticToEcef(targetAt(cell)));
      expect(Math.abs(perpendicularM)).toBeGreaterThan(80);
      const { displacementMm, status, cycle } = one(withStructure(aboveM, motionMm, cycles));
      // The mean of the cells brings each to the place along a slope; the structure's own motion is flat: to 0.02 mm.
      expect(Math.abs(displacementMm! - expectedMm(cell) - motionMm)).toBeLessThan(0.02);
      expect(status).toBe('ok');
      expect(cycle!.how).toBe('ground_around');
      expect(cycle!.margin).toBeCloseTo(0.5 - Math.abs(motionMm) / (1000 * (WAVELENGTH_M / 2)), 2);
    },
  );

  it('a motion near half a cycle is ambiguous', () => {
    expect(one(withStructure(40, 12.5, 0))).toMatchObject({ status: 'ambiguous' });
  });

  it('off the DEM by a few metres it is a first-order correction: 4π B / (λ R sin θ) per metre', () => {
    const own = one(withStructure(3, 0, 0)).displacementMm!;
    const asGround = one(sceneRequest([targetAt(cell)], { dem: sceneDem(0, 0) })).displacementMm!;
    expect(own).toBeCloseTo(asGround, 2);
    const blind = withStructure(3, 0, 0);
    const withoutHeight = one({ ...blind, targets: [{ ...blind.targets[0]!, heightSource: 'dem' }] }).displacementMm!;
    const { incidenceDeg, slantRangeM } = lookGeometry(referenceOrbit, geodeticToEcef(targetAt(cell)));
    const { perpendicularM } = baseline(referenceOrbit, secondaryOrbit, geodeticToEcef(targetAt(cell)));
    const wanted = (3 * 1000 * perpendicularM) / (slantRangeM * Math.sin((incidenceDeg * Math.PI) / 180));
    expect(Math.abs(Math.abs((withoutHeight - own) / wanted) - 1)).toBeLessThan(0.02);
  });

  it('over a hole in the DEM the height of the cell, which was removed, takes the place of the surface', () => {
    const target = targetAt(cell, { heightM: GROUND_M + 40, heightSource: 'ellipsoid' });
    const dem = sceneDem(0, 0);
    const known = one(sceneRequest([target], { dem })).displacementMm!;
    const hollow = { ...dem, heightsM: new Float32Array(dem.heightsM.length).fill(NaN) };
    expect(one(sceneRequest([target], { dem: hollow })).displacementMm).toBeCloseTo(known, 2);
  });

  it('is the DEM itself: nothing changes', () => {
    const own = one(sceneRequest([targetAt(cell, { heightSource: 'ellipsoid' })], { dem: sceneDem(0, 0) }));
    const fromDem = one(sceneRequest([targetAt(cell)], { dem: sceneDem(0, 0) }));
    expect(own.displacementMm).toBeCloseTo(fromDem.displacementMm!, 3);
  });
});

/** R2 - R1 of what lies at a cell at a height, from closest approach alone. */
function rangeDifference(cell: { row: number; column: number }, heightM: number): number {
  const ecef = geodeticToEcef({ ...groundAt(cell, heightM), heightM });
  const seen = baseline(referenceOrbit, secondaryOrbit, ecef);
  return seen.secondary.slantRangeM - seen.reference.slantRangeM;
}

describe('steep ground', () => {
  const { incidenceDeg } = lookGeometry(referenceOrbit, geodeticToEcef({ ...groundAt(PLACES.layover), heightM: 0 }));

  it.each([
    ['a little less steep than the geometry takes', -3, 'ok', 'ok'],
    ['a little steeper', 3, 'layover', 'shadow'],
  ] as const)('%s', (_, moreDeg, rising, falling) => {
    // Layover: rising by more than the incidence. Shadow: falling by more than the line of sight, 90° less it.
    const dem = sceneDem(incidenceDeg + moreDeg, 90 - incidenceDeg + moreDeg);
    const status = (cell: { row: number; column: number }) => one(sceneRequest([targetAt(cell)], { dem })).status;
    expect(status(PLACES.layover)).toBe(rising);
    expect(status(PLACES.shadow)).toBe(falling);
  });
});
