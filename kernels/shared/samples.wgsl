// Samples of a burst as they lie in the file, and the TOPS carrier on them.

// int16 I low, Q high.
fn unpack_iq(word: u32) -> vec2<f32> {
  return vec2<f32>(f32(i32(word << 16u) >> 16u), f32(i32(word) >> 16u));
}

// carrier: Doppler at a tile's middle (cycles per line), its change per sample, half the Doppler rate (cycles per
// line^2). Cycles relative to the tile's middle line.
fn carrier_cycles(carrier: vec4<f32>, lines_from_middle: f32, samples_from_middle: f32) -> f32 {
  let doppler = carrier.x + carrier.y * samples_from_middle;
  return lines_from_middle * (doppler + carrier.z * lines_from_middle);
}
