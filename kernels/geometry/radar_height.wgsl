// Height of each radar pixel: the highest h for which DEM(column(u, v, h), row(u, v, h)) = h, the first ground the radar's
// range sphere meets from above; in layover there are others below.
//
// One invocation solves one pixel: from the highest ground its tile can see it steps down until the surface is reached, then
// narrows that step by the Illinois method (regula falsi, Dowell & Jarratt 1971).
// Reads the per-tile model (quantities 3 and 4: DEM column and row), lowest and highest ground per tile (m, lowest above
// highest where there is none), the DEM window (heights in m, no data below NO_DATA_LIMIT). Writes heights in m, NO_DATA where
// the DEM has none or its edge lies in between.
// The DEM is interpolated bicubically (Catmull-Rom), bilinearly where the 4 x 4 neighbourhood is not complete.

#import tile_model

override ITERATIONS: u32 = 24u;

const MAX_STEPS: u32 = 2048u;
const RIM_HALVINGS: u32 = 8u;

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
  // Change of height that moves the position by most of a DEM pixel.
  step_m: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tiles: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> tile_bases: array<i32>;
@group(0) @binding(3) var<storage, read> tile_bounds: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read> dem: array<f32>;
@group(0) @binding(5) var<storage, read_write> heights: array<f32>;

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

// A pixel's place in its tile, and the tile's models of DEM column and row.
struct PixelModel {
  c0: vec4<f32>,
  c1: vec4<f32>,
  c2: vec4<f32>,
  r0: vec4<f32>,
  r1: vec4<f32>,
  r2: vec4<f32>,
  u: f32,
  v: f32,
  base_column: i32,
  base_row: i32,
}

// Surface minus height at a height; NO_DATA where the DEM has none.
fn surface_gap(model: PixelModel, height: f32) -> f32 {
  let eta = clamp((height - params.height_mid_m) / params.height_half_m, -1.0, 1.0);
  let surface = dem_height(
    evaluate_tile(model.c0, model.c1, model.c2, model.u, model.v, eta),
    evaluate_tile(model.r0, model.r1, model.r2, model.u, model.v, eta),
    model.base_column,
    model.base_row,
  );
  return select(surface - height, NO_DATA, surface <= NO_DATA_LIMIT);
}

@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.n_samples || id.y >= params.n_lines) {
    return;
  }
  let index = id.y * params.n_samples + id.x;
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

  let bounds = tile_bounds[(params.first_tile_row + tile_row) * params.tile_columns + tile_column];
  heights[index] = NO_DATA;
  if (bounds.x > bounds.y) {
    return;
  }
  let model = PixelModel(c0, c1, c2, r0, r1, r2, u, v, base_column, base_row);
  var upper = bounds.y;
  var upper_gap = surface_gap(model, upper);
  var lower = upper;
  var lower_gap = upper_gap;
  for (var k = 0u; k < MAX_STEPS && !(lower_gap >= 0.0) && lower > bounds.x; k++) {
    upper = lower;
    upper_gap = lower_gap;
    lower = max(upper - params.step_m, bounds.x);
    lower_gap = surface_gap(model, lower);
    if ((upper_gap <= NO_DATA_LIMIT) == (lower_gap <= NO_DATA_LIMIT)) {
      continue;
    }
    // The step crosses the rim of the DEM: halve toward it, so that ground beside the rim is still found.
    var outer = upper;
    var outer_gap = upper_gap;
    var inner = lower;
    var inner_gap = lower_gap;
    for (var m = 0u; m < RIM_HALVINGS; m++) {
      let middle = 0.5 * (outer + inner);
      let middle_gap = surface_gap(model, middle);
      let is_void = middle_gap <= NO_DATA_LIMIT;
      if ((is_void && outer_gap <= NO_DATA_LIMIT) || (!is_void && middle_gap < 0.0)) {
        outer = middle;
        outer_gap = middle_gap;
      } else {
        inner = middle;
        inner_gap = middle_gap;
      }
      if (outer_gap > NO_DATA_LIMIT && outer_gap < 0.0 && inner_gap >= 0.0) {
        break;
      }
    }
    if (inner_gap >= 0.0) {
      upper = outer;
      upper_gap = outer_gap;
      lower = inner;
      lower_gap = inner_gap;
    }
  }
  // Above the highest ground there is none, so a gap that is not negative there only rounds to zero.
  if (lower_gap < 0.0 || upper_gap <= NO_DATA_LIMIT) {
    return;
  }
  var h = lower;
  var gap = lower_gap;
  var side = 0;
  for (var k = 0u; k < ITERATIONS && abs(gap) >= TOLERANCE_M && upper > lower; k++) {
    h = clamp(lower + (upper - lower) * lower_gap / (lower_gap - upper_gap), lower, upper);
    gap = surface_gap(model, h);
    if (gap <= NO_DATA_LIMIT) {
      return;
    }
    if (gap >= 0.0) {
      lower = h;
      lower_gap = gap;
      if (side == 1) {
        upper_gap = upper_gap * 0.5;
      }
      side = 1;
    } else {
      upper = h;
      upper_gap = gap;
      if (side == -1) {
        lower_gap = lower_gap * 0.5;
      }
      side = -1;
    }
  }
  heights[index] = h;
}
