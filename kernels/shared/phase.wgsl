// Phase in cycles. Whole cycles are removed before any trigonometry, because WGSL only promises sin and cos
// on [-pi, pi], and an f32 of thousands of cycles has lost its fraction.

const TWO_PI: f32 = 6.283185307179586;

// Removes whole cycles: result in [-0.5, 0.5].
fn wrap_cycles(cycles: f32) -> f32 {
  return cycles - round(cycles);
}

// Wraps radians into [-pi, pi].
fn wrap_rad(phase_rad: f32) -> f32 {
  return phase_rad - TWO_PI * round(phase_rad / TWO_PI);
}

// exp(j 2 pi cycles).
fn unit_phasor(cycles: f32) -> vec2<f32> {
  let angle = TWO_PI * wrap_cycles(cycles);
  return vec2<f32>(cos(angle), sin(angle));
}
