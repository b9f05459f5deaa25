// Line-of-sight displacement from unwrapped phase: mm = scale * (phase - reference).
//
// scale is -lambda/(4 pi) in mm per radian when the reference granule is the earlier date, its opposite when it is the
// later, so that the result is always later minus earlier, positive toward the satellite.
// Reads unwrapped phase (rad), below NO_DATA_LIMIT where there is none. Writes mm, NO_DATA where there is none.

const NO_DATA: f32 = -1.0e30;
const NO_DATA_LIMIT: f32 = -1.0e20;

struct Params {
  count: u32,
  row_stride: u32,
  millimetres_per_radian: f32,
  reference_phase_rad: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> phase_rad: array<f32>;
@group(0) @binding(2) var<storage, read_write> displacement_mm: array<f32>;

@compute @workgroup_size(256, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let index = id.y * params.row_stride + id.x;
  if (id.x >= params.row_stride || index >= params.count) {
    return;
  }
  let phase = phase_rad[index];
  let displacement = params.millimetres_per_radian * (phase - params.reference_phase_rad);
  displacement_mm[index] = select(displacement, NO_DATA, phase <= NO_DATA_LIMIT);
}
