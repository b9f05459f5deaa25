export { type FilterInput, goldsteinFilter } from './goldstein.ts';
export { goldsteinKernel } from './goldstein.kernel.ts';
