// Sums the shares of an inner product into one scalar: scalars[slot] = sum of partials[0 .. length - 1].
// One workgroup; the order of the sum is fixed, so two runs give identical bits.

struct Params {
  length: u32,
  slot: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> partials: array<f32>;
@group(0) @binding(2) var<storage, read_write> scalars: array<f32>;

var<workgroup> wg_sums: array<f32, 256>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) local_index: u32) {
  var sum = 0.0;
  for (var index = local_index; index < params.length; index += 256u) {
    sum += partials[index];
  }
  wg_sums[local_index] = sum;
  workgroupBarrier();
  for (var stride = 128u; stride > 0u; stride /= 2u) {
    if (local_index < stride) {
      wg_sums[local_index] += wg_sums[local_index + stride];
    }
    workgroupBarrier();
  }
  if (local_index == 0u) {
    scalars[params.slot] = wg_sums[0];
  }
}
