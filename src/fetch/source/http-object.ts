import { createHash } from 'node:crypto';
import { SentryalError, isSentryalError } from '../../errors/index.ts';
import {
  type HttpRequest,
  type HttpResponse,
  type Login,
  type Network,
  parseContentRange,
  parseUnsatisfied,
  redactUrl,
} from '../../network/index.ts';
import type { RemoteObject } from '../remote-object.ts';
import { checkRange } from './file-source.ts';
import { noteBytes } from './read-ledger.ts';

/** A file whose server gives no parts is read whole up to this size. */
const MAX_WHOLE_BYTES = 64 * 2 ** 20;
/** Parameters that prove a right and name no content. */
const SIGNATURE = /^(x-amz-.*|x-goog-.*|awsaccesskeyid|signature|expires|policy|key-pair-id|token|access_token)$/i;
/** What comes of a link that has expired: 401, 403, or 400 of some stores. */
const isExpiry = (error: unknown): boolean =>
  isSentryalError(error, 'LOGIN_REFUSED') || isSentryalError(error, 'HTTP_FAILED');

/** What a query names of a content, hashed: the address alone does not tell such files apart. */
function queryVersion(url: string): string {
  const named = [...new URL(url).searchParams].filter(([name]) => !SIGNATURE.test(name));
  if (named.length === 0) return '';
  return ` query ${createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, 16)}`;
}

/** Where and what an object is, from the answer to a request for its first byte. */
interface Found {
  readonly sizeBytes: number;
  /** ETag, else time of the last change. */
  readonly version: string | undefined;
  /** After redirects. */
  readonly url: string;
  /** Its content, where the server gives no parts. */
  readonly whole?: Uint8Array;
}

async function readWhole(url: string, response: HttpResponse): Promise<Uint8Array> {
  try {
    return await response.bytes(MAX_WHOLE_BYTES);
  } catch (error) {
    if (!isSentryalError(error, 'RESPONSE_TOO_LARGE')) throw error;
    const reason = 'it gives no parts of files, and this one is too large to be read whole';
    throw new SentryalError('RANGE_NOT_SERVED', { url: redactUrl(url), first: 0, last: 0, reason }, { cause: error });
  }
}

async function find(network: Network, request: HttpRequest): Promise<Found> {
  const response = await network.request({ ...request, range: { offset: 0, length: 1 }, accept: [200, 416] });
  const { headers, url } = response;
  const version = headers['etag'] ?? headers['last-modified'];
  if (response.status === 200) {
    const whole = await readWhole(request.url, response);
    noteBytes(whole.byteLength);
    return { sizeBytes: whole.byteLength, version, url, whole };
  }
  await response.drop();
  const sizeBytes =
    response.status === 416
      ? parseUnsatisfied(headers['content-range'])
      : parseContentRange(headers['content-range'])?.wholeBytes;
  // An answer 416 is of an empty file, or it is no answer to a request for the first byte.
  if (sizeBytes === undefined || (response.status === 416 && sizeBytes !== 0)) {
    const reason = 'it does not say how long it is';
    throw new SentryalError('RANGE_NOT_SERVED', { url: redactUrl(request.url), first: 0, last: 0, reason });
  }
  return { sizeBytes, version, url };
}

/**
 * A file behind http(s), read by ranges; all reads are of the version found when it was opened. Where redirects led is used
 * until it is refused: links to stores expire.
 * @param options `login` is shown to its own hosts only
 * @throws SentryalError those of a request, RANGE_NOT_SERVED also where the server gives no parts of a file of more than 64 MiB
 */
export async function openHttpObject(
  url: string,
  network: Network,
  options: { readonly login?: Login | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<RemoteObject> {
  const { login } = options;
  const found = await find(network, { url, login, signal: options.signal });
  const { sizeBytes, version, whole } = found;
  const address = redactUrl(url);
  let place = found.url;

  const readPart = async (offset: number, length: number, signal: AbortSignal | undefined): Promise<Uint8Array> => {
    const request = { login, range: { offset, length }, etag: version, signal };
    const link = place;
    if (link !== url) {
      try {
        return await checked(await network.request({ ...request, url: link }), length);
      } catch (error) {
        if (!isExpiry(error)) throw error;
        // Another read may have found the new place meanwhile.
        if (place === link) place = url;
      }
    }
    const response = await network.request({ ...request, url });
    place = response.url;
    return checked(response, length);
  };

  const checked = async (response: HttpResponse, length: number): Promise<Uint8Array> => {
    const wholeBytes = parseContentRange(response.headers['content-range'])?.wholeBytes;
    if (wholeBytes !== undefined && wholeBytes !== sizeBytes) {
      await response.drop();
      throw new SentryalError('RESOURCE_CHANGED', { url: address, reason: 'its length is another' });
    }
    return response.bytes(length);
  };

  return {
    name: address,
    address,
    // Without a version of its own an address says nothing of what it gives tomorrow.
    version: version === undefined ? '' : version + queryVersion(url),
    sizeBytes,
    async read(offset, length, readOptions) {
      readOptions?.signal?.throwIfAborted();
      checkRange(address, sizeBytes, offset, length);
      if (whole !== undefined) return whole.slice(offset, offset + length);
      if (length === 0) return new Uint8Array();
      const bytes = await readPart(offset, length, readOptions?.signal);
      noteBytes(length);
      return bytes;
    },
    async close() {},
  };
}
