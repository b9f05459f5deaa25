import { describe, expect, it } from 'vitest';
import type { PointMeasurement } from '../../../src/model/index.ts';
import { samplePoints } from '../../../src/points/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { type DeckScene, PHASE_PER_METRE, deckRequest, deckTargets } from './deck-scene.ts';

const MOTION_MM = 8;
const ABOVE_M = 40;

/** Points of the deck and of the banks over several scenes. */
async function measured(
  isHeightGiven: boolean,
  scene: Omit<DeckScene, 'seed'> = {},
): Promise<{ deck: PointMeasurement[]; banks: PointMeasurement[] }> {
  const found = { deck: [] as PointMeasurement[], banks: [] as PointMeasurement[] };
  for (let seed = 1; seed <= 3; seed++) {
    const { deck, banks } = deckTargets(scene.aboveM ?? ABOVE_M, isHeightGiven);
    const targets = [...deck, ...banks];
    const points = await samplePoints(deckRequest({ seed, demErrorM: 3, motionMm: MOTION_MM, ...scene }, targets));
    found.deck.push(...points.slice(0, deck.length));
    found.banks.push(...points.slice(deck.length));
  }
  return found;
}

const errorsMm = (points: readonly PointMeasurement[], truthMm: number): { off: number; sigma: number }[] =>
  points.flatMap(({ displacementMm, sigmaMm }) =>
    displacementMm === null ? [] : [{ off: Math.abs(displacementMm - truthMm), sigma: sigmaMm! }],
  );

const shareWithin = (errors: readonly { off: number; sigma: number }[], times: number): number =>
  errors.filter(({ off, sigma }) => off <= times * sigma).length / errors.length;

describe('a deck of 300 x 15 m, 40 m above water, that moved 8 mm, the DEM without it and 3 m off', () => {
  it('feigns more than half a cycle where its height is not known to unwrapping', () => {
    expect(Math.abs(ABOVE_M * PHASE_PER_METRE)).toBeGreaterThan(Math.PI);
  });

  it('with its height given is measured within its sigma, and the banks are still', async () => {
    const { deck, banks } = await measured(true);
    expect(deck.filter(({ displacementMm }) => displacementMm === null)).toEqual([]);
    const errors = errorsMm(deck, MOTION_MM);
    stateFigure('deck, height given: points off by more than 1 sigma', 1 - shareWithin(errors, 1), 0.35);
    expect(shareWithin(errors, 1)).toBeGreaterThanOrEqual(0.65);
    expect(shareWithin(errors, 3)).toBeGreaterThanOrEqual(0.99);
    for (const { cycle } of deck) expect(cycle!.how).toBe('ground_around');
    const still = errorsMm(banks, 0).map(({ off }) => off);
    stateFigure('banks beside it', Math.max(...still), 1, 'mm');
    expect(Math.max(...still)).toBeLessThan(1);
    for (const { status } of banks) expect(status).toBe('ok');
  }, 60_000);

  it('is measured at full resolution: pixels like its own, not the water beside it', async () => {
    // Its brightest pixels stand 10 dB above the water, not above the rest of it: it is measured as a whole.
    const { deck } = await measured(true, { deckPower: 10 });
    const levels = deck.map(({ signalToClutterDb }) => signalToClutterDb ?? 0);
    expect(levels.filter((level) => level >= 10).length).toBeGreaterThan(deck.length / 2);
    const similar = deck.filter(({ sampling }) => sampling!.method === 'similar');
    expect(similar.length).toBeGreaterThan(0.9 * deck.length);
    // Pixels of coherence 0.95, where the cells, three quarters water, would be of less.
    for (const { coherence } of similar) expect(coherence!).toBeGreaterThan(0.7);
  }, 60_000);

  it.each([
    [10, 0.5],
    [20, 0],
    [40, -1],
  ] as const)(
    '%i m above water and without its height, more than the share %f is found and the sigma covers that',
    async (aboveM, share) => {
      const { deck } = await measured(false, { aboveM, motionMm: 0, deckPower: 10 });
      const given = deck.filter(({ displacementMm }) => displacementMm !== null);
      // Sought on the DEM: it appears 10 m x cos θ / 2.33 m = 3 samples nearer for each 10 m, in a reach of 20 m.
      expect(given.length).toBeGreaterThan(share * deck.length);
      for (const { status } of deck) expect(['ok', 'ambiguous', 'low_coherence']).toContain(status);
      for (const { heightSigmaM, sigmaTerms } of given) {
        expect(heightSigmaM).toBe(20);
        expect(sigmaTerms!.heightMm).toBeGreaterThan(7);
      }
      const beyond = errorsMm(given, 0).filter(({ off, sigma }) => off > 3 * sigma);
      expect(beyond.length).toBeLessThanOrEqual(0.01 * given.length);
    },
    60_000,
  );
});
