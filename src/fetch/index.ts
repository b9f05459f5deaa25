export { fileError } from './file-error.ts';
export { openFileSource } from './file-source.ts';
export { type OpenProductOptions, openProduct } from './open-product.ts';
export type { ProductFiles, ProductMember } from './product-files.ts';
export { lazySource, memorySource, sliceSource } from './source-views.ts';
export { ReadLedger, type ReadText, noteBytes, noteText, withLedger } from './read-ledger.ts';
export type { DataCache } from './cache/index.ts';
export type { Credentials, DataAccess, S3Keys, ServiceAddresses } from './data-access.ts';
export type { RemoteObject } from './remote-object.ts';
