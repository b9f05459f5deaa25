import type { Report } from '../peers/run-sentryal.ts';

export const percent = (value: number): string => `${(100 * value).toFixed(4)} %`;

/** Opening the adapter, filtering the guide, unwrapping. */
export function partTimes({ openS, filterS, unwrapS }: Report): string {
  return `${[openS, filterS, unwrapS].map((seconds) => seconds.toFixed(1)).join(', ')} s`;
}

/** Of the fast schedule, the slow one and the referee, nats. */
export function objectives({ diagnostics }: Report): string {
  const { fast, slow, referee } = diagnostics.objectives;
  return [fast, slow, referee].map((nats) => nats?.toFixed(1) ?? '-').join(', ');
}
