import { baseline, ecefToGeodetic } from '../geometry/index.ts';
import type { PointTarget, SigmaTerms, Vector3 } from '../model/index.ts';
import { phaseSigmaToMm } from '../units/index.ts';
import { burstKey, dopplerAt } from './burst-doppler.ts';
import { type PlacedTarget, locatePoint, lookAngleRad } from './locate-point.ts';
import type { PhaseTools, PointPhase } from './point-phase.ts';
import type { ImagePlace, SampleRequest } from './sample-request.ts';
import {
  DEM_SIGMA_M,
  type RegisteredPlace,
  assumedHeightSigmaM,
  coregistrationSigmaMm,
  heightSigmaMm,
  orbitSigmaMm,
  troposphereSigmaMm,
} from './uncertainty/index.ts';

/** What the sigma of every point needs of the reference. */
export interface ReferenceSeen {
  readonly placed: PlacedTarget;
  readonly heightM: number;
  readonly sigmaRad: number;
}

/** Standard deviation of the reference's phase, rad: of its looks, or what its cells scatter by where that is more. */
function referenceSigmaRad(request: SampleRequest, tools: PhaseTools): number {
  const { place } = request.reference!;
  const { row, column } = request.rasters.cellCorrelation;
  // Neighbouring cells of the reference's square are not quite independent.
  const cells = place.cells / ((1 + 2 * row) * (1 + 2 * column));
  const fromLooks = tools.spreadOf(place.coherence, request.cellLooks * cells).sigmaRad;
  return Math.max(fromLooks, place.spreadRad / Math.sqrt(Math.max(1, cells)));
}

/** The reference as sigma sees it; undefined without one. */
export function seeReference(request: SampleRequest, tools: PhaseTools): ReferenceSeen | undefined {
  if (!request.reference) return undefined;
  const { ecefM } = request.reference;
  const ground = ecefToGeodetic(ecefM);
  return { placed: locatePoint(request, ground), heightM: ground.heightM, sigmaRad: referenceSigmaRad(request, tools) };
}

/** The carrier at a place; in a burst that was not registered it counts as that of the middle of the sweep. */
function registeredPlace(request: SampleRequest, image: ImagePlace | null): RegisteredPlace {
  if (!image) return { dopplerHz: 0, burst: '' };
  const burst = burstKey(image);
  const doppler = request.registration.dopplers[burst];
  return { dopplerHz: doppler ? dopplerAt(doppler, image.line, image.sample) : 0, burst };
}

/** The terms of a point's sigma, mm. */
export function sigmaTerms(
  request: SampleRequest,
  target: PointTarget,
  placed: PlacedTarget,
  phase: Pick<PointPhase, 'sigmaRad'>,
  reference: ReferenceSeen,
  distanceM: number,
): SigmaTerms {
  const { referenceOrbit, secondaryOrbit, wavelengthM } = request;
  const { incidenceDeg } = placed.look!;
  const { perpendicularM } = baseline(referenceOrbit, secondaryOrbit, placed.ecefM as Vector3, {
    referenceTimeS: placed.radar!.azimuthTimeS,
  });
  const { slantRangeM, azimuthTimeS } = placed.radar!;
  const other = reference.placed;
  return {
    phaseMm: phaseSigmaToMm(phase.sigmaRad, wavelengthM),
    referenceMm: phaseSigmaToMm(reference.sigmaRad, wavelengthM),
    heightMm: heightSigmaMm(
      { perpendicularM, slantRangeM, incidenceDeg },
      assumedHeightSigmaM(target.heightSource),
      DEM_SIGMA_M,
    ),
    troposphereMm: troposphereSigmaMm(distanceM, target.heightM - reference.heightM, incidenceDeg),
    coregistrationMm: coregistrationSigmaMm(
      request.registration,
      registeredPlace(request, placed.image),
      registeredPlace(request, other.image),
      wavelengthM,
    ),
    orbitMm: orbitSigmaMm([referenceOrbit.kind, secondaryOrbit.kind], {
      lookAngleRad: other.radar ? lookAngleRad(request, placed) - lookAngleRad(request, other) : 0,
      timeS: other.radar ? azimuthTimeS - other.radar.azimuthTimeS : 0,
    }),
  };
}
