// Copies one buffer into another, 16 bytes an invocation.

struct Params {
  n_vectors: u32,
  row_vectors: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> copied: array<vec4<f32>>;

@compute @workgroup_size(256, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let at = id.y * params.row_vectors + id.x;
  if (at < params.n_vectors) {
    copied[at] = source[at];
  }
}
