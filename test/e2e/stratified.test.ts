import { describe, expect, it } from 'vitest';
import { errorsMm, isInBowl, measureStratified } from '../../bench/figures/stratified.ts';
import { stateFigure } from '../support/figure.ts';

// The figure over more ground and points: npm run figures -- stratified.
describe('a stratified troposphere of 30 mm over 800 m of relief, with a bowl of 60 mm in it', () => {
  it('is taken away to 2 mm, in the bowl and beside it', async () => {
    const { off, on, correction } = await measureStratified(3, 1500, 60);
    expect(correction).toMatchObject({ state: 'applied', method: 'phase_height' });
    const [before, after] = [off, on].map((points) => errorsMm(points, isInBowl).map(Math.abs)) as [number[], number[]];
    expect(after.length).toBeGreaterThan(10);
    expect(Math.max(...before)).toBeGreaterThan(5);
    stateFigure('bowl, with it', Math.max(...after), 2, 'mm');
    expect(Math.max(...after)).toBeLessThan(2);
    for (const error of errorsMm(on, (truth) => !isInBowl(truth))) expect(Math.abs(error)).toBeLessThan(2);
  });
});
