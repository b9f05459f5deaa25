// The fringe of each tile of a pair of complex rasters: its phase step per line and per sample, 0 where none is sure.
//
// One workgroup takes one tile of 32 x 32 nodes; a node is the sum over LINES_PER_NODE x SAMPLES_PER_NODE samples of the unit
// phasors of reference x conj(secondary). The tile serves its middle 16 x 16 nodes. The peak of its periodogram (zero-padded to
// 64 x 64, Rife & Boorstyn 1974) is refined by parabolas and taken where
//   - it is significant: power above threshold x samples with data. Without coherence that power is exponential of mean 1 sample
//     (times the samples' own correlation, in the threshold), so that noise seldom passes for a fringe;
//   - over the middle it adds up to more than no fringe does.
// Phasors, not products: a bright target would else be the whole tile.
// Reads both rasters, 0 where there is no data. Writes (cycles per line, cycles per sample).

#import phase
#import complex

override LINES_PER_NODE: i32 = 1;
override SAMPLES_PER_NODE: i32 = 1;

const TILE: i32 = 32;
const STEP: i32 = 16;
const MARGIN: i32 = 8;
const BINS: i32 = 64;
const THREADS: i32 = 64;
const NODES_PER_THREAD: i32 = 16;
const LOWER: f32 = 1e-3;

struct Params {
  rows: u32,
  columns: u32,
  first_line: i32,
  first_tile_row: i32,
  tiles_across: u32,
  threshold: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> reference: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> secondary: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read_write> slopes: array<vec2<f32>>;

var<workgroup> wg_nodes: array<vec2<f32>, 1024>;
var<workgroup> wg_twiddles: array<vec2<f32>, 64>;
var<workgroup> wg_partials: array<vec2<f32>, 320>;
var<workgroup> wg_best: array<vec2<f32>, 64>;
var<workgroup> wg_peak: vec4<f32>;

// Divided by its largest part first: neither overflows nor is lost.
fn unit_of(value: vec2<f32>) -> vec2<f32> {
  let largest = max(abs(value.x), abs(value.y));
  if (largest == 0.0) {
    return vec2<f32>(0.0);
  }
  let scaled = value / largest;
  return scaled * inverseSqrt(dot(scaled, scaled));
}

fn phasor_at(line: i32, column: i32) -> vec2<f32> {
  let row = line - params.first_line;
  if (row < 0 || row >= i32(params.rows) || column < 0 || column >= i32(params.columns)) {
    return vec2<f32>(0.0);
  }
  let index = row * i32(params.columns) + column;
  return multiply_conjugate(unit_of(reference[index]), unit_of(secondary[index]));
}

// Sum of a thread's nodes at a frequency, cycles per node.
fn partial_sum(thread: i32, frequency: vec2<f32>) -> vec2<f32> {
  var sum = vec2<f32>(0.0);
  for (var k = 0; k < NODES_PER_THREAD; k++) {
    let node = thread * NODES_PER_THREAD + k;
    let cycles = frequency.x * f32(node / TILE) + frequency.y * f32(node % TILE);
    sum += complex_multiply(wg_nodes[node], unit_phasor(-cycles));
  }
  return sum;
}

// Sum of a thread's share of the middle nodes.
fn middle_sum(thread: i32, frequency: vec2<f32>) -> vec2<f32> {
  var sum = vec2<f32>(0.0);
  for (var k = 0; k < 4; k++) {
    let place = thread * 4 + k;
    let y = MARGIN + place / STEP;
    let x = MARGIN + place % STEP;
    sum += complex_multiply(wg_nodes[y * TILE + x], unit_phasor(-(frequency.x * f32(y) + frequency.y * f32(x))));
  }
  return sum;
}

fn total(probe: i32) -> f32 {
  var sum = vec2<f32>(0.0);
  for (var thread = 0; thread < THREADS; thread++) {
    sum += wg_partials[probe * THREADS + thread];
  }
  return dot(sum, sum);
}

// Where the peak is between its neighbours, in bins, from the logarithms of their powers.
fn vertex(before: f32, here: f32, after: f32) -> f32 {
  if (before <= 0.0 || after <= 0.0 || here <= 0.0) {
    return 0.0;
  }
  let curvature = log(before) - 2.0 * log(here) + log(after);
  // A single line has no peak along lines, and curvature of its rounding only.
  return select(0.0, clamp(0.5 * (log(before) - log(after)) / curvature, -0.5, 0.5), curvature < -1e-3);
}

@compute @workgroup_size(64, 1, 1)
fn main(@builtin(workgroup_id) tile: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let thread = i32(local);
  let top = (params.first_tile_row + i32(tile.y)) * STEP - MARGIN;
  let left = i32(tile.x) * STEP - MARGIN;
  wg_twiddles[thread] = unit_phasor(-f32(thread) / f32(BINS));
  var samples = 0.0;
  for (var k = 0; k < NODES_PER_THREAD; k++) {
    let node = thread * NODES_PER_THREAD + k;
    var sum = vec2<f32>(0.0);
    for (var i = 0; i < LINES_PER_NODE; i++) {
      for (var j = 0; j < SAMPLES_PER_NODE; j++) {
        let phasor = phasor_at(
          (top + node / TILE) * LINES_PER_NODE + i,
          (left + node % TILE) * SAMPLES_PER_NODE + j,
        );
        sum += phasor;
        samples += select(0.0, 1.0, phasor.x != 0.0 || phasor.y != 0.0);
      }
    }
    wg_nodes[node] = sum;
  }
  wg_best[thread] = vec2<f32>(samples, 0.0);
  workgroupBarrier();
  if (thread == 0) {
    var count = 0.0;
    for (var k = 0; k < THREADS; k++) {
      count += wg_best[k].x;
    }
    wg_peak = vec4<f32>(0.0, 0.0, 0.0, count);
  }
  // One thread, one frequency along samples: first along samples, then every frequency along lines.
  var lines: array<vec2<f32>, 32>;
  for (var y = 0; y < TILE; y++) {
    var sum = vec2<f32>(0.0);
    for (var x = 0; x < TILE; x++) {
      sum += complex_multiply(wg_nodes[y * TILE + x], wg_twiddles[(thread * x) % BINS]);
    }
    lines[y] = sum;
  }
  var best = vec2<f32>(-1.0, 0.0);
  for (var bin = 0; bin < BINS; bin++) {
    var sum = vec2<f32>(0.0);
    for (var y = 0; y < TILE; y++) {
      sum += complex_multiply(lines[y], wg_twiddles[(bin * y) % BINS]);
    }
    // Among equal powers the lower frequency: one line fits any slope along lines.
    let frequency = abs(wrap_cycles(f32(bin) / f32(BINS))) + abs(wrap_cycles(f32(thread) / f32(BINS)));
    let power = dot(sum, sum) * (1.0 - LOWER * frequency);
    if (power > best.x) {
      best = vec2<f32>(power, f32(bin));
    }
  }
  workgroupBarrier();
  wg_best[thread] = best;
  workgroupBarrier();
  if (thread == 0) {
    var winner = 0;
    for (var k = 1; k < THREADS; k++) {
      if (wg_best[k].x > wg_best[winner].x) {
        winner = k;
      }
    }
    let bin = vec2<f32>(wg_best[winner].y, f32(winner)) / f32(BINS);
    let wrapped = vec2<f32>(wrap_cycles(bin.x), wrap_cycles(bin.y));
    wg_peak = vec4<f32>(wrapped, wg_best[winner].x, wg_peak.w);
  }
  workgroupBarrier();
  let peak = wg_peak;
  let bin_step = 1.0 / f32(BINS);
  wg_partials[thread] = partial_sum(thread, peak.xy);
  wg_partials[THREADS + thread] = partial_sum(thread, peak.xy - vec2<f32>(bin_step, 0.0));
  wg_partials[2 * THREADS + thread] = partial_sum(thread, peak.xy + vec2<f32>(bin_step, 0.0));
  wg_partials[3 * THREADS + thread] = partial_sum(thread, peak.xy - vec2<f32>(0.0, bin_step));
  wg_partials[4 * THREADS + thread] = partial_sum(thread, peak.xy + vec2<f32>(0.0, bin_step));
  workgroupBarrier();
  if (thread == 0) {
    let here = total(0);
    let fraction = vec2<f32>(vertex(total(1), here, total(2)), vertex(total(3), here, total(4)));
    wg_peak = vec4<f32>(peak.xy + bin_step * fraction, peak.zw);
  }
  workgroupBarrier();
  let fringe = wg_peak.xy;
  wg_partials[thread] = middle_sum(thread, fringe);
  wg_partials[THREADS + thread] = middle_sum(thread, vec2<f32>(0.0));
  workgroupBarrier();
  if (thread == 0) {
    let is_taken = peak.z > params.threshold * peak.w && total(0) > total(1);
    let slope = fringe / vec2<f32>(f32(LINES_PER_NODE), f32(SAMPLES_PER_NODE));
    slopes[tile.y * params.tiles_across + tile.x] = select(vec2<f32>(0.0), slope, is_taken);
  }
}
