import { beforeAll, describe, expect, it } from 'vitest';
import {
  BURST_QUANTITY,
  baseline,
  buildTileModel,
  embeddedBackend,
  evaluateVolume,
  fitBurstGeometry,
  geo2rdr,
  rdr2geo,
} from '../../../src/geometry/index.ts';
import type { BurstPair, Dem, GridWindow, Orbit } from '../../../src/model/index.ts';
import { evaluateTileF32 } from '../../support/f32-tile.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';
import { NO_SHARED_DATA } from '../../support/shared-data.ts';
import { openSharedPair } from '../../support/shared-pair.ts';

const POINTS = 10_000;
const MRAD_PER_CYCLE = 2000 * Math.PI;
const HEIGHTS_M = { min: -100, max: 4500 } as const;

/** Only where it is and how high it can be matters here. */
const dem: Dem = {
  name: 'made up, 1 arc second',
  columns: 1,
  rows: 1,
  heightsM: new Float32Array(1),
  minHeightM: HEIGHTS_M.min,
  maxHeightM: HEIGHTS_M.max,
  datum: 'none',
  spacingM: { row: 30, column: 30 },
  toPixel: (longitudeDeg, latitudeDeg) => ({ column: longitudeDeg * 3600, row: -latitudeDeg * 3600 }),
};

/** Radar position of the secondary, and the ground, from the orbits directly. */
function solve(pair: BurstPair, orbits: readonly [Orbit, Orbit], line: number, sample: number, heightM: number) {
  const { referenceSwath: swath, secondarySwath, reference, secondary } = pair;
  const rangeM = swath.nearRangeM + sample * swath.rangeSpacingM;
  const ground = rdr2geo(orbits[0], reference.firstLineTimeS + line * swath.azimuthTimeIntervalS, rangeM, heightM);
  const seen = geo2rdr(orbits[1], ground.ecef);
  return {
    cycles: (2 * (seen.slantRangeM - rangeM)) / swath.wavelengthM,
    line: (seen.azimuthTimeS - secondary.firstLineTimeS) / secondarySwath.azimuthTimeIntervalS - line,
    sample: (seen.slantRangeM - secondarySwath.nearRangeM) / secondarySwath.rangeSpacingM - sample,
    column: ground.longitudeDeg * 3600,
    row: -ground.latitudeDeg * 3600,
  };
}

/** Largest errors; F32: of the tile's polynomial evaluated in f32. */
interface Worst {
  phaseMrad: number;
  phaseF32Mrad: number;
  offsetPx: number;
  offsetF32Px: number;
  demPx: number;
}

async function measure(pair: BurstPair, orbits: readonly [Orbit, Orbit], seed: number): Promise<Worst> {
  const { linesPerBurst, samplesPerBurst } = pair.referenceSwath;
  const window: GridWindow = { firstLine: 0, firstSample: 0, lines: linesPerBurst, samples: samplesPerBurst };
  const volume = await fitBurstGeometry({
    pair,
    referenceOrbit: orbits[0],
    secondaryOrbit: orbits[1],
    dem,
    window,
    backend: embeddedBackend,
  });
  const random = new Random(seed);
  const worst: Worst = { phaseMrad: 0, phaseF32Mrad: 0, offsetPx: 0, offsetF32Px: 0, demPx: 0 };
  for (let n = 0; n < POINTS; n++) {
    const line = random.integer(0, linesPerBurst - 1);
    const sample = random.integer(0, samplesPerBurst - 1);
    const heightM = Math.fround(random.uniform(HEIGHTS_M.min, HEIGHTS_M.max));
    const truth = solve(pair, orbits, line, sample, heightM);
    // The one tile of the burst that holds the pixel.
    const place = {
      firstLine: line - (line % 16),
      firstSample: sample - (sample % 64),
      tileLines: 16,
      tileSamples: 64,
    };
    const tiles = buildTileModel(volume, { ...place, tileRows: 1, tileColumns: 1 });
    const errors = (quantity: number, expected: number): [f64: number, f32: number] => {
      const { base, rest } = evaluateTileF32(tiles, quantity, line, sample, heightM);
      return [
        Math.abs(evaluateVolume(volume, quantity, line, sample, heightM) - expected),
        Math.abs(base - expected + rest),
      ];
    };
    const [phase, phaseF32] = errors(BURST_QUANTITY.topographicCycles, truth.cycles);
    worst.phaseMrad = Math.max(worst.phaseMrad, phase * MRAD_PER_CYCLE);
    worst.phaseF32Mrad = Math.max(worst.phaseF32Mrad, phaseF32 * MRAD_PER_CYCLE);
    for (const [quantity, expected] of [
      [BURST_QUANTITY.lineOffset, truth.line],
      [BURST_QUANTITY.sampleOffset, truth.sample],
    ] as const) {
      const [offset, offsetF32] = errors(quantity, expected);
      worst.offsetPx = Math.max(worst.offsetPx, offset);
      worst.offsetF32Px = Math.max(worst.offsetF32Px, offsetF32);
    }
    const column = errors(BURST_QUANTITY.demColumn, truth.column);
    const row = errors(BURST_QUANTITY.demRow, truth.row);
    worst.demPx = Math.max(worst.demPx, ...column, ...row);
  }
  return worst;
}

/** Everything of an orbit `offsetM` to the right of the track. */
function moved(orbit: Orbit, offsetM: number): Orbit {
  const positionsM = orbit.positionsM.slice();
  for (let k = 0; k < orbit.timesS.length; k++) {
    const p = orbit.positionsM.subarray(3 * k, 3 * k + 3);
    const v = orbit.velocitiesMps.subarray(3 * k, 3 * k + 3);
    const across = [v[1]! * p[2]! - v[2]! * p[1]!, v[2]! * p[0]! - v[0]! * p[2]!, v[0]! * p[1]! - v[1]! * p[0]!];
    for (let axis = 0; axis < 3; axis++) positionsM[3 * k + axis]! += (offsetM * across[axis]!) / Math.hypot(...across);
  }
  return { ...orbit, positionsM };
}

describe.skipIf(NO_SHARED_DATA)('burst geometry against direct solutions (needs ../shared/data)', () => {
  describe.each(['pair-2025-track108', 'pair-2023-morocco'])('%s', (folder) => {
    let pairs: readonly BurstPair[] = [];
    let orbits: readonly [Orbit, Orbit];

    beforeAll(async () => {
      const pair = await openSharedPair(folder);
      pairs = pair.bursts;
      orbits = [pair.reference.annotationOrbit, pair.secondary.annotationOrbit];
      return () => pair.close();
    });

    const limits: Worst = { phaseMrad: 0.5, phaseF32Mrad: 2, offsetPx: 1e-4, offsetF32Px: 1e-4, demPx: 1e-3 };
    const beyond = (worst: Worst): string[] =>
      Object.entries(worst)
        .filter(([name, value]) => !(value < limits[name as keyof Worst]))
        .map(([name, value]) => `${name} ${value}`);

    function state(what: string, worst: Worst): void {
      for (const [name, value] of Object.entries(worst))
        stateFigure(`${folder}, ${what}: ${name}`, value, limits[name as keyof Worst]);
    }

    it.each(['iw1', 'iw2'] as const)('the last burst of %s: 0.5 mrad, 1e-4 pixel; in f32 2 mrad', async (swath) => {
      const pair = pairs.findLast((candidate) => candidate.referenceSwath.name === swath)!;
      const rangeM = pair.referenceSwath.nearRangeM + 10_000 * pair.referenceSwath.rangeSpacingM;
      const { ecef } = rdr2geo(orbits[0], pair.reference.firstLineTimeS + 1.5, rangeM, 0);
      const { perpendicularM } = baseline(orbits[0], orbits[1], ecef);
      const worst = await measure(pair, orbits, 1);
      state(`${swath}, baseline ${perpendicularM.toFixed(0)} m`, worst);
      expect(beyond(worst)).toEqual([]);
    });

    it('a baseline longer by 400 m', async () => {
      const worst = await measure(pairs[0]!, [orbits[0], moved(orbits[1], 400)], 2);
      state('400 m more', worst);
      expect(beyond(worst)).toEqual([]);
    });

    it('the fit takes milliseconds', async () => {
      const swath = pairs[0]!.referenceSwath;
      const window = { firstLine: 0, firstSample: 0, lines: swath.linesPerBurst, samples: swath.samplesPerBurst };
      const [referenceOrbit, secondaryOrbit] = orbits;
      const startedMs = performance.now();
      for (const pair of pairs)
        await fitBurstGeometry({ pair, referenceOrbit, secondaryOrbit, dem, window, backend: embeddedBackend });
      const perBurstMs = (performance.now() - startedMs) / pairs.length;
      stateFigure(`${folder}: fit per burst`, perBurstMs, 100, 'ms');
      expect(perBurstMs).toBeLessThan(100);
    });
  });
});
