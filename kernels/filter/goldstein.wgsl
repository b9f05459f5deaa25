// Goldstein-Baran filter of one block of 32 x 32 cells of an interferogram, added to the sum of overlapping blocks.
//
// One workgroup filters one block: unit phasors (0 where there is no data), the block's mean fringe taken out, FFT in
// workgroup memory, spectrum weighted by (smoothed magnitude / its maximum)^alpha, alpha = strength * (1 - mean coherence)
// (Goldstein & Werner 1998; Baran et al. 2003), inverse FFT, fringe put back, times a triangular window whose overlapping
// copies add up to 1. With the fringe taken out a linear one lies at frequency 0, which is kept as it is.
// Blocks start every 16 cells from -16; those of one parity of rows and columns do not overlap, so that four dispatches,
// one for each parity, add without atomics.
// Reads phase (rad) and coherence (negative where there is no data). Adds to filtered phasors, which start at 0.

#import phase
#import complex

const SIZE: u32 = 32u;
const STEP: i32 = 16;
const THREADS: u32 = 256u;
const CELLS_PER_THREAD: u32 = 4u;
const BUTTERFLIES_PER_THREAD: u32 = 2u;
const STAGES: u32 = 5u;

struct Params {
  rows: u32,
  columns: u32,
  parity_row: u32,
  parity_column: u32,
  strength: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> phases: array<f32>;
@group(0) @binding(2) var<storage, read> coherence: array<f32>;
@group(0) @binding(3) var<storage, read_write> filtered: array<vec2<f32>>;

// First the partial sums of the block's mean fringe and coherence, then its cells and their spectrum.
var<workgroup> wg_block: array<vec2<f32>, 1024>;
// Magnitudes of the spectrum, then partial maxima.
var<workgroup> wg_magnitude: array<f32, 1024>;

fn is_inside(row: i32, column: i32) -> bool {
  return row >= 0 && column >= 0 && row < i32(params.rows) && column < i32(params.columns);
}

fn has_data(row: i32, column: i32) -> bool {
  return is_inside(row, column) && coherence[row * i32(params.columns) + column] >= 0.0;
}

fn cell_at(row: i32, column: i32) -> vec2<f32> {
  if (!has_data(row, column)) {
    return vec2<f32>(0.0);
  }
  return unit_phasor(phases[row * i32(params.columns) + column] / TWO_PI);
}

fn triangle(n: u32) -> f32 {
  return (16.0 - abs(f32(n) - 15.5)) / 16.0;
}

fn bit_reversed(n: u32) -> u32 {
  return reverseBits(n) >> 27u;
}

// Index in the block of element n of line `line`: of a row where `axis` is 0, of a column where it is 1.
fn element(axis: u32, line: u32, n: u32) -> u32 {
  return select(line * SIZE + n, n * SIZE + line, axis == 1u);
}

// Decimation in frequency: natural order in, bit-reversed frequencies out.
fn forward_fft(axis: u32, thread: u32) {
  for (var stage = 0u; stage < STAGES; stage++) {
    let half = 16u >> stage;
    for (var k = 0u; k < BUTTERFLIES_PER_THREAD; k++) {
      let b = thread + k * THREADS;
      let place = (b % 16u) % half;
      let first = ((b % 16u) / half) * 2u * half + place;
      let p = element(axis, b / 16u, first);
      let q = element(axis, b / 16u, first + half);
      let sum = wg_block[p] + wg_block[q];
      let difference = wg_block[p] - wg_block[q];
      wg_block[p] = sum;
      wg_block[q] = complex_multiply(difference, unit_phasor(-f32(place) / f32(2u * half)));
    }
    workgroupBarrier();
  }
}

// Decimation in time: bit-reversed frequencies in, natural order out; not divided by the length.
fn inverse_fft(axis: u32, thread: u32) {
  for (var stage = 0u; stage < STAGES; stage++) {
    let half = 1u << stage;
    for (var k = 0u; k < BUTTERFLIES_PER_THREAD; k++) {
      let b = thread + k * THREADS;
      let place = (b % 16u) % half;
      let first = ((b % 16u) / half) * 2u * half + place;
      let p = element(axis, b / 16u, first);
      let q = element(axis, b / 16u, first + half);
      let turned = complex_multiply(wg_block[q], unit_phasor(f32(place) / f32(2u * half)));
      let kept = wg_block[p];
      wg_block[p] = kept + turned;
      wg_block[q] = kept - turned;
    }
    workgroupBarrier();
  }
}

@compute @workgroup_size(256, 1, 1)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let first_row = (2 * i32(group.y) + i32(params.parity_row) - 1) * STEP;
  let first_column = (2 * i32(group.x) + i32(params.parity_column) - 1) * STEP;

  var across = vec2<f32>(0.0);
  var down = vec2<f32>(0.0);
  var coherence_sum = 0.0;
  var n_valid = 0.0;
  for (var k = 0u; k < CELLS_PER_THREAD; k++) {
    let n = thread + k * THREADS;
    let i = n / SIZE;
    let j = n % SIZE;
    let row = first_row + i32(i);
    let column = first_column + i32(j);
    if (has_data(row, column)) {
      let here = cell_at(row, column);
      coherence_sum += coherence[row * i32(params.columns) + column];
      n_valid += 1.0;
      if (j + 1u < SIZE) {
        across += multiply_conjugate(cell_at(row, column + 1), here);
      }
      if (i + 1u < SIZE) {
        down += multiply_conjugate(cell_at(row + 1, column), here);
      }
    }
  }
  wg_block[thread] = across;
  wg_block[THREADS + thread] = down;
  wg_block[2u * THREADS + thread] = vec2<f32>(coherence_sum, n_valid);
  workgroupBarrier();
  for (var reach = THREADS / 2u; reach > 0u; reach /= 2u) {
    if (thread < reach) {
      for (var quantity = 0u; quantity < 3u; quantity++) {
        let at = quantity * THREADS + thread;
        wg_block[at] += wg_block[at + reach];
      }
    }
    workgroupBarrier();
  }
  let step_across = complex_angle(wg_block[0]) / TWO_PI;
  let step_down = complex_angle(wg_block[THREADS]) / TWO_PI;
  let totals = wg_block[2u * THREADS];
  let alpha = params.strength * (1.0 - clamp(totals.x / max(totals.y, 1.0), 0.0, 1.0));
  workgroupBarrier();

  for (var k = 0u; k < CELLS_PER_THREAD; k++) {
    let n = thread + k * THREADS;
    let i = n / SIZE;
    let j = n % SIZE;
    let fringe = unit_phasor(-(f32(i) * step_down + f32(j) * step_across));
    wg_block[n] = complex_multiply(cell_at(first_row + i32(i), first_column + i32(j)), fringe);
  }
  workgroupBarrier();
  forward_fft(0u, thread);
  forward_fft(1u, thread);

  for (var k = 0u; k < CELLS_PER_THREAD; k++) {
    let n = thread + k * THREADS;
    wg_magnitude[n] = length(wg_block[n]);
  }
  workgroupBarrier();
  var smooth_magnitude: array<f32, 4>;
  var largest = 0.0;
  for (var k = 0u; k < CELLS_PER_THREAD; k++) {
    let n = thread + k * THREADS;
    let frequency_down = bit_reversed(n / SIZE);
    let frequency_across = bit_reversed(n % SIZE);
    var sum = 0.0;
    for (var y = 31u; y <= 33u; y++) {
      for (var x = 31u; x <= 33u; x++) {
        sum += wg_magnitude[
          bit_reversed((frequency_down + y) % SIZE) * SIZE + bit_reversed((frequency_across + x) % SIZE)];
      }
    }
    smooth_magnitude[k] = sum;
    largest = max(largest, sum);
  }
  workgroupBarrier();
  wg_magnitude[thread] = largest;
  workgroupBarrier();
  for (var reach = THREADS / 2u; reach > 0u; reach /= 2u) {
    if (thread < reach) {
      wg_magnitude[thread] = max(wg_magnitude[thread], wg_magnitude[thread + reach]);
    }
    workgroupBarrier();
  }
  let maximum = wg_magnitude[0];
  for (var k = 0u; k < CELLS_PER_THREAD; k++) {
    let share = smooth_magnitude[k] / max(maximum, 1.0e-20);
    let weight = select(0.0, exp2(alpha * log2(max(share, 1.0e-20))), maximum > 0.0);
    wg_block[thread + k * THREADS] *= weight / 1024.0;
  }
  workgroupBarrier();
  inverse_fft(1u, thread);
  inverse_fft(0u, thread);

  for (var k = 0u; k < CELLS_PER_THREAD; k++) {
    let n = thread + k * THREADS;
    let i = n / SIZE;
    let j = n % SIZE;
    let row = first_row + i32(i);
    let column = first_column + i32(j);
    if (has_data(row, column)) {
      let fringe = unit_phasor(f32(i) * step_down + f32(j) * step_across);
      filtered[row * i32(params.columns) + column] +=
        triangle(i) * triangle(j) * complex_multiply(wg_block[n], fringe);
    }
  }
}
