// Step of conjugate gradients: alpha = scalars[numerator] / scalars[denominator], u += alpha p, r -= alpha q.
// A denominator that is not positive (the residual is zero to rounding) makes the step zero.
//   p, q, scalars; u, r in place; all (length) but scalars

struct Params {
  length: u32,
  numerator: u32,
  denominator: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scalars: array<f32>;
@group(0) @binding(2) var<storage, read> p: array<f32>;
@group(0) @binding(3) var<storage, read> q: array<f32>;
@group(0) @binding(4) var<storage, read_write> u: array<f32>;
@group(0) @binding(5) var<storage, read_write> r: array<f32>;

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
  let alpha = select(0.0, scalars[params.numerator] / denominator, denominator > 0.0);
  u[index] += alpha * p[index];
  r[index] -= alpha * q[index];
}
