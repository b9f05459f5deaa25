import type { BurstPair, Dem, GridWindow, Orbit } from '../model/index.ts';
import { rangeDifferenceToCycles } from '../units/index.ts';
import type { GeometryBackend } from './backend.ts';
import { type ChebyshevVolume, type FitDegrees, type FitDomain, chebyshevNodes, fitVolume } from './chebyshev.ts';

/** The quantities of a burst's geometry volume, by index. */
export const BURST_QUANTITY = {
  /** Two-way range difference secondary minus reference, in cycles of the carrier. */
  topographicCycles: 0,
  /** Line of the secondary burst minus line of the reference burst. */
  lineOffset: 1,
  /** Sample of the secondary minus sample of the reference. */
  sampleOffset: 2,
  demColumn: 3,
  demRow: 4,
} as const;

export interface BurstGeometryRequest {
  readonly pair: BurstPair;
  readonly referenceOrbit: Orbit;
  readonly secondaryOrbit: Orbit;
  readonly dem: Dem;
  /** Lines and samples of the reference burst that will be used. */
  readonly window: GridWindow;
  readonly backend: GeometryBackend;
}

/**
 * Degrees that keep the fit over a whole burst and 4.6 km of heights below 0.1 mrad at a baseline of 130 m, and below
 * 0.5 mrad with 400 m more (0.07 and 0.36 measured: test/unit/geometry/burst-geometry.test.ts).
 */
const DEGREES: FitDegrees = { line: 3, sample: 7, height: 3 };

/** Pixels beyond the window that tiles at its edge may evaluate. */
const PAD_PX = 80;

/** Metres beyond the DEM's heights that the height search may visit. */
const HEIGHT_PAD_M = 50;

/**
 * Fits the geometry of one burst pair over a window as functions of (line, sample, height), with line and sample
 * counted in the reference burst, from exact f64 solutions at Chebyshev nodes.
 */
export async function fitBurstGeometry(request: BurstGeometryRequest): Promise<ChebyshevVolume> {
  const { pair, dem, window } = request;
  const { referenceSwath, secondarySwath, reference, secondary } = pair;
  const domain: FitDomain = {
    line: { min: window.firstLine - PAD_PX, max: window.firstLine + window.lines + PAD_PX },
    sample: { min: window.firstSample - PAD_PX, max: window.firstSample + window.samples + PAD_PX },
    heightM: { min: dem.minHeightM - HEIGHT_PAD_M, max: dem.maxHeightM + HEIGHT_PAD_M },
  };
  const nodes = chebyshevNodes(domain, DEGREES);
  const azimuthTimesS = nodes.lines.map(
    (line) => reference.firstLineTimeS + line * referenceSwath.azimuthTimeIntervalS,
  );
  const slantRangesM = nodes.samples.map((sample) => referenceSwath.nearRangeM + sample * referenceSwath.rangeSpacingM);
  const answers = await request.backend.solveNodes(request.referenceOrbit, request.secondaryOrbit, {
    azimuthTimesS,
    slantRangesM,
    heightsM: nodes.heightsM,
  });
  const count = azimuthTimesS.length;
  const values = Array.from({ length: 5 }, () => new Float64Array(count));
  for (let i = 0; i < count; i++) {
    const rangeDifferenceM = answers.secondarySlantRangesM[i]! - slantRangesM[i]!;
    const secondaryLine =
      (answers.secondaryAzimuthTimesS[i]! - secondary.firstLineTimeS) / secondarySwath.azimuthTimeIntervalS;
    const secondarySample =
      (answers.secondarySlantRangesM[i]! - secondarySwath.nearRangeM) / secondarySwath.rangeSpacingM;
    const demPixel = dem.toPixel(answers.longitudesDeg[i]!, answers.latitudesDeg[i]!);
    values[BURST_QUANTITY.topographicCycles]![i] = rangeDifferenceToCycles(
      rangeDifferenceM,
      referenceSwath.wavelengthM,
    );
    values[BURST_QUANTITY.lineOffset]![i] = secondaryLine - nodes.lines[i]!;
    values[BURST_QUANTITY.sampleOffset]![i] = secondarySample - nodes.samples[i]!;
    values[BURST_QUANTITY.demColumn]![i] = demPixel.column;
    values[BURST_QUANTITY.demRow]![i] = demPixel.row;
  }
  return fitVolume(domain, DEGREES, values);
}
