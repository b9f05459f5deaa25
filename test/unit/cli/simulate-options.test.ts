import { expect, it } from 'vitest';
import { simulateOptions } from '../../../src/cli/simulate-options.ts';

it('nothing given leaves everything to the simulator, but the scene', () => {
  expect(simulateOptions({})).toEqual({ scene: 'bowl' });
});

it('texts become options', () => {
  const texts = {
    scene: 'fault',
    template: 'dir',
    seed: '0',
    coherence: '0.7',
    bursts: '3',
    samples: '900',
    swath: 'IW2,iw3',
  };
  expect(simulateOptions({ ...texts, 'first-burst': '1', 'first-sample': '20' })).toEqual({
    scene: 'fault',
    templateDir: 'dir',
    seed: 0,
    coherence: 0.7,
    bursts: 3,
    samples: 900,
    swaths: ['iw2', 'iw3'],
    firstBurst: 1,
    firstSample: 20,
  });
});

it.each([
  { seed: '1.5' },
  { seed: '-1' },
  { coherence: '1.1' },
  { bursts: 'two' },
  { swath: 'iw4' },
  { swath: 'iw1,iw1' },
])('%j is refused', (texts) => {
  expect(() => simulateOptions(texts)).toThrow(expect.objectContaining({ code: 'CLI_USAGE' }));
});
