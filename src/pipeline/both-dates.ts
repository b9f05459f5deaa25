/** Work on both dates side by side: where one fails the other is told to stop, and its end is awaited. */
export async function bothDates<Result>(
  signal: AbortSignal,
  body: (date: 0 | 1, signal: AbortSignal) => Promise<Result>,
  release: (result: Result) => Promise<void> = () => Promise.resolve(),
): Promise<[Result, Result]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  let first: { readonly reason: unknown } | undefined;
  const results: Result[] = [];
  const one = async (date: 0 | 1): Promise<void> => {
    try {
      results[date] = await body(date, either);
    } catch (reason) {
      first ??= { reason };
      failed.abort();
    }
  };
  await Promise.all([one(0), one(1)]);
  if (first) {
    await Promise.all(results.map(release));
    throw first.reason;
  }
  return [results[0]!, results[1]!];
}
