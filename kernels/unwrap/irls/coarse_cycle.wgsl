// The coarse levels of a multigrid cycle in one dispatch of one workgroup: from a level of a thousand cells or so down to
// the single cell and back up, where a dispatch for each half sweep would cost more than what it computes. The same sums
// in the same order as smooth_from_zero, restrict_residual, coarsen_weight and smooth_half.
//   b, weight_x, weight_y -> u, all (rows, columns) of the finest of these levels
// One invocation: every 16th row and column of each step, of a half sweep every 16th cell of its colour in a row.
// The levels lie one after the other in the workgroup's memory, the finest first.

struct Params {
  rows: u32,
  columns: u32,
  over_correction: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> weight_x: array<f32>;
@group(0) @binding(3) var<storage, read> weight_y: array<f32>;
@group(0) @binding(4) var<storage, read_write> u: array<f32>;

// Cells of all levels together, at least.
override CELLS: u32 = 1024u;

var<workgroup> wg_b: array<f32, CELLS>;
var<workgroup> wg_weight_x: array<f32, CELLS>;
var<workgroup> wg_weight_y: array<f32, CELLS>;
var<workgroup> wg_u: array<f32, CELLS>;

struct Level {
  first: u32,
  rows: u32,
  columns: u32,
}

const SIDE: u32 = 16u;
const RED: u32 = 0u;
const BLACK: u32 = 1u;

fn coarser(level: Level) -> Level {
  return Level(level.first + level.rows * level.columns, (level.rows + 1u) / 2u, (level.columns + 1u) / 2u);
}

// The level before another in memory: the finest halved `depth` times, rounded up.
fn finer(level: Level, depth: u32) -> Level {
  let round_up = (1u << depth) - 1u;
  let rows = (params.rows + round_up) >> depth;
  let columns = (params.columns + round_up) >> depth;
  return Level(level.first - rows * columns, rows, columns);
}

fn corrected(level: Level, row: u32, column: u32, over_correction: f32) -> f32 {
  let fine = wg_u[level.first + row * level.columns + column];
  if (over_correction == 0.0) {
    return fine;
  }
  let coarse = coarser(level);
  return fine + over_correction * wg_u[coarse.first + (row / 2u) * coarse.columns + column / 2u];
}

fn relaxed(right_side: f32, d: f32) -> f32 {
  return select(0.0, right_side / d, d > 0.0);
}

// Summed as smooth_from_zero does: in another order than on the way up.
fn diagonal(level: Level, row: u32, column: u32) -> f32 {
  let cell = level.first + row * level.columns + column;
  var d = wg_weight_x[cell] + wg_weight_y[cell];
  if (column > 0u) {
    d += wg_weight_x[cell - 1u];
  }
  if (row > 0u) {
    d += wg_weight_y[cell - level.columns];
  }
  return d;
}

// Right side of a cell with what its neighbours add, and the sum of its weights.
fn gathered(level: Level, row: u32, column: u32, over_correction: f32) -> vec2<f32> {
  let cell = level.first + row * level.columns + column;
  var sum = wg_b[cell];
  var d = 0.0;
  if (column > 0u) {
    let weight = wg_weight_x[cell - 1u];
    sum += weight * corrected(level, row, column - 1u, over_correction);
    d += weight;
  }
  if (column + 1u < level.columns) {
    let weight = wg_weight_x[cell];
    sum += weight * corrected(level, row, column + 1u, over_correction);
    d += weight;
  }
  if (row > 0u) {
    let weight = wg_weight_y[cell - level.columns];
    sum += weight * corrected(level, row - 1u, column, over_correction);
    d += weight;
  }
  if (row + 1u < level.rows) {
    let weight = wg_weight_y[cell];
    sum += weight * corrected(level, row + 1u, column, over_correction);
    d += weight;
  }
  return vec2<f32>(sum, d);
}

fn residual(level: Level, row: u32, column: u32) -> f32 {
  let cell = level.first + row * level.columns + column;
  let here = wg_u[cell];
  var sum = wg_b[cell];
  if (column > 0u) {
    sum += wg_weight_x[cell - 1u] * (wg_u[cell - 1u] - here);
  }
  if (column + 1u < level.columns) {
    sum += wg_weight_x[cell] * (wg_u[cell + 1u] - here);
  }
  if (row > 0u) {
    sum += wg_weight_y[cell - level.columns] * (wg_u[cell - level.columns] - here);
  }
  if (row + 1u < level.rows) {
    sum += wg_weight_y[cell] * (wg_u[cell + level.columns] - here);
  }
  return sum;
}

// Right side and weights of a cell of the level below, from its 2 x 2 cells.
fn fill_coarse_cell(level: Level, coarse_cell: u32, row: u32, column: u32) {
  let cell = level.first + row * level.columns + column;
  let has_right = column + 1u < level.columns;
  let has_below = row + 1u < level.rows;
  var sum = residual(level, row, column);
  var x = 0.0;
  var y = 0.0;
  if (has_right) {
    sum += residual(level, row, column + 1u);
    x += wg_weight_x[cell + 1u];
  }
  if (has_below) {
    sum += residual(level, row + 1u, column);
    y += wg_weight_y[cell + level.columns];
  }
  if (has_right && has_below) {
    sum += residual(level, row + 1u, column + 1u);
    x += wg_weight_x[cell + level.columns + 1u];
    y += wg_weight_y[cell + level.columns + 1u];
  }
  wg_b[coarse_cell] = sum;
  wg_weight_x[coarse_cell] = x;
  wg_weight_y[coarse_cell] = y;
}

// Half a sweep from zero: red cells find nothing but zeros around them.
fn half_sweep_from_zero(level: Level, id: vec3<u32>, colour: u32) {
  for (var row = id.y; row < level.rows; row += SIDE) {
    for (var column = 2u * id.x + ((row + colour) & 1u); column < level.columns; column += 2u * SIDE) {
      let cell = level.first + row * level.columns + column;
      var sum = wg_b[cell];
      if (colour == BLACK) {
        sum = gathered(level, row, column, 0.0).x;
      }
      wg_u[cell] = relaxed(sum, diagonal(level, row, column));
    }
  }
}

fn half_sweep(level: Level, id: vec3<u32>, colour: u32, over_correction: f32) {
  for (var row = id.y; row < level.rows; row += SIDE) {
    for (var column = 2u * id.x + ((row + colour) & 1u); column < level.columns; column += 2u * SIDE) {
      let sum = gathered(level, row, column, over_correction);
      wg_u[level.first + row * level.columns + column] = relaxed(sum.x, sum.y);
    }
  }
}

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  var level = Level(0u, params.rows, params.columns);
  for (var row = id.y; row < level.rows; row += SIDE) {
    for (var column = id.x; column < level.columns; column += SIDE) {
      let cell = row * level.columns + column;
      wg_b[cell] = b[cell];
      wg_weight_x[cell] = weight_x[cell];
      wg_weight_y[cell] = weight_y[cell];
    }
  }
  workgroupBarrier();
  var depth = 0u;
  while (level.rows * level.columns > 1u) {
    half_sweep_from_zero(level, id, RED);
    workgroupBarrier();
    half_sweep_from_zero(level, id, BLACK);
    workgroupBarrier();
    let coarse = coarser(level);
    for (var row = id.y; row < coarse.rows; row += SIDE) {
      for (var column = id.x; column < coarse.columns; column += SIDE) {
        fill_coarse_cell(level, coarse.first + row * coarse.columns + column, 2u * row, 2u * column);
      }
    }
    workgroupBarrier();
    level = coarse;
    depth++;
  }
  // The single cell has no edge: its correction is the zero that the workgroup's memory starts with.
  while (depth > 0u) {
    depth--;
    level = finer(level, depth);
    half_sweep(level, id, BLACK, params.over_correction);
    workgroupBarrier();
    half_sweep(level, id, RED, 0.0);
    workgroupBarrier();
  }
  for (var row = id.y; row < level.rows; row += SIDE) {
    for (var column = id.x; column < level.columns; column += SIDE) {
      let cell = row * level.columns + column;
      u[cell] = wg_u[cell];
    }
  }
}
