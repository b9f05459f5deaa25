import { type PointRegistration, burstKey, sampleDoppler } from '../../points/index.ts';
import { secondaryCarrier } from './align-bursts.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';
import { type AzimuthRegistration, priorSigmaLines } from './spectral-diversity.ts';

/** What of the azimuth registration says how good it is at places. */
export type PlaceRegistration = Pick<AzimuthRegistration, 'state' | 'estimate' | 'overlaps'>;

/**
 * What the azimuth registration says of points: its standard deviation, the phase steps left at overlaps and the Doppler of
 * the carrier in each burst (of the secondary, at the reference's line and sample: a few lines between them are nothing to
 * its sweep).
 */
export function pointRegistration(
  pair: OpenedPair,
  area: Area,
  { state, estimate, overlaps }: PlaceRegistration,
): PointRegistration {
  const priorS = priorSigmaLines(pair) * area.grid.radarGrid.lineIntervalS;
  const dopplers = area.placements.map((placement) => {
    const { reference, referenceSwath: swath } = placement.pair;
    const carrier = secondaryCarrier(pair, placement);
    return [
      burstKey({ swath: swath.name, burstId: reference.burstId }),
      sampleDoppler((line, sample) => carrier.dopplerHz(line, sample), swath.linesPerBurst, swath.samplesPerBurst),
    ] as const;
  });
  const squares = overlaps.map(({ afterRad }) => afterRad ** 2);
  return {
    sigmaS: state === 'applied' && estimate ? Math.min(estimate.sigmaS, priorS) : priorS,
    seamRad:
      squares.length > 0 ? Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length) : undefined,
    dopplers: Object.fromEntries(dopplers),
  };
}
