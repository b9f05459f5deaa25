import { expect, it } from 'vitest';
import { bothDates } from '../../../src/pipeline/both-dates.ts';

const never = new AbortController().signal;

/** Waits until a signal ends it. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('told to stop')));
  });

it('both dates are worked on side by side', async () => {
  const begun: number[] = [];
  const results = await bothDates(never, async (date) => {
    begun.push(date);
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([0, 1]);
    return `date ${date}`;
  });
  expect(results).toEqual(['date 0', 'date 1']);
});

it.each([0, 1] as const)(
  'where date %i fails the other is told to stop, and the failure is that of the first',
  async (bad) => {
    const work = bothDates(never, (date, signal) =>
      date === bad ? Promise.reject(new Error('not there')) : untilAborted(signal),
    );
    await expect(work).rejects.toThrow('not there');
  },
);

it('what was opened before the other failed is released', async () => {
  const released: number[] = [];
  const work = bothDates(
    never,
    async (date) => {
      if (date === 0) return date;
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('not there');
    },
    async (result) => void released.push(result),
  );
  await expect(work).rejects.toThrow('not there');
  expect(released).toEqual([0]);
});

it('the signal of the job stops both', async () => {
  const controller = new AbortController();
  const work = bothDates(controller.signal, (_, signal) => untilAborted(signal));
  controller.abort();
  await expect(work).rejects.toThrow('told to stop');
});
