// Sample coherence and mean interferogram of two complex rasters over a window around each cell.
//
// One invocation computes one cell: gamma = |sum a conj(b) e^{-j 2 pi f d}| / sqrt(sum |a|^2 sum |b|^2) over the samples of its
// window that have data in both (Touzi et al. 1999), f being the fringe of the tile the cell's middle lies in and d the distance
// from that middle: the mean has the phase of the middle. Direct sums, line by line: no summed-area table, which in f32 loses weak
// samples behind a bright one.
// Reads both rasters, scaled to about 1, 0 where there is no data; and the fringes (cycles per line, per sample).
// Writes (re, im of the mean product, coherence, samples with data); all 0 where none of the cell's own samples has data.

#import phase
#import complex

struct Params {
  rows: u32,
  columns: u32,
  input_rows: u32,
  input_columns: u32,
  first_row: i32,
  first_line: i32,
  step_lines: i32,
  step_samples: i32,
  window_lines: i32,
  window_samples: i32,
  offset_lines: i32,
  offset_samples: i32,
  first_tile_row: i32,
  tiles_across: i32,
  tile_lines: i32,
  tile_samples: i32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> reference: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> secondary: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read> slopes: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read_write> cells: array<vec4<f32>>;

fn has_data(index: i32) -> bool {
  return any(reference[index] != vec2<f32>(0.0)) && any(secondary[index] != vec2<f32>(0.0));
}

// Whether one of the cell's own samples has data.
fn cell_has_data(line: i32, sample: i32) -> bool {
  for (var y = line; y < min(line + params.step_lines, i32(params.input_rows)); y++) {
    for (var x = sample; x < min(sample + params.step_samples, i32(params.input_columns)); x++) {
      if (has_data(y * i32(params.input_columns) + x)) {
        return true;
      }
    }
  }
  return false;
}

@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.columns || id.y >= params.rows) {
    return;
  }
  let index = id.y * params.columns + id.x;
  // Lines count from the first of the buffer.
  let line = (params.first_row + i32(id.y)) * params.step_lines - params.first_line;
  let sample = i32(id.x) * params.step_samples;
  if (!cell_has_data(line, sample)) {
    cells[index] = vec4<f32>(0.0);
    return;
  }
  let half_line = (params.step_lines - 1) / 2;
  let half_sample = (params.step_samples - 1) / 2;
  let tile_row = (line + params.first_line + half_line) / params.tile_lines - params.first_tile_row;
  let tile_column = (sample + half_sample) / params.tile_samples;
  let fringe = slopes[tile_row * params.tiles_across + tile_column];
  let is_flat = fringe.x == 0.0 && fringe.y == 0.0;
  let turn = unit_phasor(-fringe.y);
  let first = vec2<i32>(line + params.offset_lines, sample + params.offset_samples);
  let to = min(
    first + vec2<i32>(params.window_lines, params.window_samples),
    vec2<i32>(i32(params.input_rows), i32(params.input_columns)),
  );
  let from_sample = max(first.y, 0);
  var product = vec2<f32>(0.0);
  var powers = vec2<f32>(0.0);
  var count = 0.0;
  for (var y = max(first.x, 0); y < to.x; y++) {
    let lines_off = f32(y - line) - 0.5 * f32(params.step_lines - 1);
    let samples_off = f32(from_sample - sample) - 0.5 * f32(params.step_samples - 1);
    var phasor = unit_phasor(-(fringe.x * lines_off + fringe.y * samples_off));
    var line_product = vec2<f32>(0.0);
    var line_powers = vec2<f32>(0.0);
    for (var x = from_sample; x < to.y; x++) {
      let at = y * i32(params.input_columns) + x;
      if (has_data(at)) {
        let a = reference[at];
        let b = secondary[at];
        let pair = multiply_conjugate(a, b);
        line_product += select(complex_multiply(pair, phasor), pair, is_flat);
        line_powers += vec2<f32>(dot(a, a), dot(b, b));
        count += 1.0;
      }
      phasor = complex_multiply(phasor, turn);
    }
    product += line_product;
    powers += line_powers;
  }
  let denominator = sqrt(powers.x) * sqrt(powers.y);
  let coherence = select(0.0, min(length(product) / denominator, 1.0), denominator > 0.0);
  cells[index] = vec4<f32>(product / max(count, 1.0), coherence, count);
}
