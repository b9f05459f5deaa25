import type { TileModel } from '../../src/model/index.ts';

const f = Math.fround;

/** A tile's polynomial in f32, rounded at each step, as kernels/shared/tile_model.wgsl writes it; the whole number apart. */
export function evaluateTileF32(
  model: TileModel,
  quantity: number,
  line: number,
  sample: number,
  heightM: number,
): { readonly base: number; readonly rest: number } {
  const { layout, quantities, coefficients, bases } = model;
  const row = Math.floor((line - layout.firstLine) / layout.tileLines);
  const column = Math.floor((sample - layout.firstSample) / layout.tileSamples);
  const record = (row * layout.tileColumns + column) * quantities + quantity;
  const c = (k: number): number => coefficients[record * 12 + k]!;
  const within = (value: number, first: number, index: number, size: number): number =>
    f(f(f(value - first - index * size) - f(f(size - 1) * 0.5)) / f(size * 0.5));
  const u = within(line, layout.firstLine, row, layout.tileLines);
  const v = within(sample, layout.firstSample, column, layout.tileSamples);
  const eta = f(f(f(heightM) - f(model.heightMidM)) / f(model.heightHalfM));
  let flat = f(c(0) + f(c(1) * u));
  flat = f(flat + f(c(2) * v));
  flat = f(flat + f(f(c(3) * u) * v));
  flat = f(flat + f(f(c(4) * u) * u));
  flat = f(flat + f(f(c(5) * v) * v));
  const slope = f(f(c(6) + f(c(7) * u)) + f(c(8) * v));
  const bend = f(f(c(9) + f(c(11) * v)) + f(eta * c(10)));
  return { base: bases[record]!, rest: f(flat + f(eta * f(slope + f(eta * bend)))) };
}
