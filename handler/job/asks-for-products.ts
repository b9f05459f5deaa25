import { unwrapJob } from '../../src/job/index.ts';

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** Whether a job itself names rasters to write: the default is for where there is a place for them. */
export function asksForProducts(input: unknown): boolean {
  const products = fieldOf(fieldOf(unwrapJob(input), 'options'), 'products');
  return Array.isArray(products) && products.length > 0;
}
