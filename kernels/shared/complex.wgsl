// Complex numbers as vec2<f32>(re, im).

fn complex_multiply(a: vec2<f32>, b: vec2<f32>) -> vec2<f32> {
  return vec2<f32>(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

// a * conj(b)
fn multiply_conjugate(a: vec2<f32>, b: vec2<f32>) -> vec2<f32> {
  return vec2<f32>(a.x * b.x + a.y * b.y, a.y * b.x - a.x * b.y);
}

fn complex_angle(a: vec2<f32>) -> f32 {
  return select(0.0, atan2(a.y, a.x), a.x != 0.0 || a.y != 0.0);
}
