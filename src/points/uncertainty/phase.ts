import { type PhaseSpread, phaseSpread } from '../../speckle/index.ts';

/** Quantiles of a normal distribution, in sigma: half of its central 68 % and 95 %. */
const NORMAL = { p84: 0.994_458, p975: 1.959_964 } as const;

/** Below this coherence the phase is uniform. */
const LEAST_COHERENCE = 1e-3;

/** A distribution whose quantiles are this near to the normal one's, in shares of them, is called normal. */
const NORMAL_TOLERANCE = 0.03;

/**
 * Spread of the phase of a mean of speckle, from its exact distribution, remembered for points alike: coherence γ in steps of
 * 0.5 % of γ or of 1 - γ, looks in steps of 1 %, which is 0.5 % of the spread.
 */
export function phaseSpreads(): (coherence: number, looks: number) => PhaseSpread {
  const known = new Map<string, PhaseSpread>();
  return (coherence, looks) => {
    if (!(coherence < 1)) return phaseSpread(1, looks);
    const gamma = Math.max(coherence, LEAST_COHERENCE);
    const kindCoherence = Math.round(200 * Math.log(gamma / (1 - gamma)));
    const kindLooks = Math.round(100 * Math.log(Math.max(looks, 1)));
    const kind = `${kindCoherence} ${kindLooks}`;
    const found = known.get(kind) ?? phaseSpread(1 / (1 + Math.exp(-kindCoherence / 200)), Math.exp(kindLooks / 100));
    known.set(kind, found);
    return found;
  };
}

/** Whether the quantiles of a spread are those of a normal distribution with its sigma, to 3 %. */
export function isNormal({ sigmaRad, p84Rad, p975Rad }: PhaseSpread): boolean {
  if (sigmaRad === 0) return true;
  const off = (quantileRad: number, normal: number): number => Math.abs(quantileRad / (normal * sigmaRad) - 1);
  return off(p84Rad, NORMAL.p84) < NORMAL_TOLERANCE && off(p975Rad, NORMAL.p975) < NORMAL_TOLERANCE;
}

/**
 * Standard deviation of the phase of a point scatterer in clutter: sqrt(1 / (2 SCR1) + 1 / (2 SCR2)), the clutter of both
 * dates independent (Adam et al. 2004; Ferretti et al. 2001). Good to 5 % from 8 dB up.
 * @param ratios signal over clutter of each date, as powers
 */
export function scattererSigmaRad(ratios: readonly [number, number]): number {
  return Math.sqrt(1 / (2 * ratios[0]) + 1 / (2 * ratios[1]));
}
