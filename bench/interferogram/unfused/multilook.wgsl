// Means of full-resolution products over cells, one invocation a cell: what the fused kernel writes.
// Reads products and heights (m); writes per cell the mean product and powers, the mean height, and the centroid of the
// power (rows, columns, in cells from its middle); 0 unless every pixel is valid.

struct Params {
  n_samples: u32,
  looks_azimuth: u32,
  looks_range: u32,
  cell_rows: u32,
  cell_columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> products: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> heights: array<f32>;
@group(0) @binding(3) var<storage, read_write> cells: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> cell_heights: array<f32>;
@group(0) @binding(5) var<storage, read_write> cell_centroids: array<vec2<f32>>;

@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.cell_columns || id.y >= params.cell_rows) {
    return;
  }
  var sum = vec4<f32>(0.0, 0.0, 0.0, 0.0);
  var height_sum = 0.0;
  var moment = vec2<f32>(0.0, 0.0);
  var amplitude_sum = 0.0;
  for (var a = 0u; a < params.looks_azimuth; a++) {
    let first = (id.y * params.looks_azimuth + a) * params.n_samples + id.x * params.looks_range;
    for (var r = 0u; r < params.looks_range; r++) {
      let product = products[first + r];
      if (product.z < 0.0) {
        return;
      }
      let amplitude = sqrt(product.z) * sqrt(product.w);
      sum += product;
      amplitude_sum += amplitude;
      moment += amplitude * vec2<f32>(f32(a), f32(r));
      height_sum += heights[first + r];
    }
  }
  let cell = id.y * params.cell_columns + id.x;
  let looks = f32(params.looks_azimuth * params.looks_range);
  let size = vec2<f32>(f32(params.looks_azimuth), f32(params.looks_range));
  let centroid = (moment / amplitude_sum - (size - 1.0) * 0.5) / size;
  cells[cell] = sum / looks;
  cell_heights[cell] = height_sum / looks;
  cell_centroids[cell] = select(vec2<f32>(0.0), centroid, amplitude_sum > 0.0);
}
