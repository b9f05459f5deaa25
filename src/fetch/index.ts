export { type GranuleName, parseGranuleName, relativeOrbitOf } from './granule-name.ts';
export { fileError } from './file-error.ts';
export { openFileSource } from './source/file-source.ts';
export { type OpenProductOptions, openProduct } from './product/open-product.ts';
export {
  type FoundProduct,
  type OpenProductAtOptions,
  type ProductProvenance,
  type ProductSource,
  openProductAt,
} from './find/open-product-at.ts';
export type { FindAttempt } from './find/attempts.ts';
export { openLocation } from './open-location.ts';
export type { ProductFiles, ProductMember } from './product/product-files.ts';
export { lazySource, memorySource, sliceSource } from './source/source-views.ts';
export { ReadLedger, type ReadText, noteBytes, noteCachedBytes, noteText, withLedger } from './source/read-ledger.ts';
export { type DataCache, type DataCacheOptions, openDataCache } from './cache/index.ts';
export type { Credentials, DataAccess, S3Keys, ServiceAddresses } from './data-access.ts';
export type { RemoteObject } from './remote-object.ts';
export {
  type DegreeCell,
  type GloTile,
  type TileList,
  cellKey,
  cellsOf,
  gloTileName,
  parseGloTile,
  readTileLists,
} from './dem/glo-tiles.ts';
export { readShippedTiles } from './dem/shipped-tiles.ts';
export { type GloDem, gloTilesOver, openGloDem } from './dem/glo-dem.ts';
export type { LandCell } from './dem/tiles-over.ts';
export { type FoundOrbit, type OrbitAttempt, type OrbitSearch, findOrbit } from './orbit/find-orbit.ts';
export type { OrbitPass } from './orbit/orbit-name.ts';
export { readCredentials, requireCredential } from './credentials/read-credentials.ts';
export { openS3Safe } from './product/s3-safe.ts';
export { openS3Object } from './source/s3-object.ts';
export { dataSpaceS3, s3ForBucket } from './source/s3-service.ts';
export { type DataAccessOptions, type OpenedDataAccess, localDataAccess, openDataAccess } from './open-data-access.ts';
export { isRemote } from './is-remote.ts';
