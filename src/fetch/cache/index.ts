export type { DataCache } from './data-cache.ts';
