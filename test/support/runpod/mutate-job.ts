import type { Random } from '../random.ts';

const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;

/** Values that a field is not made for. */
const ODD: readonly (() => unknown)[] = [
  () => null,
  () => '',
  () => '\u0000',
  () => '../../../../etc/passwd',
  () => 'file:///etc/passwd',
  () => 'http://169.254.169.254/latest/meta-data',
  () => 's3://bucket/key',
  () => '<script>alert(1)</script>',
  () => 'x'.repeat(100_000),
  () => '\ud800',
  () => -1,
  () => 0,
  () => 1e308,
  () => -1e-308,
  () => 2 ** 53,
  () => true,
  () => [],
  () => ({}),
  () => ({ __proto__: null, constructor: 1 }),
  () => JSON.parse('{"__proto__": {"isAdmin": true}}') as unknown,
  () => deep(300),
  () => Array.from({ length: 2000 }, () => null),
];

interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

/** Fields of a document, those of fields too, so many levels down. */
function placesOf(value: unknown, levels = 6): Place[] {
  if (typeof value !== 'object' || value === null || levels === 0) return [];
  const holder = value as Record<string, unknown>;
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(holder);
  return keys.flatMap((key) => [{ holder, key }, ...placesOf(holder[key], levels - 1)]);
}

/** A document with one to four of its fields removed, exchanged, doubled or replaced by something odd. */
export function mutateJob(document: Readonly<Record<string, unknown>>, random: Random): unknown {
  const root = { input: structuredClone(document) as unknown };
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(0, items.length - 1)]!;
  for (let changes = random.integer(1, 4); changes > 0; changes--) {
    const places = placesOf(root);
    if (places.length === 0) break;
    const { holder, key } = pick(places);
    const target = holder as Record<string | number, unknown>;
    const kind = random.integer(0, 9);
    if (kind === 0 && !Array.isArray(holder)) delete target[key];
    else if (kind === 1) target[key] = structuredClone(pick(places).holder);
    else if (kind === 2) target[`${key}x`] = target[key];
    else target[key] = pick(ODD)();
  }
  return root.input;
}
