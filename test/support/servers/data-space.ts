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

/** The catalogue of the Copernicus Data Space, with one granule. */
export interface DataSpaceServer {
  readonly http: HttpServer;
  readonly base: string;
  /** Filters that were asked with, in order. */
  readonly filters: string[];
  bursts: CataloguedBurst[];
  close(): Promise<void>;
}

/** @param s3Path `/bucket/prefix` */
export async function startDataSpace(granule: string, s3Path: string): Promise<DataSpaceServer> {
  const http = await startHttpServer();
  const server: DataSpaceServer = {
    http,
    base: `${http.origin}/odata/v1`,
    filters: [],
    bursts: [],
    close: () => http.close(),
  };
  http.routes.set('/odata/v1/Products', (request, response) => {
    const filter = request.query.get('$filter') ?? '';
    server.filters.push(filter);
    const value = filter === `Name eq '${granule}.SAFE'` ? [{ Id: '1', Name: `${granule}.SAFE`, S3Path: s3Path }] : [];
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
    const value = server.bursts
      .filter(({ footprint: [west, south, east, north] }) => {
        const apart =
          west > Math.max(...lons) ||
          east < Math.min(...lons) ||
          south > Math.max(...lats) ||
          north < Math.min(...lats);
        return match[1] === granule && !apart;
      })
      .map(({ footprint: _footprint, ...row }) => ({ ...row, ParentProductName: `${granule}.SAFE` }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ value }));
  });
  return server;
}
