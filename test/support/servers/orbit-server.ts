import type { ServerResponse } from 'node:http';
import { type HttpServer, type SeenRequest, startHttpServer } from './http-server.ts';

/** Orbit files as the public services have them: ASF's choice by scene, and the bucket that it leads to. */
export interface OrbitServer {
  readonly http: HttpServer;
  /** Puts files into the bucket; with null, names that are listed but not there. */
  put(files: Readonly<Record<string, string | Uint8Array | null>>): void;
  remove(name: string): void;
  /** The file that the service by scene leads to. */
  lead(granule: string, name: string): void;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** One page of ListObjectsV2; tokens hold what must be escaped in XML and in a query. */
function listing(keys: readonly string[], query: URLSearchParams, pageSize: number): string {
  const prefix = query.get('prefix') ?? '';
  const start = Number(/^next & (\d+)=$/.exec(query.get('continuation-token') ?? 'next & 0=')![1]);
  const found = keys.filter((key) => key.startsWith(prefix)).toSorted();
  const page = found.slice(start, start + pageSize);
  const more = start + pageSize < found.length;
  const token = more ? `<NextContinuationToken>${escaped(`next & ${start + pageSize}=`)}</NextContinuationToken>` : '';
  const contents = page.map((key) => `<Contents><Key>${escaped(key)}</Key><Size>1</Size></Contents>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>orbits</Name><Prefix>${escaped(prefix)}</Prefix>${token}<KeyCount>${page.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>${more}</IsTruncated>${contents}</ListBucketResult>`;
}

export async function startOrbitServer(pageSize = 1000): Promise<OrbitServer> {
  const http = await startHttpServer();
  const listed = new Set<string>();
  const keyOf = (name: string): string => `${/AUX_(?:POE|RES)ORB/.exec(name)![0]}/${name}`;
  http.routes.set('/', (request: SeenRequest, response: ServerResponse) => {
    const body = listing([...listed].map(keyOf), request.query, pageSize);
    response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
  });
  return {
    http,
    put(files) {
      for (const [name, content] of Object.entries(files)) {
        listed.add(name);
        if (content === null) continue;
        http.routes.set(`/${keyOf(name)}`, { bytes: Buffer.from(content), type: 'binary/octet-stream' });
      }
    },
    remove(name) {
      listed.delete(name);
      http.routes.delete(`/${keyOf(name)}`);
    },
    lead(granule, name) {
      http.routes.set(`/scene/${granule}`, { redirect: `/${keyOf(name)}` });
    },
  };
}
