// Height of each radar pixel: the h for which DEM(column(u, v, h), row(u, v, h)) = h.
//
// One invocation solves one pixel of a block by the secant method from the DEM height at the start height.
// Reads the per-tile model (quantities 3 and 4: DEM column and row), the DEM window (heights in m, no data below
// NO_DATA_LIMIT). Writes heights in m, NO_DATA where the DEM has none.
// The DEM is interpolated bicubically (Catmull-Rom), bilinearly where the 4 x 4 neighbourhood is not complete.

#import tile_model

override ITERATIONS: u32 = 8u;

const NO_DATA: f32 = -1.0e30;
const NO_DATA_LIMIT: f32 = -1.0e20;
const TOLERANCE_M: f32 = 0.002;

struct Params {
  n_lines: u32,
  n_samples: u32,
  tile_lines: u32,
  tile_samples: u32,
  tile_columns: u32,
  first_tile_row: u32,
  n_quantities: u32,
  dem_columns: i32,
  dem_rows: i32,
  height_mid_m: f32,
  height_half_m: f32,
  start_height_m: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tiles: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> tile_bases: array<i32>;
@group(0) @binding(3) var<storage, read> dem: array<f32>;
@group(0) @binding(4) var<storage, read_write> heights: array<f32>;

fn dem_at(column: i32, row: i32) -> f32 {
  if (column < 0 || row < 0 || column >= params.dem_columns || row >= params.dem_rows) {
    return NO_DATA;
  }
  return dem[row * params.dem_columns + column];
}

fn catmull_rom(t: f32) -> vec4<f32> {
  let t2 = t * t;
  let t3 = t2 * t;
  return vec4<f32>(
    -0.5 * t3 + t2 - 0.5 * t,
    1.5 * t3 - 2.5 * t2 + 1.0,
    -1.5 * t3 + 2.0 * t2 + 0.5 * t,
    0.5 * t3 - 0.5 * t2,
  );
}

fn dem_height(column: f32, row: f32, base_column: i32, base_row: i32) -> f32 {
  let c = floor(column);
  let r = floor(row);
  let i = base_column + i32(c);
  let j = base_row + i32(r);
  let tc = column - c;
  let tr = row - r;
  let wc = catmull_rom(tc);
  let wr = catmull_rom(tr);
  var sum = 0.0;
  var lowest = 0.0;
  for (var y = 0; y < 4; y++) {
    let samples = vec4<f32>(
      dem_at(i - 1, j - 1 + y), dem_at(i, j - 1 + y), dem_at(i + 1, j - 1 + y), dem_at(i + 2, j - 1 + y),
    );
    lowest = min(lowest, min(min(samples.x, samples.y), min(samples.z, samples.w)));
    sum += wr[y] * dot(wc, samples);
  }
  if (lowest > NO_DATA_LIMIT) {
    return sum;
  }
  let near = vec4<f32>(dem_at(i, j), dem_at(i + 1, j), dem_at(i, j + 1), dem_at(i + 1, j + 1));
  if (min(min(near.x, near.y), min(near.z, near.w)) <= NO_DATA_LIMIT) {
    return NO_DATA;
  }
  return mix(mix(near.x, near.y, tc), mix(near.z, near.w, tc), tr);
}

@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.n_samples || id.y >= params.n_lines) {
    return;
  }
  let tile_row = id.y / params.tile_lines;
  let tile_column = id.x / params.tile_samples;
  let half_lines = f32(params.tile_lines) * 0.5;
  let half_samples = f32(params.tile_samples) * 0.5;
  let u = (f32(id.y - tile_row * params.tile_lines) - (f32(params.tile_lines) - 1.0) * 0.5) / half_lines;
  let v = (f32(id.x - tile_column * params.tile_samples) - (f32(params.tile_samples) - 1.0) * 0.5) / half_samples;
  let tile = ((params.first_tile_row + tile_row) * params.tile_columns + tile_column) * params.n_quantities;
  let ca = (tile + 3u) * 3u;
  let c0 = tiles[ca];
  let c1 = tiles[ca + 1u];
  let c2 = tiles[ca + 2u];
  let r0 = tiles[ca + 3u];
  let r1 = tiles[ca + 4u];
  let r2 = tiles[ca + 5u];
  let base_column = tile_bases[tile + 3u];
  let base_row = tile_bases[tile + 4u];

  var h_before = params.start_height_m;
  var eta = (h_before - params.height_mid_m) / params.height_half_m;
  var surface = dem_height(
    evaluate_tile(c0, c1, c2, u, v, eta), evaluate_tile(r0, r1, r2, u, v, eta), base_column, base_row);
  var gap_before = surface - h_before;
  var h = surface;
  for (var k = 0u; k < ITERATIONS; k++) {
    if (surface <= NO_DATA_LIMIT) {
      break;
    }
    eta = clamp((h - params.height_mid_m) / params.height_half_m, -1.0, 1.0);
    surface = dem_height(
      evaluate_tile(c0, c1, c2, u, v, eta), evaluate_tile(r0, r1, r2, u, v, eta), base_column, base_row);
    let gap = surface - h;
    if (surface <= NO_DATA_LIMIT || abs(gap) < TOLERANCE_M) {
      break;
    }
    // Secant step on h -> surface(h) - h; where it is flat, the plain fixed-point step.
    let change = gap - gap_before;
    var step = gap;
    if (abs(change) > 1.0e-6) {
      step = clamp(-gap * (h - h_before) / change, -4.0 * abs(gap), 4.0 * abs(gap));
    }
    h_before = h;
    gap_before = gap;
    h = h + step;
  }
  heights[id.y * params.n_samples + id.x] = select(h, NO_DATA, surface <= NO_DATA_LIMIT);
}
