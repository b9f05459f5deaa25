import { describe, expect, it } from 'vitest';
import { measureDeck, within } from '../../bench/figures/deck.ts';
import { stateFigure } from '../support/figure.ts';

// The figure over more scenes: npm run figures -- deck.
describe('a deck 40 m above water that moved by 8 mm, under a baseline of 130 m and an error of the DEM of 3 m', () => {
  it('with height, without it, and its banks', async () => {
    const { given, blind } = await measureDeck(2);
    const deck = given.filter(({ where }) => where === 'deck');
    const banks = given.filter(({ where }) => where === 'bank');
    expect(deck).toHaveLength(13);
    for (const { id, differenceMm } of [...deck, ...banks]) expect(differenceMm, id).not.toBeNull();
    stateFigure('height given: within one sigma', 100 * within(deck, 1, 'sigmaMm'), 65, '%');
    expect(within(deck, 1, 'sigmaMm')).toBeGreaterThanOrEqual(0.65);
    expect(within(deck, 3, 'sigmaMm')).toBeGreaterThanOrEqual(0.99);
    // What the sigma of the simulated causes alone says, of 13 points that share one reference and its error.
    expect(within(deck, 3, 'simulatedMm')).toBeGreaterThanOrEqual(0.9);
    const worst = Math.max(...deck.map(({ differenceMm }) => Math.abs(differenceMm!)));
    stateFigure('height given: worst error', worst, 8, 'mm');
    // The banks are still: zero within the errors of the DEM (0.25 mm per m) at the point and at the reference.
    expect(within(banks, 1, 'simulatedMm')).toBeGreaterThanOrEqual(0.65);
    for (const { id, differenceMm } of banks) expect(Math.abs(differenceMm!), id).toBeLessThan(4);
    // Sought at the height of the water, some 50 m off, a deck has no number, or one that its sigma covers.
    for (const { id, where, differenceMm, sigmaMm, status } of blind.filter(({ where: at }) => at === 'deck'))
      expect(differenceMm === null || Math.abs(differenceMm) < 3 * sigmaMm!, `${id} ${where} ${status}`).toBe(true);
  });
});
