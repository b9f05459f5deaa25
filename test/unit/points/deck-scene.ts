import { cellOfRadar, geodeticToEcef, lookGeometry, baseline } from '../../../src/geometry/index.ts';
import type { FullResolutionPatch, PointTarget } from '../../../src/model/index.ts';
import { locatePoint, type SampleRequest } from '../../../src/points/index.ts';
import { zeroCoherenceQuantile } from '../../../src/speckle/index.ts';
import { Random } from '../../support/random.ts';
import {
  COLUMNS,
  GROUND_M,
  ROWS,
  WAVELENGTH_M,
  grid,
  groundAt,
  referenceOrbit,
  sceneDem,
  sceneRequest,
  secondaryOrbit,
  targetAt,
} from './point-scene.ts';

/** A deck over a river that fills some lines, seen at full resolution by two dates with independent speckle in each pixel. */
export interface DeckScene {
  readonly seed: number;
  readonly aboveM?: number;
  readonly motionMm?: number;
  /** Standard deviation of the DEM's error, m: the same everywhere. */
  readonly demErrorM?: number;
  readonly deckCoherence?: number;
  readonly bankCoherence?: number;
  /** Mean power of the deck, banks have 1 and water 0.05. */
  readonly deckPower?: number;
}

const LINES = 4 * ROWS;
const SAMPLES = 16 * COLUMNS;
/** 21 lines of 14 m and 4 samples of 3.7 m on the ground: 300 x 15 m. */
export const DECK = { line: 70, lines: 21, sample: 400, samples: 4 } as const;
export const BANK_CELL = { row: 30, column: 20 };
const REFERENCE_CELL = { row: 33, column: 10 };

function phasePerMetre(): number {
  const ecef = geodeticToEcef({ ...groundAt(BANK_CELL), heightM: GROUND_M });
  const { slantRangeM, incidenceDeg } = lookGeometry(referenceOrbit, ecef);
  const { perpendicularM } = baseline(referenceOrbit, secondaryOrbit, ecef);
  const above = geodeticToEcef({ ...groundAt(BANK_CELL, GROUND_M + 1), heightM: GROUND_M + 1 });
  const other = baseline(referenceOrbit, secondaryOrbit, above);
  const here = baseline(referenceOrbit, secondaryOrbit, ecef);
  const sign = Math.sign(
    other.secondary.slantRangeM - other.reference.slantRangeM - here.secondary.slantRangeM + here.reference.slantRangeM,
  );
  return (
    (sign * 4 * Math.PI * Math.abs(perpendicularM)) /
    (WAVELENGTH_M * slantRangeM * Math.sin((incidenceDeg * Math.PI) / 180))
  );
}

export const PHASE_PER_METRE = phasePerMetre();

/** Points along the deck at its height, and on the banks on the DEM. */
export function deckTargets(aboveM: number, isHeightGiven: boolean): { deck: PointTarget[]; banks: PointTarget[] } {
  const deck = Array.from({ length: 18 }, (_, k) => {
    const cell = { row: (DECK.line + 1.5 + k) / 4 - 0.375, column: (DECK.sample + 1.5) / 16 - 0.46875 };
    const place = targetAt(cell, { heightM: GROUND_M + aboveM, heightSource: 'ellipsoid' });
    // Without a height it is sought where the map has it, on the DEM.
    return isHeightGiven ? place : { ...place, heightM: GROUND_M, heightSource: 'dem' as const };
  });
  const banks = Array.from({ length: 18 }, (_, k) => targetAt({ row: k % 2 ? 6 + k / 3 : 27 + k / 3, column: 12 + k }));
  return { deck, banks };
}

/** The scene as a request: patches around the targets, cells and coherence from the same pixels, unwrapped cell by cell. */
export function deckRequest(scene: DeckScene, targets: readonly PointTarget[]): SampleRequest {
  const { seed, aboveM = 40, motionMm = 8, demErrorM = 0, deckCoherence = 0.95, bankCoherence = 0.85 } = scene;
  const random = new Random(seed);
  const phaseOfMm = (mm: number): number => (-4 * Math.PI * mm) / (1000 * WAVELENGTH_M);
  const errorM = demErrorM * random.normal();
  const reference = new Float32Array(2 * LINES * SAMPLES);
  const secondary = new Float32Array(2 * LINES * SAMPLES);
  for (let line = 0; line < LINES; line++)
    for (let sample = 0; sample < SAMPLES; sample++) {
      const isRiver = line >= DECK.line && line < DECK.line + DECK.lines;
      const isDeck = isRiver && sample >= DECK.sample && sample < DECK.sample + DECK.samples;
      const power = isDeck ? (scene.deckPower ?? 3) : isRiver ? 0.05 : 1;
      const gamma = isDeck ? deckCoherence : isRiver ? 0 : bankCoherence;
      const height = (isDeck ? aboveM : 0) - errorM;
      const phase = PHASE_PER_METRE * height + phaseOfMm(isDeck ? motionMm : 0);
      const size = Math.sqrt(power / 2);
      const [a, b, c, d] = [random.normal(), random.normal(), random.normal(), random.normal()];
      const rest = Math.sqrt(1 - gamma ** 2);
      // secondary = e^{-j phase} (gamma reference + rest other): reference · conj(secondary) has the phase.
      const [x, y] = [gamma * a + rest * c, gamma * b + rest * d];
      const at = 2 * (line * SAMPLES + sample);
      reference.set([size * a, size * b], at);
      secondary.set(
        [size * (x * Math.cos(phase) + y * Math.sin(phase)), size * (y * Math.cos(phase) - x * Math.sin(phase))],
        at,
      );
    }
  const flat = sceneDem(0, 0);
  const dem = { ...flat, heightsM: flat.heightsM.map((heightM) => heightM + errorM) };
  const request = sceneRequest(targets, { dem, cellLooks: 64 });
  const { interferogram, coherence, unwrapped } = request.rasters;
  const cells = new Float32Array(ROWS * COLUMNS * 4);
  for (let line = 0; line < LINES; line++)
    for (let sample = 0; sample < SAMPLES; sample++) {
      const at = 2 * (line * SAMPLES + sample);
      const [a, b, c, d] = [reference[at]!, reference[at + 1]!, secondary[at]!, secondary[at + 1]!];
      const cell = 4 * ((line >> 2) * COLUMNS + (sample >> 4));
      cells[cell]! += (a * c + b * d) / 64;
      cells[cell + 1]! += (b * c - a * d) / 64;
      cells[cell + 2]! += (a * a + b * b) / 64;
      cells[cell + 3]! += (c * c + d * d) / 64;
    }
  const raw = new Float32Array(ROWS * COLUMNS);
  const phaseRad = new Float32Array(ROWS * COLUMNS);
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) {
      const sums = [0, 0, 0, 0];
      for (let i = Math.max(0, row - 1); i <= Math.min(ROWS - 1, row + 1); i++)
        for (let j = Math.max(0, column - 1); j <= Math.min(COLUMNS - 1, column + 1); j++)
          for (let k = 0; k < 4; k++) sums[k]! += cells[4 * (i * COLUMNS + j) + k]!;
      const at = row * COLUMNS + column;
      raw[at] = Math.hypot(sums[0]!, sums[1]!) / Math.sqrt(sums[2]! * sums[3]!);
      // The banks lie within half a cycle of 0: an unwrapper that knows no height brings the deck there too.
      phaseRad[at] = Math.atan2(cells[4 * at + 1]!, cells[4 * at]!);
    }
  const rasters = {
    ...request.rasters,
    interferogram: { ...interferogram, cells },
    coherence: {
      ...coherence,
      raw,
      coherence: raw.slice(),
      windowLooks: Float64Array.of(0, 576),
      zeroQuantiles: Float64Array.of(1, zeroCoherenceQuantile(576)),
    },
    unwrapped: { ...unwrapped, phaseRad, components: unwrapped.components.map(() => 1) },
    cellCorrelation: { row: 0, column: 0 },
  };
  const patches = new Map<string, FullResolutionPatch>();
  for (const target of targets) {
    const { seen } = locatePoint(request, target);
    const cell = cellOfRadar(grid, seen!.azimuthTimeS, seen!.slantRangeM);
    const corner = (value: number, size: number): number => Math.min(Math.max(Math.round(value) - 32, 0), size - 64);
    const first = { line: corner(4 * cell.row + 1.5, LINES), sample: corner(16 * cell.column + 7.5, SAMPLES) };
    const cut = (date: Float32Array): Float32Array => {
      const out = new Float32Array(2 * 64 * 64);
      for (let i = 0; i < 64; i++) {
        const at = 2 * ((first.line + i) * SAMPLES + first.sample);
        out.set(date.subarray(at, at + 128), 2 * 64 * i);
      }
      return out;
    };
    const window = {
      firstLine: grid.firstLine + first.line,
      firstSample: grid.firstSample + first.sample,
      lines: 64,
      samples: 64,
    };
    patches.set(target.id, { window, reference: cut(reference), secondary: cut(secondary) });
  }
  const ground = groundAt(REFERENCE_CELL);
  let [re, im] = [0, 0];
  for (let i = -2; i <= 2; i++)
    for (let j = -2; j <= 2; j++) {
      const at = 4 * ((REFERENCE_CELL.row + i) * COLUMNS + REFERENCE_CELL.column + j);
      re += cells[at]!;
      im += cells[at + 1]!;
    }
  const place = {
    how: 'given' as const,
    ...REFERENCE_CELL,
    phaseRad: Math.atan2(im, re),
    coherence: bankCoherence,
    cells: 25,
    spreadRad: 0.1,
    component: 1,
  };
  const ecefM = geodeticToEcef({ ...ground, heightM: GROUND_M });
  return { ...request, rasters, patches, reference: { place, ecefM } };
}
