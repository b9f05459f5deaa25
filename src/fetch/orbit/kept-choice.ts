import type { DataAccess } from '../data-access.ts';
import { parseOrbitName } from './orbit-name.ts';

/** Which file was found for a granule, and where. */
export interface KeptChoice {
  readonly name: string;
  /** Address without secrets. */
  readonly from: string;
}

/** Nothing is kept, or it is too old. */
class NotKept extends Error {}

const choiceKey = (granuleName: string): string => `orbits/of/${granuleName}`;

/** The choice made for a granule at most `maxAgeS` ago. */
export async function keptChoice(
  granuleName: string,
  maxAgeS: number,
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<KeptChoice | undefined> {
  try {
    const bytes = await access.cache.file(
      choiceKey(granuleName),
      maxAgeS,
      async () => {
        throw new NotKept();
      },
      signal,
    );
    const [name = '', from = ''] = new TextDecoder().decode(bytes).split('\n');
    return parseOrbitName(name) ? { name, from } : undefined;
  } catch (error) {
    if (error instanceof NotKept) return undefined;
    throw error;
  }
}

/** Keeps the choice made for a granule in place of an earlier one. */
export async function keepChoice(
  granuleName: string,
  { name, from }: KeptChoice,
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await access.cache.file(
      choiceKey(granuleName),
      0,
      async () => new TextEncoder().encode(`${name}\n${from}`),
      signal,
    );
  } catch (error) {
    // Someone else looked for it at the same moment: it is kept the next time.
    if (!(error instanceof NotKept)) throw error;
  }
}
