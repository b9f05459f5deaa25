export type { DataCache } from './data-cache.ts';
export { type DataCacheOptions, openDataCache } from './open-data-cache.ts';
