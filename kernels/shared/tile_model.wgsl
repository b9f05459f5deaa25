// Per-tile polynomial models built in f64 on the CPU (src/geometry/tile-model.ts states the terms).
// c0 = a0 au av auv, c1 = auu avv b0 bu, c2 = bv c0 d0 cv.

fn evaluate_tile(c0: vec4<f32>, c1: vec4<f32>, c2: vec4<f32>, u: f32, v: f32, eta: f32) -> f32 {
  let flat_part = c0.x + c0.y * u + c0.z * v + c0.w * u * v + c1.x * u * u + c1.y * v * v;
  let slope = c1.z + c1.w * u + c2.x * v;
  return flat_part + eta * (slope + eta * (c2.y + c2.w * v + eta * c2.z));
}
