import { SentryalError } from '../../errors/index.ts';

/** Typed arrays that data may hold. */
const ARRAYS = { Float32Array, Float64Array, Int32Array, Uint16Array, Uint8Array } as const;

type ArrayType = keyof typeof ARRAYS;
export type PlainArray = InstanceType<(typeof ARRAYS)[ArrayType]>;

/** Data as JSON can hold it: numbers that JSON cannot, typed arrays and shared objects stand as `$number`, `$array`, `$shared`. */
export interface PlainData {
  /** Objects that are met more than once; each names only those before it. */
  readonly shared: readonly unknown[];
  readonly root: unknown;
  readonly arrays: readonly PlainArray[];
}

const ODD_NUMBERS = new Map<string, number>([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);

function typeOf(value: object): ArrayType | undefined {
  return (Object.keys(ARRAYS) as ArrayType[]).find((type) => value instanceof ARRAYS[type]);
}

export function arrayType(array: PlainArray): string {
  return typeOf(array)!;
}

/** An array of zeros. @returns undefined for a type that is not known */
export function emptyArray(type: string, length: number): PlainArray | undefined {
  return Object.hasOwn(ARRAYS, type) ? new ARRAYS[type as ArrayType](length) : undefined;
}

function oddNumber(value: number): string | undefined {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? undefined : String(value);
}

/** Properties that are data: what an object does is left out. */
function dataOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, part]) => part !== undefined && typeof part !== 'function');
}

/** Objects that are met more than once. */
function sharedObjects(root: unknown): Set<object> {
  const seen = new Set<object>();
  const twice = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || typeOf(value)) return;
    if (seen.has(value)) {
      twice.add(value);
      return;
    }
    seen.add(value);
    for (const [, part] of dataOf(value)) visit(part);
  };
  visit(root);
  return twice;
}

function kindOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? value.constructor.name : typeof value;
}

/**
 * Data made of plain objects, lists and typed arrays as something that can be written. Functions are left out.
 * @throws SentryalError INTERNAL for anything else
 */
export function encodePlain(root: unknown): PlainData {
  const twice = sharedObjects(root);
  const indexOf = new Map<object, number>();
  const shared: unknown[] = [];
  const arrays: PlainArray[] = [];
  const parts = (value: object): unknown =>
    Array.isArray(value)
      ? value.map((part) => encode(part))
      : Object.fromEntries(dataOf(value).map(([key, part]) => [key, encode(part)]));
  const once = (value: object, make: () => number): number => {
    const index = indexOf.get(value) ?? make();
    indexOf.set(value, index);
    return index;
  };
  const encode = (value: unknown): unknown => {
    if (typeof value === 'number') {
      const odd = oddNumber(value);
      return odd === undefined ? value : { $number: odd };
    }
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    const isPlain =
      typeof value === 'object' && (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
    if (typeof value === 'object' && typeOf(value))
      return { $array: once(value, () => arrays.push(value as PlainArray) - 1) };
    if (!isPlain) throw new SentryalError('INTERNAL', { reason: `a ${kindOf(value)} cannot be saved with a run` });
    if (!twice.has(value)) return parts(value);
    // Its parts are encoded before it takes its place, so that it names only shared objects before it.
    return { $shared: once(value, () => shared.push(parts(value)) - 1) };
  };
  return { root: encode(root), shared, arrays };
}

function fail(reason: string): never {
  throw new SentryalError('INTERNAL', { reason });
}

/**
 * What was encoded; objects that were one are one again.
 * @throws SentryalError INTERNAL where it names what is not there
 */
export function decodePlain({ root, shared, arrays }: PlainData): unknown {
  const made: unknown[] = [];
  const pick = (list: readonly unknown[], index: unknown): unknown => {
    if (typeof index !== 'number' || !(index in list)) return fail(`there is no part ${String(index)}`);
    return list[index];
  };
  const decode = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(decode);
    if ('$number' in value)
      return ODD_NUMBERS.get(String(value.$number)) ?? fail(`${String(value.$number)} is no number`);
    if ('$array' in value) return pick(arrays, value.$array);
    if ('$shared' in value) return pick(made, value.$shared);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decode(part)]));
  };
  for (const part of shared) made.push(decode(part));
  return decode(root);
}
