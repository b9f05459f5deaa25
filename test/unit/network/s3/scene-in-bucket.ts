import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { isSentryalError } from '../../../../src/errors/index.ts';
import { type S3, type S3Options, openS3 } from '../../../../src/network/index.ts';
import { type HttpServer, startHttpServer } from '../../../support/servers/http-server.ts';
import { type S3Fault, type S3Server, S3_KEYS, startS3Server } from '../../../support/servers/s3-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export const LOOPBACK = { allowPrivate: true, allowedHosts: [] };
export const BUCKET = 'scenes';
export const KEY = 'Sentinel-1/a scene.SAFE/measurement/iw1.tiff';
export const content = randomBytes(300_000);
export const RANGE = { offset: 1234, length: 200_000 };
export const part = content.subarray(RANGE.offset, RANGE.offset + RANGE.length);

/** A service that holds one object, for the tests of one file. */
export interface Scene {
  server: S3Server;
  /** Where redirects lead: it must never be asked for anything. */
  elsewhere: HttpServer;
  s3: S3;
  whole: { sizeBytes: number; etag: string };
  open(options?: S3Options): S3;
  /** One fault at the next request, none after it. */
  failNext(fault: S3Fault): void;
}

export function sceneInBucket(): Scene {
  const folder = temporaryFolder();
  const scene = {
    open: (options: S3Options = {}): S3 =>
      openS3(LOOPBACK, {
        endpoint: scene.server.origin,
        keys: S3_KEYS,
        firstWaitS: 0.001,
        stallS: 0.3,
        retries: 2,
        ...options,
      }),
    failNext(fault: S3Fault): void {
      const next = scene.server.requests.length;
      scene.server.fault = (seen) => (seen.index === next ? fault : undefined);
    },
  } as Scene;
  beforeAll(async () => {
    scene.server = await startS3Server(mkdtempSync(join(folder, 's3-')), [BUCKET]);
    scene.elsewhere = await startHttpServer();
    scene.s3 = scene.open();
    await scene.s3.put(BUCKET, KEY, content);
    scene.whole = await scene.s3.head(BUCKET, KEY);
  });
  afterEach(() => {
    scene.server.fault = undefined;
  });
  afterAll(async () => {
    scene.s3.close();
    await scene.server.close();
    await scene.elsewhere.close();
  });
  return scene;
}

/** Code of the error that something ends with, `none` where it does not. */
export async function codeOf(result: Promise<unknown>): Promise<string> {
  return result.then(
    () => 'none',
    (error: unknown) => (isSentryalError(error) ? error.code : String(error)),
  );
}
