// Inner product a . b in shares: invocation i of n sums elements i, i + n, i + 2 n, ...
// No barriers: software adapters run them ten times slower than the sum itself.
//   a, b (length) -> partials (one per invocation)

struct Params {
  length: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> partials: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
  var sum = 0.0;
  for (var index = id.x; index < params.length; index += workgroups.x * 256u) {
    sum += a[index] * b[index];
  }
  partials[id.x] = sum;
}
