// New direction of conjugate gradients: beta = scalars[numerator] / scalars[denominator], p = z + beta p.
// A denominator that is not positive makes beta zero: the first direction, or a restart.
//   z, scalars; p in place; z, p (length)

struct Params {
  length: u32,
  numerator: u32,
  denominator: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scalars: array<f32>;
@group(0) @binding(2) var<storage, read> z: array<f32>;
@group(0) @binding(3) var<storage, read_write> p: array<f32>;

@compute @workgroup_size(256)
fn main(
  @builtin(local_invocation_index) local_index: u32,
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(num_workgroups) workgroups: vec3<u32>,
) {
  let index = (workgroup.y * workgroups.x + workgroup.x) * 256u + local_index;
  if (index >= params.length) {
    return;
  }
  let denominator = scalars[params.denominator];
  let beta = select(0.0, scalars[params.numerator] / denominator, denominator > 0.0);
  p[index] = z[index] + beta * p[index];
}
