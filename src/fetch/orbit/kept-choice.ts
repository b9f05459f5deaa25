import type { DataAccess } from '../data-access.ts';
import { type OrbitName, parseOrbitName } from './orbit-name.ts';

/** Which file was found for a granule, and where. */
export interface KeptChoice {
  readonly file: OrbitName;
  /** Address without secrets. */
  readonly from: string;
  readonly ageS: number;
}

/** Nothing is kept. */
class NotKept extends Error {}

const choiceKey = (granuleName: string): string => `orbits/of/${granuleName}`;

const nowS = (): number => Date.now() / 1000;

/** The choice made for a granule the last time. */
export async function keptChoice(
  granuleName: string,
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<KeptChoice | undefined> {
  const absent = async (): Promise<never> => {
    throw new NotKept();
  };
  try {
    const bytes = await access.cache.file(choiceKey(granuleName), Infinity, absent, signal);
    const [name = '', from = '', chosenS] = new TextDecoder().decode(bytes).split('\n');
    const file = parseOrbitName(name);
    return file && { file, from, ageS: Math.abs(nowS() - Number(chosenS)) };
  } catch (error) {
    if (error instanceof NotKept) return undefined;
    throw error;
  }
}

/** Keeps the choice made for a granule in place of an earlier one. */
export async function keepChoice(
  granuleName: string,
  { name, from }: { readonly name: string; readonly from: string },
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<void> {
  const content = new TextEncoder().encode(`${name}\n${from}\n${nowS()}`);
  await access.cache.file(choiceKey(granuleName), 0, async () => content, signal);
}
