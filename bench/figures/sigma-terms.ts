import { givenReference } from '../../src/displacement/index.ts';
import { ecefToGeodetic, geo2rdr, lookGeometry, radarOfCell, rdr2geo } from '../../src/geometry/index.ts';
import type { FullResolutionPatch, PointTarget, SigmaTerms, Vector3 } from '../../src/model/index.ts';
import {
  type SampleRequest,
  coregistrationSigmaMm,
  dopplerAt,
  measurePoint,
  orbitSigmaMm,
  sampleDoppler,
  scattererSigmaRad,
  strongestScatterer,
  troposphereSigmaMm,
} from '../../src/points/index.ts';
import { phaseSigmaToMm, wrapPhaseRad } from '../../src/units/index.ts';
import { Random } from '../../test/support/random.ts';
import {
  GROUND_M,
  PLACES,
  WAVELENGTH_M,
  grid,
  referenceOrbit,
  sceneDem,
  sceneRequest,
  secondaryOrbit,
  targetAt,
} from '../../test/unit/points/point-scene.ts';
import { gaussianCell } from './overlap-cells.ts';

/** A term of sigma as the product states it, and the standard deviation of what its own error alone does. */
export interface TermFigure {
  readonly stated: number;
  readonly found: number;
  readonly draws: number;
}

export interface SigmaCase {
  readonly name: string;
  readonly measure: (draws?: number) => TermFigure;
}

const POINT = { row: 12, column: 44 } as const;
const FLAT = sceneDem(0, 0);

function rms(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}

/** The terms that a measurement states for the point. */
function statedTerms(base: SampleRequest, target: Partial<PointTarget> = {}): SigmaTerms {
  const request = { ...base, dem: FLAT, targets: [targetAt(POINT, target)] };
  return measurePoint(request, request.targets[0]!).sigmaTerms!;
}

/** Cells of speckle around the reference, its phase fitted as for a job; the truth is 0. */
function reference(coherence: number, draws: number): TermFigure {
  const random = new Random(Math.round(1000 * coherence));
  const base = sceneRequest([]);
  const { row, column } = PLACES.reference;
  const phaseRad = new Float32Array(grid.rows * grid.columns);
  const search = {
    unwrapped: { ...base.rasters.unwrapped, phaseRad, components: new Int32Array(phaseRad.length).fill(1) },
    coherence: { ...base.rasters.coherence, coherence: new Float32Array(phaseRad.length).fill(coherence) },
    centroids: base.rasters.interferogram.centroids,
    minCoherence: 0.3,
  };
  const errors: number[] = [];
  const stated: number[] = [];
  const rasters = { ...base.rasters, cellCorrelation: { row: 0, column: 0 } };
  for (let draw = 0; draw < draws; draw++) {
    for (let i = row - 2; i <= row + 2; i++)
      for (let j = column - 2; j <= column + 2; j++) {
        const cell = gaussianCell(coherence, 0, base.cellLooks, random);
        phaseRad[i * grid.columns + j] = Math.atan2(cell.im, cell.re);
      }
    const place = givenReference(search, row, column)!;
    errors.push(phaseSigmaToMm(place.phaseRad, WAVELENGTH_M));
    stated.push(statedTerms({ ...base, rasters, reference: { place, ecefM: base.reference!.ecefM } }).referenceMm);
  }
  return { stated: rms(stated), found: rms(errors), draws };
}

/** Heights of point and reference off by what is assumed of them; the image shows both where it did. */
function height(source: 'ellipsoid' | 'dem', draws: number): TermFigure {
  const random = new Random(5);
  const rangeM = (cell: { row: number; column: number }, heightM: number): number => {
    const { azimuthTimeS, slantRangeM } = radarOfCell(grid, cell);
    return geo2rdr(secondaryOrbit, rdr2geo(referenceOrbit, azimuthTimeS, slantRangeM, heightM).ecef).slantRangeM;
  };
  const pointSigmaM = source === 'dem' ? 20 : 1;
  const errors = Array.from({ length: draws }, () => {
    const [point, zero] = (
      [
        [POINT, pointSigmaM],
        [PLACES.reference, 2.5],
      ] as const
    ).map(([cell, sigmaM]) => rangeM(cell, GROUND_M + sigmaM * random.normal()) - rangeM(cell, GROUND_M)) as [
      number,
      number,
    ];
    return 1000 * (point - zero);
  });
  return { stated: statedTerms(sceneRequest([]), { heightSource: source }).heightMm, found: rms(errors), draws };
}

/** Lower triangle L of a covariance, L L^T = it. */
function cholesky(covariance: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = [];
  for (const [i, row] of covariance.entries()) {
    lower.push([]);
    for (let j = 0; j <= i; j++) {
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      lower[i]!.push(i === j ? Math.sqrt(Math.max(sum, 0)) : sum / lower[j]![j]!);
    }
  }
  return lower;
}

/**
 * A delay whose structure function is E (z(a) - z(b))² = 2.5² |a - b| (mm, km), drawn at places strewn over the ground, and
 * one that grows with height by 4.8 mm per km; between two of the places, neither of them the origin of the field.
 */
function troposphere(distanceKm: number, heightKm: number, draws: number): TermFigure {
  const random = new Random(7);
  const incidenceDeg = 38;
  const places = [
    [3, 4],
    [3 + 0.8 * distanceKm, 4 + 0.6 * distanceKm],
    ...Array.from({ length: 6 }, () => [random.uniform(-20, 20), random.uniform(-20, 20)]),
  ] as [number, number][];
  const variogram = (a: readonly [number, number], b: readonly [number, number]): number =>
    2.5 ** 2 * Math.hypot(a[0] - b[0], a[1] - b[1]);
  const origin = [0, 0] as const;
  const lower = cholesky(
    places.map((a) => places.map((b) => (variogram(a, origin) + variogram(b, origin) - variogram(a, b)) / 2)),
  );
  const errors = Array.from({ length: draws }, () => {
    const white = places.map(() => random.normal());
    const [a, b] = lower.map((row) => row.reduce((sum, weight, k) => sum + weight * white[k]!, 0)) as [number, number];
    return (a - b + 4.8 * heightKm * random.normal()) / Math.cos((incidenceDeg * Math.PI) / 180);
  });
  return { stated: troposphereSigmaMm(1000 * distanceKm, 1000 * heightKm, incidenceDeg), found: rms(errors), draws };
}

/** A carrier π k t² over a burst, both dates dt apart: what the point's phase turns more than the reference's. */
function coregistration(lines: number, draws: number): TermFigure {
  const random = new Random(9);
  const [rateHzPerS, lineS] = [1787, 2.055_556_3e-3];
  const timeS = (line: number): number => (line - 750) * lineS;
  const doppler = sampleDoppler((line) => rateHzPerS * timeS(line), 1500, 20_000);
  const place = (line: number) => ({ dopplerHz: dopplerAt(doppler, line, 9000), burst: 'iw1 1' });
  const [from, to] = [300, 300 + lines];
  const sigmaS = 0.002 * lineS;
  const carrier = (line: number, shiftS: number): number => Math.PI * rateHzPerS * (timeS(line) + shiftS) ** 2;
  const errors = Array.from({ length: draws }, () => {
    const shiftS = sigmaS * random.normal();
    const turn = (line: number): number => carrier(line, shiftS) - carrier(line, 0);
    return phaseSigmaToMm(turn(to) - turn(from), WAVELENGTH_M);
  });
  const stated = coregistrationSigmaMm({ sigmaS, seamRad: undefined }, place(to), place(from), WAVELENGTH_M);
  return { stated, found: rms(errors), draws };
}

/** Both orbits moved as a whole, 20 cm 3D each, with a reference at the same time and another range. */
function orbit(draws: number): TermFigure {
  const random = new Random(11);
  const places = [POINT, { row: POINT.row, column: 0 }].map(({ row, column }) => {
    const { azimuthTimeS, slantRangeM } = radarOfCell(grid, { row, column });
    const { ecef } = rdr2geo(referenceOrbit, azimuthTimeS, slantRangeM, GROUND_M);
    const { incidenceDeg, losEast, losNorth, losUp } = lookGeometry(referenceOrbit, ecef);
    return { ecef, incidenceDeg, los: [losEast, losNorth, losUp] as const };
  });
  const toward = places.map(({ ecef, los: [east, north, up] }) => {
    const { latitudeDeg, longitudeDeg } = ecefToGeodetic(ecef);
    const [lat, lon] = [(latitudeDeg * Math.PI) / 180, (longitudeDeg * Math.PI) / 180];
    const [cl, sl, co, so] = [Math.cos(lat), Math.sin(lat), Math.cos(lon), Math.sin(lon)];
    return [
      -so * east - sl * co * north + cl * co * up,
      co * east - sl * so * north + cl * so * up,
      cl * north + sl * up,
    ] as Vector3;
  }) as [Vector3, Vector3];
  const errors = Array.from({ length: draws }, () => {
    const shift = [0, 1, 2].map(() => (0.2 / Math.sqrt(3)) * Math.SQRT2 * random.normal());
    const change = (los: Vector3): number => los.reduce((sum, part, axis) => sum + part * shift[axis]!, 0);
    return 1000 * (change(toward[0]) - change(toward[1]));
  });
  const [a, b] = toward;
  const lookAngleRad = Math.acos(a.reduce((sum, part, axis) => sum + part * b[axis]!, 0));
  return { stated: orbitSigmaMm(['annotation', 'annotation'], { lookAngleRad, timeS: 0 }), found: rms(errors), draws };
}

/** A still point scatterer in independent clutter on both dates, found and judged as a point of a job. */
function scatterer(ratioDb: number, draws: number): TermFigure {
  const random = new Random(Math.round(ratioDb) + 20);
  const size = 64;
  const amplitude = Math.sqrt(10 ** (ratioDb / 10));
  const middle = 2 * ((size / 2) * size + size / 2);
  const errors: number[] = [];
  const stated: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const date = (): Float32Array => {
      const pixels = Float32Array.from({ length: 2 * size * size }, () => random.normal() * Math.SQRT1_2);
      pixels[middle]! += amplitude;
      return pixels;
    };
    const window = { firstLine: 0, firstSample: 0, lines: size, samples: size };
    const patch: FullResolutionPatch = { window, reference: date(), secondary: date() };
    const found = strongestScatterer(patch, size / 2, size / 2)!;
    errors.push(phaseSigmaToMm(wrapPhaseRad(found.phaseRad), WAVELENGTH_M));
    stated.push(phaseSigmaToMm(scattererSigmaRad(found.ratios), WAVELENGTH_M));
  }
  return { stated: rms(stated), found: rms(errors), draws };
}

export const SIGMA_CASES: readonly SigmaCase[] = [
  ...[8, 10, 15, 20].map((ratioDb) => ({
    name: `phase of a scatterer of ${ratioDb} dB`,
    measure: (draws = 600) => scatterer(ratioDb, draws),
  })),
  ...[0.9, 0.7, 0.5, 0.35].map((coherence) => ({
    name: `reference, coherence ${coherence}`,
    measure: (draws = 2000) => reference(coherence, draws),
  })),
  { name: 'height given (1 m) x baseline', measure: (draws = 20_000) => height('ellipsoid', draws) },
  { name: 'height of a structure (20 m) x baseline', measure: (draws = 20_000) => height('dem', draws) },
  ...(
    [
      [0.5, 0],
      [5, 0],
      [20, 0],
      [5, 0.3],
      [5, 1],
    ] as const
  ).map(([distanceKm, heightKm]) => ({
    name: `troposphere, ${distanceKm} km and ${heightKm} km of height`,
    measure: (draws = 20_000) => troposphere(distanceKm, heightKm, draws),
  })),
  ...[100, 1000].map((lines) => ({
    name: `coregistration, ${lines} lines apart`,
    measure: (draws = 20_000) => coregistration(lines, draws),
  })),
  { name: 'orbit (annotation)', measure: (draws = 20_000) => orbit(draws) },
];
