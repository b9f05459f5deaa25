import type { ServerResponse } from 'node:http';
import { type FileMap, burstTiff, burstXml } from '../burst-files.ts';
import { type TinyZipEntry, tinyZip } from '../tiny-zip.ts';
import { type HttpServer, type SeenRequest, startHttpServer } from './http-server.ts';

export const ASF_TOKEN = 'Bearer earthdata-token';
const COOKIE = 'asf-urs=cookie-of-the-user';

/** ASF's archive of zips and its burst service, for one granule or several. */
export interface AsfServer {
  readonly http: HttpServer;
  /** Base of the archive. */
  readonly datapool: string;
  /** Base of the burst service. */
  readonly bursts: string;
  /** The protected file that brings the cookie. */
  readonly login: string;
  /** Times that each file of the burst service is answered 202. */
  building: number;
  /** Serves one more granule. */
  add(granule: string, files: FileMap, deflated?: boolean): void;
  close(): Promise<void>;
}

/** The zip of a product. */
export function productZip(granule: string, files: FileMap, deflated: boolean): Buffer {
  return tinyZip(
    [...files].map(([path, bytes]): TinyZipEntry => ({ path: `${granule}.SAFE/${path}`, bytes, deflated })),
  );
}

function loginPage(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><html><form>Log in</form></html>');
}

/**
 * The archive asks for a token and leads to a store that must not see it; the burst service asks for the cookie that comes
 * with the login file, builds first, and leads to the store too.
 */
export async function startAsf(granule: string, files: FileMap, deflated = true): Promise<AsfServer> {
  const http = await startHttpServer();
  const asked = new Map<string, number>();
  const store = new Map<string, Buffer>();
  const server: AsfServer = {
    http,
    datapool: http.origin,
    bursts: `${http.origin}/bursts`,
    login: `${http.origin}/protected.xml`,
    building: 0,
    add(name, content, isDeflated = true) {
      const zip = productZip(name, content, isDeflated);
      http.routes.set(`/SLC/${name.slice(0, 1)}${name.slice(2, 3)}/${name}.zip`, (request, response) => {
        if (request.headers.authorization !== ASF_TOKEN) return loginPage(response);
        return lead(`/store/${name}.zip`, zip, response);
      });
      const xml = Buffer.from(burstXml(content));
      for (const swath of ['IW1', 'IW2', 'IW3'])
        for (let index = 0; index < 10; index += 1) {
          const path = `${name}/${swath}/VV/${index}`;
          http.routes.set(
            `/bursts/${path}.xml`,
            serve(`${path}.xml`, () => xml),
          );
          http.routes.set(
            `/bursts/${path}.tiff`,
            serve(`${path}.tiff`, () => burstTiff(content, swath, 'VV', index)),
          );
        }
    },
    close: () => http.close(),
  };
  const lead = (path: string, bytes: Buffer, response: ServerResponse): void => {
    if (!store.has(path)) {
      store.set(path, bytes);
      http.routes.set(path, { bytes });
    }
    response.writeHead(303, { location: `${http.at('localhost')}${path}?X-Amz-Signature=secret` }).end();
  };
  http.routes.set('/protected.xml', (request, response) => {
    if (request.headers.authorization !== ASF_TOKEN) return loginPage(response);
    response.writeHead(200, { 'content-type': 'text/xml', 'set-cookie': `${COOKIE}; Path=/` }).end('<a/>');
    return undefined;
  });
  const serve = (path: string, make: () => Buffer | undefined) => (request: SeenRequest, response: ServerResponse) => {
    if (!(request.headers.cookie ?? '').includes(COOKIE)) return loginPage(response);
    const times = asked.get(path) ?? 0;
    asked.set(path, times + 1);
    if (times < server.building) {
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"building"}');
      return undefined;
    }
    const bytes = store.get(`/store/${path}`) ?? make();
    if (bytes === undefined) {
      response.writeHead(404).end();
      return undefined;
    }
    return lead(`/store/${path}`, bytes, response);
  };
  server.add(granule, files, deflated);
  return server;
}
