import {
  type AzimuthOverlap,
  type FmRateMismatch,
  type TopsCarrier,
  alignBurst,
  azimuthOverlap,
  fmRateMismatch,
  satelliteSpeedMps,
  topsCarrier,
} from '../../coregister/index.ts';
import {
  BURST_QUANTITY,
  type ChebyshevVolume,
  demHeight,
  evaluateVolume,
  fitBurstGeometry,
  rdr2geo,
} from '../../geometry/index.ts';
import type { DopplerAt } from '../../interferogram/index.ts';
import type { BurstAlignment, BurstPlacement, Warn } from '../../model/index.ts';
import { phaseToDisplacementMm } from '../../units/index.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';

/** One placement ready for `formPatches`, and the geometry it was made from. */
interface AlignedPixels {
  readonly geometry: ChebyshevVolume;
  readonly alignment: BurstAlignment;
}

/** Fits the geometry of one placement in f64. */
export function fitBurst(pair: OpenedPair, area: Area, placement: BurstPlacement): Promise<ChebyshevVolume> {
  return fitBurstGeometry({
    pair: placement.pair,
    referenceOrbit: pair.referenceOrbit,
    secondaryOrbit: pair.secondaryOrbit,
    dem: area.dem,
    window: placement.window,
    backend: pair.solver.backend,
  });
}

/** Fits the geometry of every placement of the area. */
export function fitBursts(pair: OpenedPair, area: Area): Promise<ChebyshevVolume[]> {
  return Promise.all(area.placements.map((placement) => fitBurst(pair, area, placement)));
}

function referenceCarrier(pair: OpenedPair, { pair: { reference, referenceSwath } }: BurstPlacement): TopsCarrier {
  const speedMps = satelliteSpeedMps(pair.referenceOrbit, reference.firstLineTimeS);
  return topsCarrier(referenceSwath, reference, speedMps);
}

/** The carrier of a placement's secondary burst. */
export function secondaryCarrier(
  pair: OpenedPair,
  { pair: { secondary, secondarySwath } }: BurstPlacement,
): TopsCarrier {
  const speedMps = satelliteSpeedMps(pair.secondaryOrbit, secondary.firstLineTimeS);
  return topsCarrier(secondarySwath, secondary, speedMps);
}

/** Doppler of the secondary's carrier in terms of the reference burst's lines and samples. */
export function secondaryDoppler(pair: OpenedPair, placement: BurstPlacement, geometry: ChebyshevVolume): DopplerAt {
  const carrier = secondaryCarrier(pair, placement);
  const { window } = placement;
  const middle = [
    window.firstLine + window.lines / 2,
    window.firstSample + window.samples / 2,
    geometry.domain.heightM.min,
  ] as const;
  const lines = evaluateVolume(geometry, BURST_QUANTITY.lineOffset, ...middle);
  const samples = evaluateVolume(geometry, BURST_QUANTITY.sampleOffset, ...middle);
  return (line, sample) => carrier.dopplerHz(line + lines, sample + samples);
}

/** Fits and prepares one placement pixel by pixel, for patches at full resolution. */
export async function alignPixels(pair: OpenedPair, area: Area, placement: BurstPlacement): Promise<AlignedPixels> {
  const geometry = await fitBurst(pair, area, placement);
  const carrier = secondaryCarrier(pair, placement);
  return { geometry, alignment: alignBurst({ placement, looks: { azimuth: 1, range: 1 }, geometry, carrier }) };
}

/** Prepares every placement for the interferogram kernel. */
export function alignBursts(pair: OpenedPair, area: Area, volumes: readonly ChebyshevVolume[]): BurstAlignment[] {
  return area.placements.map((placement, index) =>
    alignBurst({
      placement,
      looks: area.grid.looks,
      geometry: volumes[index]!,
      carrier: secondaryCarrier(pair, placement),
    }),
  );
}

/** Below this common part of the azimuth bandwidth coherence suffers visibly. */
const LEAST_OVERLAP = 0.8;

/** How well both dates match in azimuth, per placement; a poor match is reported. */
export function azimuthOverlaps(
  pair: OpenedPair,
  area: Area,
  volumes: readonly ChebyshevVolume[],
  warn: Warn,
): AzimuthOverlap[] {
  const overlaps = area.placements.map((placement, index) =>
    azimuthOverlap(placement, volumes[index]!, referenceCarrier(pair, placement), secondaryCarrier(pair, placement)),
  );
  const worst = Math.min(...overlaps.map(({ overlap }) => overlap));
  if (worst < LEAST_OVERLAP)
    warn({
      code: 'AZIMUTH_SPECTRA_APART',
      stage: 'coregister',
      message: `Only ${Math.round(100 * worst)} % of the azimuth bandwidth is common to both dates (bursts not synchronised): coherence is lost.`,
    });
  return overlaps;
}

/** Above this the phase at a burst's edges is worth telling, rad. */
const FM_RATE_LIMIT_RAD = 5e-3;

/** Mean ellipsoidal height of the DEM on a raster of places across a placement, m. */
function meanHeightM({ referenceOrbit }: OpenedPair, { dem }: Area, { pair, window }: BurstPlacement): number {
  const { reference, referenceSwath: swath } = pair;
  const middleM = (dem.minHeightM + dem.maxHeightM) / 2;
  const steps = [0.1, 0.3, 0.5, 0.7, 0.9];
  const heightsM = steps.flatMap((y) =>
    steps.map((x) => {
      const timeS = reference.firstLineTimeS + (window.firstLine + y * window.lines) * swath.azimuthTimeIntervalS;
      const rangeM = swath.nearRangeM + (window.firstSample + x * window.samples) * swath.rangeSpacingM;
      const { longitudeDeg, latitudeDeg } = rdr2geo(referenceOrbit, timeS, rangeM, middleM);
      return demHeight(dem, longitudeDeg, latitudeDeg);
    }),
  );
  const known = heightsM.filter((heightM) => !Number.isNaN(heightM));
  return known.length > 0 ? known.reduce((sum, heightM) => sum + heightM, 0) / known.length : middleM;
}

/** How the annotated azimuth FM rates of both dates agree with geometry, per placement; what matters is reported. */
export function fmRateMismatches(pair: OpenedPair, area: Area, warn: Warn): FmRateMismatch[] {
  return area.placements.map((placement) => {
    const heightM = meanHeightM(pair, area, placement);
    const mismatch = fmRateMismatch({
      placement,
      referenceOrbit: pair.referenceOrbit,
      secondaryOrbit: pair.secondaryOrbit,
      referenceCarrier: referenceCarrier(pair, placement),
      secondaryCarrier: secondaryCarrier(pair, placement),
      heightM,
    });
    if (Math.abs(mismatch.edgePhaseRad) > FM_RATE_LIMIT_RAD) {
      const { reference, referenceSwath, secondarySwath } = placement.pair;
      const millimetres = phaseToDisplacementMm(mismatch.edgePhaseRad, secondarySwath.wavelengthM);
      warn({
        code: 'FM_RATE_MISMATCH',
        stage: 'coregister',
        message: `Burst ${reference.burstId} of ${referenceSwath.name} was focused with azimuth FM rates that differ from those of ground at ${heightM.toFixed(0)} m by ${mismatch.referenceHzPerS.toFixed(3)} and ${mismatch.secondaryHzPerS.toFixed(3)} Hz/s (reference, secondary): up to ${(1000 * mismatch.edgePhaseRad).toFixed(1)} mrad (${millimetres.toFixed(2)} mm) remain in the interferogram at the burst's edges, nothing at its middle. It was not corrected.`,
      });
    }
    return mismatch;
  });
}
