import type { Warn } from '../model/index.ts';
import type { Login, Network, S3Keys } from '../network/index.ts';
import type { DataCache } from './cache/index.ts';

export type { S3Keys };

/** What the user has to show, read once; absent where it was not found, and then `missing` tells where it is looked for. */
export interface Credentials {
  readonly earthdata?: Login | undefined;
  readonly dataSpaceS3?: S3Keys | undefined;
}

/** Addresses of the public services; several are mirrors, tried in turn. */
export interface ServiceAddresses {
  /** OData of the Copernicus Data Space: `https://catalogue.dataspace.copernicus.eu/odata/v1`. */
  readonly dataSpaceCatalogue: readonly string[];
  /** S3 of the Data Space (bucket eodata): `https://eodata.dataspace.copernicus.eu`. */
  readonly dataSpaceS3: readonly string[];
  /** Zips of ASF: `https://datapool.asf.alaska.edu`. */
  readonly asfDatapool: readonly string[];
  /** ASF's burst service: `https://sentinel1-burst.asf.alaska.edu`. */
  readonly asfBursts: readonly string[];
  /** A small protected file of ASF: with it comes the cookie by which the burst service knows its users. */
  readonly asfLogin?: readonly string[];
  /** ASF's choice of an orbit for a scene: `https://s1-orbits.asf.alaska.edu`. */
  readonly orbitsByScene: readonly string[];
  /** Public bucket of orbit files: `https://s1-orbits.s3.amazonaws.com`. */
  readonly orbitBuckets: readonly string[];
  /** Public bucket of GLO-30: `https://copernicus-dem-30m.s3.amazonaws.com`. */
  readonly glo30: readonly string[];
  readonly glo90: readonly string[];
}

/** How a process reaches data. */
export interface DataAccess {
  readonly network: Network;
  readonly cache: DataCache;
  readonly credentials: Credentials;
  readonly services: ServiceAddresses;
  /** Whether paths and file:// may be read: on the command line, never in a worker. */
  readonly allowLocalPaths: boolean;
  readonly warn: Warn;
}
