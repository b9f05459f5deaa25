/** A colour of OKLab: lightness 0..1, green to red, blue to yellow. */
export type Oklab = readonly [lightness: number, a: number, b: number];

/** A colour of sRGB, 0..255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Transfer function of IEC 61966-2-1, linear light to sRGB. */
function companded(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

/** Linear light of a colour of OKLab (B. Ottosson, "A perceptual color space for image processing", 2020). */
function linearLight([lightness, a, b]: Oklab): [number, number, number] {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ];
}

/** Whether sRGB has the colour, to a tolerance in linear light. */
export function isInGamut(color: Oklab, tolerance = 1e-3): boolean {
  return linearLight(color).every((value) => value >= -tolerance && value <= 1 + tolerance);
}

/** The colour in sRGB; what sRGB does not have is clipped. */
export function oklabToRgb(color: Oklab): Rgb {
  const [red, green, blue] = linearLight(color).map((value) =>
    Math.round(255 * companded(Math.min(1, Math.max(0, value)))),
  );
  return [red!, green!, blue!];
}

/** The colour of this lightness, chroma and hue; of less chroma where sRGB has no such. */
export function oklch(lightness: number, chroma: number, hueDeg: number): Oklab {
  const hue = (hueDeg * Math.PI) / 180;
  const at = (share: number): Oklab => [lightness, share * chroma * Math.cos(hue), share * chroma * Math.sin(hue)];
  if (isInGamut(at(1), 1e-6)) return at(1);
  let [inside, outside] = [0, 1];
  for (let step = 0; step < 24; step++) {
    const middle = (inside + outside) / 2;
    if (isInGamut(at(middle), 1e-6)) inside = middle;
    else outside = middle;
  }
  return at(inside);
}

/** Difference of two colours as it is seen: the distance in OKLab. */
export function colorDifference(one: Oklab, other: Oklab): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
