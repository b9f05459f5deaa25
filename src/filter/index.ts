export { type FilterInput, goldsteinFilter } from './goldstein.ts';
