import { type HttpServer, startHttpServer } from './http-server.ts';

/** Copernicus DEM tiles under the keys of the public buckets, both products on one server. */
export interface DemServer {
  readonly http: HttpServer;
  /** Tiles by name without `.tif`. */
  put(tiles: Readonly<Record<string, Uint8Array>>): void;
}

export async function startDemServer(): Promise<DemServer> {
  const http = await startHttpServer();
  return {
    http,
    put(tiles) {
      for (const [name, bytes] of Object.entries(tiles))
        http.routes.set(`/${name}/${name}.tif`, { bytes, type: 'image/tiff' });
    },
  };
}
