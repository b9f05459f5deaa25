// Sample coherence of each multilook cell over a window of cells, with the local linear fringe removed.
//
// One invocation computes one cell: gamma = |sum I e^{-j(fx x + fy y)}| / sqrt(sum P1 sum P2) over the valid cells of the
// window (Touzi et al. 1999). The phase step (fx, fy) is arg(sum I(x + 1) conj(I(x))) over a larger neighbourhood, and 0
// where that sum is not more than chance or the step is below its own error: the best step of the window's own few cells
// would line up their noise and find coherence where there is none. Direct sums: no summed-area table, which in f32
// loses weak cells behind a bright one.
// Reads cells (re, im, P1, P2; all 0 where there is no data) of a block of rows and of those around that it needs. Writes
// coherence of the block, NO_DATA where the cell has none.

#import phase
#import complex

override WINDOW_ROWS: i32 = 3;
override WINDOW_COLUMNS: i32 = 3;
// Cells around the window that its fringe is looked for in as well.
override FRINGE_MARGIN: i32 = 3;

const GROUP_COLUMNS: i32 = 16;
const GROUP_ROWS: i32 = 4;

// The cells of a workgroup and those around that their fringes are looked for in.
override TILE_COLUMNS: i32 = GROUP_COLUMNS + WINDOW_COLUMNS - 1 + 2 * FRINGE_MARGIN;
override TILE_ROWS: i32 = GROUP_ROWS + WINDOW_ROWS - 1 + 2 * FRINGE_MARGIN;

const NO_DATA: f32 = -1.0;

// Power of the summed steps over that of as many random ones: chance exceeds it in exp(-5) of all windows. The step's
// error then costs a window of 3 cells 3 % of its coherence; of wider ones, where it would cost more, more is asked.
const SIGNIFICANT: f32 = 5.0;

struct Params {
  // Rows of cells, of which coherence is wanted from first_row on.
  rows: u32,
  columns: u32,
  first_row: u32,
  output_rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cells: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> coherence: array<f32>;

// The cells' own sample coherence with its phase: powers of bright targets do not matter, and do not overflow.
var<workgroup> normalized: array<vec2<f32>, TILE_ROWS * TILE_COLUMNS>;

fn cell_at(row: i32, column: i32) -> vec4<f32> {
  if (row < 0 || column < 0 || row >= i32(params.rows) || column >= i32(params.columns)) {
    return vec4<f32>(0.0);
  }
  return cells[row * i32(params.columns) + column];
}

fn load_tile(first_row: i32, first_column: i32, thread: i32) {
  for (var k = thread; k < TILE_ROWS * TILE_COLUMNS; k += GROUP_ROWS * GROUP_COLUMNS) {
    let row = k / TILE_COLUMNS;
    let cell = cell_at(first_row + row, first_column + k - row * TILE_COLUMNS);
    let has_power = cell.z > 0.0 && cell.w > 0.0;
    let roots = sqrt(select(vec2<f32>(1.0), cell.zw, has_power));
    normalized[k] = select(vec2<f32>(0.0), cell.xy / roots.x / roots.y, has_power);
  }
}

// Phase step, in cycles, from the sum of steps, the sum of their powers and their number, for a window so many cells wide.
fn fringe_step(sum: vec2<f32>, power: f32, count: f32, width: i32) -> f32 {
  if (power <= 0.0) {
    return 0.0;
  }
  let ratio = dot(sum, sum) / power;
  if (ratio < SIGNIFICANT * max(f32(width * width - 1) / 8.0, 1.0)) {
    return 0.0;
  }
  let angle = complex_angle(sum);
  // Its variance is (1 - ratio / count) / (2 ratio); a step below sqrt(3) standard deviations does more harm than good.
  return select(angle / TWO_PI, 0.0, angle * angle * ratio < 1.5 * (1.0 - ratio / count));
}

@compute @workgroup_size(16, 4, 1)
fn main(
  @builtin(global_invocation_id) id: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let first_y = -(WINDOW_ROWS - 1) / 2;
  let last_y = WINDOW_ROWS / 2;
  let first_x = -(WINDOW_COLUMNS - 1) / 2;
  let last_x = WINDOW_COLUMNS / 2;
  let row = i32(id.y + params.first_row);
  let column = i32(id.x);
  load_tile(
    row - i32(local.y) + first_y - FRINGE_MARGIN,
    column - i32(local.x) + first_x - FRINGE_MARGIN,
    i32(thread),
  );
  workgroupBarrier();
  if (id.x >= params.columns || id.y >= params.output_rows) {
    return;
  }
  let index = id.y * params.columns + id.x;
  if (cell_at(row, column).z <= 0.0) {
    coherence[index] = NO_DATA;
    return;
  }
  let last_tile_y = WINDOW_ROWS - 1 + 2 * FRINGE_MARGIN;
  let last_tile_x = WINDOW_COLUMNS - 1 + 2 * FRINGE_MARGIN;
  var across = vec2<f32>(0.0);
  var down = vec2<f32>(0.0);
  // Of the steps across and down.
  var power = vec2<f32>(0.0);
  var count = vec2<f32>(0.0);
  for (var y = 0; y <= last_tile_y; y++) {
    for (var x = 0; x <= last_tile_x; x++) {
      let k = (i32(local.y) + y) * TILE_COLUMNS + i32(local.x) + x;
      let here = normalized[k];
      let strength = dot(here, here);
      if (x < last_tile_x) {
        let next = normalized[k + 1];
        let both = strength * dot(next, next);
        across += multiply_conjugate(next, here);
        power.x += both;
        count.x += select(0.0, 1.0, both > 0.0);
      }
      if (y < last_tile_y) {
        let next = normalized[k + TILE_COLUMNS];
        let both = strength * dot(next, next);
        down += multiply_conjugate(next, here);
        power.y += both;
        count.y += select(0.0, 1.0, both > 0.0);
      }
    }
  }
  let step_x = fringe_step(across, power.x, count.x, WINDOW_COLUMNS);
  let step_y = fringe_step(down, power.y, count.y, WINDOW_ROWS);
  var product = vec2<f32>(0.0);
  var powers = vec2<f32>(0.0);
  for (var y = first_y; y <= last_y; y++) {
    for (var x = first_x; x <= last_x; x++) {
      let here = cell_at(row + y, column + x);
      product += complex_multiply(here.xy, unit_phasor(-(f32(x) * step_x + f32(y) * step_y)));
      powers += here.zw;
    }
  }
  let denominator = sqrt(powers.x) * sqrt(powers.y);
  coherence[index] = select(0.0, min(length(product) / denominator, 1.0), denominator > 0.0);
}
