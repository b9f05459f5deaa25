import { describe, expect, it } from 'vitest';
import { unwrap } from '../../src/unwrap/index.ts';
import { TWO_PI } from '../../src/units/index.ts';
import { stateFigure } from '../support/figure.ts';
import { describeGpu } from '../support/gpu.ts';
import { Random } from '../support/random.ts';
import {
  type Field,
  countWrongCycles,
  noiseFree,
  speckled,
  withoutData,
  worstIncongruenceRad,
} from './unwrap-scenes.ts';

const CONGRUENT_RAD = 2e-5;
/** 40 mm and 12 mm in the line of sight, in cycles of 27.73 mm. */
const FAULT_40_MM_CYCLES = 1.44;
const FAULT_12_MM_CYCLES = 0.43;

/** A bowl of the given depth in cycles and radius in cells, at rest from its radius on. */
function bowl(row: number, column: number, radius: number, depthCycles: number): Field {
  return (r, c) => {
    const distance = Math.hypot(r - row, c - column) / radius;
    return distance < 1 ? TWO_PI * depthCycles * (1 - distance ** 2) ** 2 : 0;
  };
}

/** A rupture through a point, its two sides moving apart; both the throw along it and the motion away from it die out. */
function fault(row: number, column: number, angleRad: number, halfLength: number, throwCycles: number) {
  const across: Field = (r, c) => (c - column) * Math.cos(angleRad) + (r - row) * Math.sin(angleRad);
  const phase: Field = (r, c) => {
    const along = ((r - row) * Math.cos(angleRad) - (c - column) * Math.sin(angleRad)) / halfLength;
    if (Math.abs(along) >= 1) return 0;
    const distance = across(r, c);
    return (
      (Math.sign(distance) / 2) * TWO_PI * throwCycles * (1 - along ** 2) ** 1.5 * Math.exp(-Math.abs(distance) / 25)
    );
  };
  return { phase, across };
}

describeGpu('unwrapping synthetic scenes', (gpu) => {
  describe('without noise, exactly', () => {
    it.each<[string, Field]>([
      ['a ramp of 0.8 pi per column', (_, c) => -0.8 * Math.PI * c],
      ['an oblique ramp', (r, c) => 0.8 * Math.PI * r - 0.5 * Math.PI * c],
      // The steepest slope of A exp(-d²/2s²) is A / (s sqrt(e)).
      [
        'a Gaussian that reaches 0.8 pi per cell',
        (r, c) => 0.8 * Math.PI * 15 * Math.sqrt(Math.E) * Math.exp(-((r - 50) ** 2 + (c - 65) ** 2) / (2 * 15 ** 2)),
      ],
    ])('%s', async (_, phase) => {
      const { input, truthRad } = noiseFree(101, 130, phase);
      const { unwrapped, diagnostics } = await unwrap(gpu(), input);
      expect(countWrongCycles(unwrapped.phaseRad, truthRad)).toEqual({ wrong: 0, compared: 101 * 130 });
      expect(worstIncongruenceRad(unwrapped.phaseRad, input.wrappedPhaseRad)).toBeLessThan(CONGRUENT_RAD);
      expect(diagnostics).toMatchObject({ residues: 0, objective: 0, shareUnwrapped: 1, components: 1 });
    });

    it.each([
      ['along the columns', 0],
      ['along the rows', Math.PI / 2],
      ['oblique', 0.35],
      ['diagonal', Math.PI / 4],
      ['oblique, nearer to the rows', 1.9],
    ])('a fault of 40 mm that dies out inside the scene, %s', async (_, angleRad) => {
      const [rows, columns] = [150, 160];
      const { phase, across } = fault(74.5, 79.3, angleRad, 50, FAULT_40_MM_CYCLES);
      const { input, truthRad } = noiseFree(rows, columns, phase);
      const { unwrapped, diagnostics } = await unwrap(gpu(), input);
      const isAway = (cell: number): boolean => Math.abs(across(Math.floor(cell / columns), cell % columns)) > 2;
      expect(countWrongCycles(unwrapped.phaseRad, truthRad, isAway).wrong).toBe(0);
      // The two places where the throw passes half a cycle.
      expect(diagnostics.residues).toBe(2);
      expect(diagnostics.components).toBe(1);
    });
  });

  it('a fault of 12 mm across the whole scene, at coherence 0.7 and 30 looks', async () => {
    const trace = (row: number): number => 100 + 0.3 * (row - 60);
    const step: Field = (r, c) => (c > trace(r) ? TWO_PI * FAULT_12_MM_CYCLES : 0) + 0.01 * r;
    const { input, truthRad } = speckled([120, 200], step, () => 0.7, 30, new Random(1));
    const { unwrapped } = await unwrap(gpu(), input);
    expect(countWrongCycles(unwrapped.phaseRad, truthRad).wrong).toBe(0);
  });

  it.each([2, 3, 4])('a bowl of 60 mm within 2 km, coherence 0.7, 30 looks, seed %i', async (seed) => {
    const { input, truthRad } = speckled([110, 120], bowl(55, 60, 33, 2.16), () => 0.7, 30, new Random(seed));
    const { unwrapped } = await unwrap(gpu(), input);
    const isCoherent = (cell: number): boolean => input.coherence[cell]! > 0.5;
    expect(countWrongCycles(unwrapped.phaseRad, truthRad, isCoherent).wrong).toBe(0);
    expect(worstIncongruenceRad(unwrapped.phaseRad, input.wrappedPhaseRad)).toBeLessThan(CONGRUENT_RAD);
  });

  it('a bowl beside a third of the scene that has no coherence', async () => {
    const [rows, columns] = [110, 240];
    const coherence: Field = (_, c) => (c < 160 ? 0.7 : 0);
    const scene = speckled([rows, columns], bowl(55, 120, 33, 2.16), coherence, 30, new Random(5));
    const { unwrapped, diagnostics } = await unwrap(gpu(), scene.input);
    const isInside = (cell: number): boolean => cell % columns < 158;
    expect(countWrongCycles(unwrapped.phaseRad, scene.truthRad, isInside).wrong).toBe(0);
    expect(diagnostics.components).toBe(1);
    expect(diagnostics.residueDensity).toBeGreaterThan(0.05);
    // Two thirds of the cells, and of the rest only what chance joins to them.
    expect(diagnostics.shareUnwrapped).toBeGreaterThan(0.66);
    expect(diagnostics.shareUnwrapped).toBeLessThan(0.68);
  });

  it('a river without data between two coherent banks: two components, each right, and the guess between them too', async () => {
    const [rows, columns] = [110, 200];
    const isRiver = (row: number, column: number): boolean => Math.abs(column - 100 - 15 * Math.sin(row / 18)) < 3;
    const phase: Field = (r, c) => bowl(55, 70, 45, 3)(r, c) + 0.05 * c;
    const scene = withoutData(
      speckled([rows, columns], phase, () => 0.7, 30, new Random(6)),
      isRiver,
    );
    const { unwrapped, diagnostics } = await unwrap(gpu(), scene.input);
    const { components, phaseRad } = unwrapped;
    expect(diagnostics.components).toBe(2);
    for (const component of [1, 2]) {
      const result = countWrongCycles(phaseRad, scene.truthRad, (cell) => components[cell] === component);
      expect(result.wrong).toBe(0);
      expect(result.compared).toBeGreaterThan(8000);
    }
    expect(countWrongCycles(phaseRad, scene.truthRad).wrong).toBe(0);
    for (let cell = 0; cell < phaseRad.length; cell++)
      expect(Number.isNaN(phaseRad[cell]!)).toBe(isRiver(Math.floor(cell / columns), cell % columns));
  });

  it('a long strip of 700 x 130 cells at 8 looks and coherence 0.55', async () => {
    const scene = speckled([130, 700], bowl(60, 300, 33, 2.16), () => 0.55, 8, new Random(7));
    const { unwrapped, diagnostics } = await unwrap(gpu(), scene.input);
    expect(diagnostics.residues).toBeGreaterThan(100);
    const share = countWrongCycles(unwrapped.phaseRad, scene.truthRad).wrong / unwrapped.phaseRad.length;
    stateFigure('wrong whole cycles at coherence 0.55, 8 looks', 100 * share, 0.1, '%');
    expect(share).toBeLessThan(1e-3);
  });
});
