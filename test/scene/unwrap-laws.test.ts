import { describe, expect, it } from 'vitest';
import { isSentryalError } from '../../src/errors/index.ts';
import type { Warning } from '../../src/model/index.ts';
import { type UnwrapInput, unwrap } from '../../src/unwrap/index.ts';
import { TWO_PI, wrapPhaseRad } from '../../src/units/index.ts';
import { expectClose } from '../support/expect-close.ts';
import { describeGpu } from '../support/gpu.ts';
import { Random } from '../support/random.ts';
import { type Field, inputOf, speckled, worstIncongruenceRad } from './unwrap-scenes.ts';

/** Rolling ground with a hole, at a coherence that leaves residues. */
function scene(seed: number): UnwrapInput {
  const random = new Random(seed);
  const [a, b, c] = [random.uniform(2, 6), random.uniform(8, 14), random.uniform(0, 6)];
  const phase: Field = (row, column) => a * Math.sin(row / b + c) + 5 * Math.cos(column / 13 + row / 40);
  const coherence: Field = (row, column) => (Math.hypot(row - 20, column - 40) < 8 ? 0 : 0.6);
  return speckled([61, 75], phase, coherence, 12, random).input;
}

const mapPhase = (input: UnwrapInput, change: (phaseRad: number, cell: number) => number): UnwrapInput => ({
  ...input,
  wrappedPhaseRad: input.wrappedPhaseRad.map((phase, cell) => wrapPhaseRad(change(phase, cell))),
});

/** Cells of component 1 in both, and the whole cycles by which `actual` departs there from `expected`. */
function cyclesApart(
  actual: { phaseRad: Float32Array; components: Int32Array },
  expected: { phaseRad: Float32Array; components: Int32Array },
  change: (phaseRad: number, cell: number) => number,
): Set<number> {
  const apart = new Set<number>();
  for (let cell = 0; cell < actual.phaseRad.length; cell++) {
    if (actual.components[cell] !== 1 || expected.components[cell] !== 1) continue;
    const cycles = (actual.phaseRad[cell]! - change(expected.phaseRad[cell]!, cell)) / TWO_PI;
    expect(Math.abs(cycles - Math.round(cycles))).toBeLessThan(1e-5);
    apart.add(Math.round(cycles));
  }
  expect(apart.size).toBeGreaterThan(0);
  return apart;
}

describeGpu('laws of unwrapping', (gpu) => {
  describe.each([11, 12, 13])('seed %i', (seed) => {
    it('congruent, reproducible bit by bit, and about zero', async () => {
      const input = scene(seed);
      const first = await unwrap(gpu(), input);
      const second = await unwrap(gpu(), input);
      expect(worstIncongruenceRad(first.unwrapped.phaseRad, input.wrappedPhaseRad)).toBeLessThan(2e-5);
      expect(new Uint32Array(second.unwrapped.phaseRad.buffer)).toEqual(
        new Uint32Array(first.unwrapped.phaseRad.buffer),
      );
      expect(second.diagnostics).toEqual(first.diagnostics);
      expect(first.diagnostics.residues).toBeGreaterThan(10);
      const inside = first.unwrapped.phaseRad.filter((_, cell) => first.unwrapped.components[cell] === 1);
      expect(Math.abs(inside.reduce((sum, phase) => sum + phase, 0) / inside.length)).toBeLessThanOrEqual(Math.PI);
    });

    it.each<[string, (phaseRad: number, cell: number) => number]>([
      ['a constant added', (phase) => phase + 1.7],
      ['half a cycle added', (phase) => phase + Math.PI],
      ['the dates exchanged', (phase) => -phase],
      ['a whole cycle added', (phase) => phase + TWO_PI],
    ])('%s: the same, up to common cycles', async (_, change) => {
      const input = scene(seed);
      const before = await unwrap(gpu(), input);
      const after = await unwrap(gpu(), mapPhase(input, change));
      expect(cyclesApart(after.unwrapped, before.unwrapped, change).size).toBe(1);
      expect(after.diagnostics.residues).toBe(before.diagnostics.residues);
      expect(after.diagnostics.objective).toBeCloseTo(before.diagnostics.objective, 2);
    });
  });

  describe('grids at the edge of sense', () => {
    const ramp = (rows: number, columns: number): UnwrapInput => {
      const phase = Float32Array.from({ length: rows * columns }, (_, cell) =>
        wrapPhaseRad(1.9 * (cell % columns) - 2.2 * Math.floor(cell / columns)),
      );
      return inputOf(rows, columns, phase, new Float32Array(rows * columns).fill(0.9), 20);
    };

    it.each([
      [1, 1],
      [1, 2],
      [1, 300],
      [300, 1],
      [2, 2],
      [3, 257],
      [17, 31],
    ])('a ramp on %i x %i', async (rows, columns) => {
      const input = ramp(rows, columns);
      const { unwrapped, diagnostics } = await unwrap(gpu(), input);
      const start = unwrapped.phaseRad[0]!;
      const expected = unwrapped.phaseRad.map(
        (_, cell) => start + 1.9 * (cell % columns) - 2.2 * Math.floor(cell / columns),
      );
      // 660 rad are rounded to 3e-5.
      expect(expectClose(unwrapped.phaseRad, expected, { absolute: 2e-4, columns })).toBeLessThanOrEqual(2e-4);
      expect(diagnostics.shareUnwrapped).toBe(1);
      expect(unwrapped.components.every((component) => component === 1)).toBe(true);
    });

    it('no data at all: nothing, with a warning', async () => {
      const input = ramp(5, 7);
      const warnings: Warning[] = [];
      const nothing = new Float32Array(35).fill(Number.NaN);
      const { unwrapped, diagnostics } = await unwrap(
        gpu(),
        { ...input, coherence: nothing },
        { warn: (warning) => warnings.push(warning) },
      );
      expect(unwrapped.phaseRad.every((phase) => Number.isNaN(phase))).toBe(true);
      expect(unwrapped.components.every((component) => component === 0)).toBe(true);
      expect(diagnostics.shareUnwrapped).toBe(0);
      expect(warnings.map(({ code }) => code)).toEqual(['UNWRAP_NO_DATA']);
    });

    it('a single cell with data keeps its phase', async () => {
      const input = ramp(5, 7);
      const only = (plane: Float32Array): Float32Array =>
        plane.map((value, cell) => (cell === 17 ? value : Number.NaN));
      const { unwrapped } = await unwrap(gpu(), {
        ...input,
        wrappedPhaseRad: only(input.wrappedPhaseRad),
        coherence: only(input.coherence),
      });
      expect(unwrapped.phaseRad).toEqual(only(input.wrappedPhaseRad));
      expect(unwrapped.components[17]).toBe(1);
    });

    it('coherence of zero everywhere: a phase, but no component', async () => {
      const input = ramp(20, 20);
      const { unwrapped, diagnostics } = await unwrap(gpu(), { ...input, coherence: new Float32Array(400) });
      expect(unwrapped.phaseRad.every((phase) => Number.isFinite(phase))).toBe(true);
      expect(diagnostics).toMatchObject({ components: 0, shareUnwrapped: 0 });
    });
  });

  describe('refuses', () => {
    const good = scene(14);
    it.each<[string, Partial<UnwrapInput>]>([
      ['phase of another size', { wrappedPhaseRad: new Float32Array(3) }],
      ['coherence of another size', { coherence: new Float32Array(3) }],
      ['no cells', { grid: { ...good.grid, rows: 0 } }],
      ['looks of zero', { effectiveLooks: 0 }],
      ['looks that are no number', { effectiveLooks: Number.NaN }],
    ])('%s', async (_, wrong) => {
      await expect(unwrap(gpu(), { ...good, ...wrong })).rejects.toSatisfy((error) =>
        isSentryalError(error, 'UNWRAP_INPUT_INVALID'),
      );
    });

    it('to go on when cancelled, and leaves no buffer behind', async () => {
      const signal = AbortSignal.abort();
      await expect(unwrap(gpu(), good, { signal })).rejects.toThrow(/abort/i);
      expect(gpu().liveBytes).toBe(0);
    });
  });
});
