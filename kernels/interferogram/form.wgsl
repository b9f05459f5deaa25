// Interferogram of a block of lines of one burst pair, in one pass over the raw samples.
//
// One workgroup makes one tile of multilook cells: it loads the secondary's int16 samples around the tile, deramps them
// on load (carrier relative to the tile's middle line, in cycles), interpolates the secondary at each reference pixel
// (LS band-limited taps), reramps, removes topographic and flat-earth phase, multiplies reference * conj(secondary)
// and sums over looks.
// Reads samples (int16 I low, Q high), heights (m), per-tile models (quantities: 0 phase in cycles, 1 line offset,
// 2 sample offset), per-tile carriers, interpolator tables. Half samples need REFERENCE_REACH samples to each side.
// Writes per cell (mean re, mean im, mean reference power, mean secondary power), all 0 unless every pixel of the cell
// is valid, the mean height of the cell, and where its power lies: the offset of the centroid of |reference * secondary|
// from the cell's middle (rows, columns, in cells). The phase of a sum is the phase at that centroid, not at the middle.
// MODE_BOTH_DATES (looks 1 x 1) writes per pixel (reference re, im, secondary re, im) into the cells and nothing else;
// the secondary carries e^{+j topographic}, so that reference * conj(secondary) is the product of the other modes.

#import phase
#import complex
#import samples
#import tile_model

const RANGE_TAPS: u32 = 12u;
const AZIMUTH_TAPS: u32 = 8u;
// One more line and sample on each side than the taps reach, because the fraction may leave [0, 1) inside a tile.
const HALO_BEFORE_LINES: i32 = 4;
// A quarter sample may leave it once more.
const HALO_BEFORE_SAMPLES: i32 = 7;
const HALO_LINES: u32 = 9u;
const HALO_SAMPLES: u32 = 15u;
const THREADS: u32 = 256u;
const PIXELS_PER_THREAD: u32 = 4u;
const NO_DATA_LIMIT: f32 = -1.0e20;
override MODE: u32 = 0u; // not a parameter: a branch on one costs every mode 50 % on a software adapter
const MODE_HALF_SAMPLES: u32 = 1u;
const MODE_BOTH_DATES: u32 = 2u;
// Samples of the reference that a quarter sample's taps reach to each side.
const REFERENCE_REACH: i32 = 6;

// Block in reference burst lines and samples, then cells and tiles.
struct Params {
  n_lines: u32,
  n_samples: u32,
  first_line: i32,
  first_sample: i32,
  looks_azimuth: u32,
  looks_range: u32,
  tile_lines: u32,
  tile_samples: u32,
  tile_columns: u32,
  first_tile_row: u32,
  n_quantities: u32,
  cell_columns: u32,
  first_cell_row: u32,
  first_cell_column: u32,
  // The reference samples at hand: the block's lines, these samples of the reference burst.
  reference_first_sample: i32,
  reference_samples: i32,
  // The secondary samples at hand: a rectangle of the secondary burst.
  secondary_first_line: i32,
  secondary_first_sample: i32,
  secondary_lines: i32,
  secondary_samples: i32,
  // Valid rectangles, inclusive, in burst lines and samples.
  reference_valid_first_line: i32,
  reference_valid_last_line: i32,
  reference_valid_first_sample: i32,
  reference_valid_last_sample: i32,
  secondary_valid_first_line: i32,
  secondary_valid_last_line: i32,
  secondary_valid_first_sample: i32,
  secondary_valid_last_sample: i32,
  n_phases: u32,
  height_mid_m: f32,
  height_half_m: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> reference: array<u32>;
@group(0) @binding(2) var<storage, read> secondary: array<u32>;
@group(0) @binding(3) var<storage, read> heights: array<f32>;
@group(0) @binding(4) var<storage, read> tiles: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> tile_bases: array<i32>;
// Per tile: Doppler at the middle (cycles per line), its change per sample, half the Doppler rate (cycles per line^2), 0.
@group(0) @binding(6) var<storage, read> carriers: array<vec4<f32>>;
// Range table (n_phases + 1, 12), azimuth table (n_phases + 1, 8), then the reference's range taps a quarter sample
// before (taps reach from 6 before to 5 after) and after a pixel, (2, 12).
@group(0) @binding(7) var<storage, read> taps: array<f32>;
@group(0) @binding(8) var<storage, read_write> cells: array<vec4<f32>>;
@group(0) @binding(9) var<storage, read_write> cell_heights: array<f32>;
@group(0) @binding(10) var<storage, read_write> cell_centroids: array<vec2<f32>>;

// First the deramped secondary around the tile, then (re, im) and (reference power, secondary power) per pixel.
var<workgroup> wg_tile: array<vec2<f32>, 2048>;

fn evaluate_quantity(tile: u32, quantity: u32, u: f32, v: f32, eta: f32) -> f32 {
  let at = (tile + quantity) * 3u;
  return evaluate_tile(tiles[at], tiles[at + 1u], tiles[at + 2u], u, v, eta);
}

// Secondary at a fraction (samples, lines) of the tile: taps that start at wg_tile[corner], rows of halo_samples.
fn interpolate_secondary(corner: u32, halo_samples: u32, fraction: vec2<f32>) -> vec2<f32> {
  let position = fraction * f32(params.n_phases);
  let phase = min(vec2<u32>(position), vec2<u32>(params.n_phases - 1u));
  let part = position - vec2<f32>(phase);
  var range_weights: array<f32, 12>;
  let range_row = phase.x * RANGE_TAPS;
  for (var t = 0u; t < RANGE_TAPS; t++) {
    range_weights[t] = mix(taps[range_row + t], taps[range_row + RANGE_TAPS + t], part.x);
  }
  let azimuth_row = (params.n_phases + 1u) * RANGE_TAPS + phase.y * AZIMUTH_TAPS;
  var sum = vec2<f32>(0.0, 0.0);
  for (var a = 0u; a < AZIMUTH_TAPS; a++) {
    let weight = mix(taps[azimuth_row + a], taps[azimuth_row + AZIMUTH_TAPS + a], part.y);
    let row = corner + a * halo_samples;
    var row_sum = vec2<f32>(0.0, 0.0);
    for (var t = 0u; t < RANGE_TAPS; t++) {
      row_sum += range_weights[t] * wg_tile[row + t];
    }
    sum += weight * row_sum;
  }
  return sum;
}

// Reference a quarter sample before (side 0) or after (side 1) the sample at `at`. No deramp: along a line the responses
// are at baseband in range, whatever their Doppler.
fn interpolate_reference(at: u32, side: u32) -> vec2<f32> {
  let weights = (params.n_phases + 1u) * (RANGE_TAPS + AZIMUTH_TAPS) + side * RANGE_TAPS;
  let first = at + side - u32(REFERENCE_REACH);
  var sum = vec2<f32>(0.0, 0.0);
  for (var t = 0u; t < RANGE_TAPS; t++) {
    sum += taps[weights + t] * unpack_iq(reference[first + t]);
  }
  return sum;
}

@compute @workgroup_size(256, 1, 1)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let tile_index = (params.first_tile_row + group.y) * params.tile_columns + group.x;
  let tile = tile_index * params.n_quantities;
  let carrier = carriers[tile_index];
  let line_base = tile_bases[tile + 1u];
  let sample_base = tile_bases[tile + 2u];
  let half_lines = f32(params.tile_lines) * 0.5;
  let half_samples = f32(params.tile_samples) * 0.5;
  let middle_line = (f32(params.tile_lines) - 1.0) * 0.5;
  let middle_sample = (f32(params.tile_samples) - 1.0) * 0.5;
  let block_line = group.y * params.tile_lines;
  let block_sample = group.x * params.tile_samples;
  // Secondary burst coordinates that fall on the tile's first pixel when the fraction is 0.
  let origin_line = params.first_line + i32(block_line) + line_base;
  let origin_sample = params.first_sample + i32(block_sample) + sample_base;

  let halo_lines = params.tile_lines + HALO_LINES;
  let halo_samples = params.tile_samples + HALO_SAMPLES;
  for (var n = thread; n < halo_lines * halo_samples; n += THREADS) {
    let i = n / halo_samples;
    let j = n - i * halo_samples;
    let line = origin_line - HALO_BEFORE_LINES + i32(i);
    let sample = origin_sample - HALO_BEFORE_SAMPLES + i32(j);
    var value = vec2<f32>(0.0, 0.0);
    let y = line - params.secondary_first_line;
    let x = sample - params.secondary_first_sample;
    if (y >= 0 && x >= 0 && y < params.secondary_lines && x < params.secondary_samples) {
      let cycles = carrier_cycles(
        carrier,
        f32(i32(i) - HALO_BEFORE_LINES) - middle_line,
        f32(i32(j) - HALO_BEFORE_SAMPLES) - middle_sample,
      );
      value = complex_multiply(unpack_iq(secondary[y * params.secondary_samples + x]), unit_phasor(-cycles));
    }
    wg_tile[n] = value;
  }
  workgroupBarrier();

  let is_halved = MODE == MODE_HALF_SAMPLES;
  let n_sides = select(1u, 2u, is_halved);
  let share = select(1.0, 0.5, is_halved);
  let step = select(0.0, 0.25, is_halved);
  let reach = select(0, REFERENCE_REACH, is_halved);
  let n_pixels = params.tile_lines * params.tile_samples;
  var products: array<vec4<f32>, 4>;
  for (var k = 0u; k < PIXELS_PER_THREAD; k++) {
    let p = thread + k * THREADS;
    products[k] = vec4<f32>(0.0, 0.0, -1.0, 0.0);
    if (p >= n_pixels) {
      continue;
    }
    let i = p / params.tile_samples;
    let j = p - i * params.tile_samples;
    let y = block_line + i;
    let x = block_sample + j;
    if (y >= params.n_lines || x >= params.n_samples) {
      continue;
    }
    let height = heights[y * params.n_samples + x];
    let line = params.first_line + i32(y);
    let sample = params.first_sample + i32(x);
    if (height <= NO_DATA_LIMIT
      || line < params.reference_valid_first_line || line > params.reference_valid_last_line
      || sample - reach < params.reference_valid_first_sample
      || sample + reach > params.reference_valid_last_sample) {
      continue;
    }
    let u = (f32(i) - middle_line) / half_lines;
    let v = (f32(j) - middle_sample) / half_samples;
    let eta = (height - params.height_mid_m) / params.height_half_m;
    let line_shift = evaluate_quantity(tile, 1u, u, v, eta);
    let sample_shift = evaluate_quantity(tile, 2u, u, v, eta);
    let whole_line = floor(line_shift);
    if (abs(whole_line) > 1.0 || abs(floor(sample_shift)) > 1.0) {
      continue;
    }
    let first_tap_line = line + line_base + i32(whole_line) - 3;
    let first_tap_sample = sample + sample_base + i32(floor(sample_shift - step)) - 5;
    let last_tap_sample = sample + sample_base + i32(floor(sample_shift + step)) + 6;
    if (first_tap_line < params.secondary_valid_first_line
      || first_tap_line + 7 > params.secondary_valid_last_line
      || first_tap_sample < params.secondary_valid_first_sample
      || last_tap_sample > params.secondary_valid_last_sample) {
      continue;
    }
    let first_row = u32(i32(i) + i32(whole_line) - 3 + HALO_BEFORE_LINES) * halo_samples;
    let topographic = evaluate_quantity(tile, 0u, u, v, eta);
    let at = y * u32(params.reference_samples) + u32(sample - params.reference_first_sample);
    var mean = vec4<f32>(0.0, 0.0, 0.0, 0.0);
    for (var side = 0u; side < n_sides; side++) {
      let shift = sample_shift + (2.0 * f32(side) - 1.0) * step;
      let corner = first_row + u32(i32(j) + i32(floor(shift)) - 5 + HALO_BEFORE_SAMPLES);
      let fraction = vec2<f32>(shift - floor(shift), line_shift - whole_line);
      let sum = interpolate_secondary(corner, halo_samples, fraction);
      let reramp = carrier_cycles(carrier, f32(i) + line_shift - middle_line, f32(j) + shift - middle_sample);
      var value = unpack_iq(reference[at]);
      if (is_halved) {
        value = interpolate_reference(at, side);
      }
      if (MODE == MODE_BOTH_DATES) {
        let resampled = complex_multiply(sum, unit_phasor(wrap_cycles(reramp) + wrap_cycles(topographic)));
        cells[(params.first_cell_row + y) * params.cell_columns + params.first_cell_column + x]
          = vec4<f32>(value, resampled);
      }
      // reference * conj(sum * e^{j reramp}) * e^{-j topographic}
      let product = complex_multiply(
        multiply_conjugate(value, sum), unit_phasor(-wrap_cycles(reramp) - wrap_cycles(topographic)));
      mean += vec4<f32>(product, dot(value, value), dot(sum, sum)) * share;
    }
    products[k] = mean;
  }
  if (MODE == MODE_BOTH_DATES) {
    return;
  }
  workgroupBarrier();
  for (var k = 0u; k < PIXELS_PER_THREAD; k++) {
    let p = thread + k * THREADS;
    if (p < n_pixels) {
      wg_tile[2u * p] = products[k].xy;
      wg_tile[2u * p + 1u] = products[k].zw;
    }
  }
  workgroupBarrier();

  let cells_down = params.tile_lines / params.looks_azimuth;
  let cells_across = params.tile_samples / params.looks_range;
  let looks = params.looks_azimuth * params.looks_range;
  for (var c = thread; c < cells_down * cells_across; c += THREADS) {
    let cell_i = c / cells_across;
    let cell_j = c - cell_i * cells_across;
    let first_y = block_line + cell_i * params.looks_azimuth;
    let first_x = block_sample + cell_j * params.looks_range;
    if (first_y + params.looks_azimuth > params.n_lines || first_x + params.looks_range > params.n_samples) {
      continue;
    }
    var sum = vec4<f32>(0.0, 0.0, 0.0, 0.0);
    var height_sum = 0.0;
    var moment = vec2<f32>(0.0, 0.0);
    var amplitude_sum = 0.0;
    var n_valid = 0u;
    for (var a = 0u; a < params.looks_azimuth; a++) {
      for (var r = 0u; r < params.looks_range; r++) {
        let p = (cell_i * params.looks_azimuth + a) * params.tile_samples + cell_j * params.looks_range + r;
        let powers = wg_tile[2u * p + 1u];
        if (powers.x >= 0.0) {
          n_valid++;
          let amplitude = sqrt(powers.x) * sqrt(powers.y);
          sum += vec4<f32>(wg_tile[2u * p], powers);
          amplitude_sum += amplitude;
          moment += amplitude * vec2<f32>(f32(a), f32(r));
          height_sum += heights[(first_y + a) * params.n_samples + first_x + r];
        }
      }
    }
    if (n_valid == looks) {
      let cell = (params.first_cell_row + first_y / params.looks_azimuth) * params.cell_columns
        + params.first_cell_column + first_x / params.looks_range;
      cells[cell] = sum / f32(looks);
      cell_heights[cell] = height_sum / f32(looks);
      let size = vec2<f32>(f32(params.looks_azimuth), f32(params.looks_range));
      let centroid = (moment / amplitude_sum - (size - 1.0) * 0.5) / size;
      cell_centroids[cell] = select(vec2<f32>(0.0), centroid, amplitude_sum > 0.0);
    }
  }
}
