import type { SwathName } from '../model/index.ts';
import { ORBITAL_PERIOD_S } from '../units/index.ts';
import type { Tracks } from './track.ts';

/** Duration of a burst cycle and of the preamble before the first, s (Level-1 Detailed Algorithm Definition, 9.89 to 9.91). */
const BEAM_CYCLE_S = 2.758273;
const PREAMBLE_S = 2.299849;

const REPEAT_CYCLE_S = 12 * 86_400;

/** From a burst's first sensing to the middle of the IW2 burst of the same cycle, s. */
const TO_IW2_MIDDLE_S: Readonly<Record<SwathName, number>> = {
  iw1: 0.832 + 1.078 / 2,
  iw2: 1.078 / 2,
  iw3: -1.078 / 2,
};

/** About one burst: how far the first burst of a slice may lie on the other side of the node it is counted from. */
const NODE_TOLERANCE_S = 3;

/** What ESA's relative burst ids follow from. All times in seconds of one epoch day. */
export interface BurstIdInput {
  readonly swath: SwathName;
  /** Raw sensing time of each burst of the swath, in order. */
  readonly sensingTimesS: readonly number[];
  readonly ascendingNodeTimeS: number;
  readonly tracks: Tracks;
}

/**
 * ESA's relative burst ids, for products that do not carry them (processors before 3.40).
 *
 * Time is counted from the node that begins the starting track. Two cases look alike: in a slice that crosses the
 * equator northward the later bursts are rightly more than one orbit after that node, while some products annotate
 * a node one orbit too old. The manifest's tracks at start and stop tell them apart.
 */
export function computeBurstIds(input: BurstIdInput): number[] {
  const { sensingTimesS, ascendingNodeTimeS, tracks } = input;
  const sinceNodeS = sensingTimesS.map((time) => time + TO_IW2_MIDDLE_S[input.swath] - ascendingNodeTimeS);
  const first = sinceNodeS[0] ?? 0;
  const crosses = tracks.start !== tracks.stop;
  const wholeOrbits = Math.floor((first + (crosses ? -NODE_TOLERANCE_S : NODE_TOLERANCE_S)) / ORBITAL_PERIOD_S);
  return sinceNodeS.map((time) => {
    const sincePreamble = time + (tracks.start - 1 - wholeOrbits) * ORBITAL_PERIOD_S - PREAMBLE_S;
    // Past the end of track 175 the count begins again.
    const inCycle = sincePreamble - REPEAT_CYCLE_S * Math.floor(sincePreamble / REPEAT_CYCLE_S);
    return 1 + Math.floor(inCycle / BEAM_CYCLE_S);
  });
}
