import { type HttpServer, startHttpServer } from './http-server.ts';

/** A burst as the catalogue of the Data Space lists it. */
export interface CataloguedBurst {
  readonly SwathIdentifier: string;
  readonly ByteOffset: number;
  readonly LinesPerBurst: number;
  readonly SamplesPerBurst: number;
  /** West, south, east, north. */
  readonly footprint: readonly [number, number, number, number];
}

/** The catalogue of the Copernicus Data Space, with one granule or several. */
export interface DataSpaceServer {
  readonly http: HttpServer;
  readonly base: string;
  /** Filters that were asked with, in order. */
  readonly filters: string[];
  /** Those of the first granule. */
  bursts: CataloguedBurst[];
  /** Lists one more granule. */
  add(granule: string, s3Path: string, bursts: readonly CataloguedBurst[]): void;
  close(): Promise<void>;
}

/** @param s3Path `/bucket/prefix` */
export async function startDataSpace(granule: string, s3Path: string): Promise<DataSpaceServer> {
  const http = await startHttpServer();
  const others = new Map<string, { readonly s3Path: string; readonly bursts: readonly CataloguedBurst[] }>();
  const listed = (name: string | undefined) =>
    name === granule ? { s3Path, bursts: server.bursts } : others.get(name ?? '');
  const server: DataSpaceServer = {
    http,
    base: `${http.origin}/odata/v1`,
    filters: [],
    bursts: [],
    add(name, path, bursts) {
      others.set(name, { s3Path: path, bursts });
    },
    close: () => http.close(),
  };
  http.routes.set('/odata/v1/Products', (request, response) => {
    const filter = request.query.get('$filter') ?? '';
    server.filters.push(filter);
    const [, name] = /^Name eq '(.*)\.SAFE'$/.exec(filter) ?? [];
    const found = listed(name);
    const value = found ? [{ Id: '1', Name: `${name}.SAFE`, S3Path: found.s3Path }] : [];
    response.writeHead(200, { 'content-type': 'application/json;odata.metadata=minimal' });
    response.end(JSON.stringify({ '@odata.context': '$metadata#Products', value }));
  });
  http.routes.set('/odata/v1/Bursts', (request, response) => {
    const filter = request.query.get('$filter') ?? '';
    server.filters.push(filter);
    const match =
      /^ParentProductName eq '(.*)\.SAFE' and PolarisationChannels eq 'VV' and OData\.CSC\.Intersects\(area=geography'SRID=4326;POLYGON\(\(([-\d., ]+)\)\)'\)$/.exec(
        filter,
      );
    if (match === null) {
      response.writeHead(400).end();
      return;
    }
    const corners = match[2]!.split(',').map((corner) => corner.trim().split(' ').map(Number));
    const lons = corners.map((corner) => corner[0]!);
    const lats = corners.map((corner) => corner[1]!);
    const value = (listed(match[1])?.bursts ?? [])
      .filter(({ footprint: [west, south, east, north] }) => {
        const apart =
          west > Math.max(...lons) ||
          east < Math.min(...lons) ||
          south > Math.max(...lats) ||
          north < Math.min(...lats);
        return !apart;
      })
      .map(({ footprint: _footprint, ...row }) => ({ ...row, ParentProductName: `${match[1]}.SAFE` }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ value }));
  });
  return server;
}
