import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ServiceAddresses } from '../../../src/fetch/index.ts';
import { openS3 } from '../../../src/network/index.ts';
import { cataloguedBursts, readFolder } from '../simulated-granule.ts';
import { GEOGRAPHIC_POINT, tinyDem } from '../tiny-dem.ts';
import { type AsfServer, productZip, startAsf } from './asf.ts';
import { type CataloguedBurst, type DataSpaceServer, startDataSpace } from './data-space.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { type OrbitServer, startOrbitServer } from './orbit-server.ts';
import { S3_KEYS, type S3Server, startS3Server } from './s3-server.ts';

export type Box = Record<'north' | 'south' | 'east' | 'west', number>;
export type Dates<Value> = readonly [reference: Value, secondary: Value];

/** Folder of both granules in the bucket `eodata`. */
export const PREFIX = 'Sentinel-1/SAR/IW_SLC__1S/2023/06/05';

/** A simulated scene wherever data can be. */
export interface Elsewhere {
  /** Granules. */
  readonly names: Dates<string>;
  /** `/reference.zip` (deflated), `/secondary.zip` (stored), `/dem/dem.tif`, `/mask.tif`. */
  readonly files: HttpServer;
  readonly s3: S3Server;
  readonly dataSpace: DataSpaceServer;
  readonly asf: AsfServer;
  readonly orbits: OrbitServer;
  readonly services: Partial<ServiceAddresses>;
  /** Bytes of bodies, and requests, of all servers together. */
  readonly sentBytes: number;
  readonly requests: number;
  close(): Promise<void>;
}

/** Every other column of a lattice of a thousandth of a degree is water, in a margin around the box too. */
function waterMask({ north, south, east, west }: Box): Buffer {
  return tinyDem({
    columns: Math.ceil((east - west) / 0.001) + 200,
    rows: Math.ceil((north - south) / 0.001) + 200,
    height: (column) => (column % 2 === 0 ? 2 : 0),
    keys: GEOGRAPHIC_POINT,
    scale: [0.001, 0.001],
    origin: [west - 0.1, north + 0.1],
    int16: true,
  });
}

/**
 * Serves the granules, orbits and DEM of a simulated scene, and a water mask, which is written beside them too (`mask.tif`).
 * @param folder of the scene
 * @param s3Folder empty folder for the bucket
 */
export async function startElsewhere(folder: string, s3Folder: string): Promise<Elsewhere> {
  const { bbox, options, ...granules } = JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8')) as {
    readonly bbox: Box;
    readonly options: Record<'reference_orbit' | 'secondary_orbit', string>;
    readonly reference_granule: string;
    readonly secondary_granule: string;
  };
  const names = [granules.reference_granule, granules.secondary_granule] as const;
  const reference = readFolder(join(folder, `${names[0]}.SAFE`));
  const secondary = readFolder(join(folder, `${names[1]}.SAFE`));
  const mask = waterMask(bbox);
  writeFileSync(join(folder, 'mask.tif'), mask);
  const files = await startHttpServer({
    '/reference.zip': { bytes: productZip(names[0], reference, true) },
    '/secondary.zip': { bytes: productZip(names[1], secondary, false) },
    '/dem/dem.tif': { bytes: readFileSync(join(folder, 'dem.tif')) },
    '/mask.tif': { bytes: mask },
  });
  const s3 = await startS3Server(s3Folder, ['eodata']);
  const service = openS3({ allowPrivate: true, allowedHosts: [] }, { endpoint: s3.origin, keys: S3_KEYS });
  for (const [name, product] of [
    [names[0], reference],
    [names[1], secondary],
  ] as const)
    for (const [path, bytes] of product) await service.put('eodata', `${PREFIX}/${name}.SAFE/${path}`, bytes);
  service.close();
  const around = [bbox.west, bbox.south, bbox.east, bbox.north] as const;
  const bursts = (product: Map<string, Buffer>): CataloguedBurst[] =>
    cataloguedBursts(product).map((burst) => ({ ...burst, footprint: around }));
  const dataSpace = await startDataSpace(names[0], `/eodata/${PREFIX}/${names[0]}.SAFE`);
  dataSpace.bursts = bursts(reference);
  dataSpace.add(names[1], `/eodata/${PREFIX}/${names[1]}.SAFE`, bursts(secondary));
  const asf = await startAsf(names[0], reference);
  asf.add(names[1], secondary);
  const orbits = await startOrbitServer();
  for (const [granule, path] of [
    [names[0], options.reference_orbit],
    [names[1], options.secondary_orbit],
  ] as const) {
    const name = basename(path);
    orbits.put({ [name]: readFileSync(join(folder, name)) });
    orbits.lead(granule, name);
  }
  const servers = [files, s3, dataSpace.http, asf.http, orbits.http];
  return {
    ...{ names, files, s3, dataSpace, asf, orbits },
    services: {
      dataSpaceCatalogue: [dataSpace.base],
      dataSpaceS3: [s3.origin],
      asfBursts: [asf.bursts],
      asfDatapool: [asf.datapool],
      asfLogin: [asf.login],
      orbitsByScene: [orbits.http.origin],
      orbitBuckets: [orbits.http.origin],
    },
    get sentBytes() {
      return servers.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
    },
    get requests() {
      return servers.reduce((sum, { requests }) => sum + requests.length, 0);
    },
    async close() {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
