import { SentryalError, isSentryalError } from '../../errors/index.ts';
import type { ByteSource, Polarization } from '../../model/index.ts';
import { redactUrl } from '../../network/index.ts';
import type { DataAccess } from '../data-access.ts';
import { openHttpObject } from '../source/http-object.ts';
import { noteBytes, noteText } from '../source/read-ledger.ts';
import { memorySource } from '../source/source-views.ts';
import { burstMeasurement } from './burst-measurement.ts';
import { type BurstMetadata, type WrappedSwath, parseBurstMetadata } from './burst-metadata.ts';
import { type BurstServiceOptions, burstService } from './burst-service.ts';
import { MAX_TEXT_BYTES, type ProductFiles, type ProductMember } from './product-files.ts';

/** Largest burst: 160 MB. */
const MAX_BURST_BYTES = 512 * 2 ** 20;

export interface AsfBurstsOptions extends Omit<BurstServiceOptions, 'login'> {
  readonly polarization: Polarization;
  readonly signal?: AbortSignal | undefined;
}

/** Content of a login file; only the cookie that comes with it matters. */
const LOGIN_FILE_BYTES = 2 ** 20;

/**
 * The service knows its users by a cookie only, which comes with any protected file that was asked for with a token.
 * Without the file the request itself has to do.
 */
async function signIn(access: DataAccess, signal: AbortSignal | undefined): Promise<void> {
  const { credentials, services, network } = access;
  if (credentials.earthdata === undefined) return;
  let failure: unknown;
  for (const url of services.asfLogin ?? []) {
    try {
      const response = await network.request({ url, login: credentials.earthdata, signal });
      await response.bytes(LOGIN_FILE_BYTES);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      failure = error;
    }
  }
  if (failure !== undefined) throw failure;
}

/** A cookie that has expired brings a page to log in: it is fetched anew, once. */
async function whileSignedIn<Result>(
  access: DataAccess,
  signal: AbortSignal | undefined,
  body: () => Promise<Result>,
): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    if (!isSentryalError(error, 'LOGIN_PAGE') && !isSentryalError(error, 'LOGIN_REFUSED')) throw error;
    signal?.throwIfAborted();
    await signIn(access, signal);
    return body();
  }
}

/**
 * A granule as ASF's burst service has it: manifest and annotation come from the metadata of one burst, and of the
 * measurements only the bursts that are read.
 * @param base address of the service
 * @throws SentryalError ASF_BURST_METADATA_INVALID, ASF_BURST_NOT_BUILT, those of the network; from reads also
 * ASF_BURST_UNSUPPORTED, ASF_BURST_BYTES_ABSENT
 */
export async function openAsfBursts(
  granule: string,
  base: string,
  access: DataAccess,
  options: AsfBurstsOptions,
): Promise<ProductFiles> {
  const { network, cache, credentials } = access;
  const login = credentials.earthdata;
  const service = burstService(network, { ...options, login });
  const channel = options.polarization.toUpperCase();
  const url = (swath: string, file: string): string =>
    `${base.replace(/\/$/, '')}/${granule}/${swath.toUpperCase()}/${channel}/${file}`;
  await signIn(access, options.signal);
  const signedIn = <Result>(signal: AbortSignal | undefined, body: () => Promise<Result>): Promise<Result> =>
    whileSignedIn(access, signal, body);

  const metadataUrl = url('iw1', '0.xml');
  const download = async (signal?: AbortSignal): Promise<Uint8Array> => {
    const response = await signedIn(signal, () => service.built({ url: metadataUrl, signal }));
    const bytes = await response.bytes(MAX_TEXT_BYTES);
    noteBytes(bytes.byteLength);
    return bytes;
  };
  const content = await cache.file(redactUrl(metadataUrl), Number.POSITIVE_INFINITY, download, options.signal);
  const metadata: BurstMetadata = parseBurstMetadata(redactUrl(metadataUrl), new TextDecoder().decode(content));

  const openBurst = async (wrapped: WrappedSwath, index: number, signal?: AbortSignal): Promise<ByteSource> => {
    const tiff = url(wrapped.swath, `${index}.tiff`);
    try {
      const built = await signedIn(signal, () => service.built({ url: tiff, range: { offset: 0, length: 8 }, signal }));
      await built.drop();
      const remote = await signedIn(signal, () => openHttpObject(tiff, network, { login, signal }));
      return cache.source({
        ...remote,
        read: (offset, length, reading) => signedIn(reading?.signal, () => remote.read(offset, length, reading)),
      });
    } catch (error) {
      if (!isSentryalError(error, 'RANGE_NOT_SERVED')) throw error;
      // A service without ranges: the file is taken whole.
      const whole = async (inner?: AbortSignal): Promise<Uint8Array> => {
        const response = await signedIn(inner, () => service.built({ url: tiff, signal: inner }));
        const bytes = await response.bytes(MAX_BURST_BYTES);
        noteBytes(bytes.byteLength);
        return bytes;
      };
      return memorySource(tiff, await cache.file(redactUrl(tiff), Number.POSITIVE_INFINITY, whole, signal));
    }
  };

  const swaths = metadata.swaths.filter(({ polarization }) => polarization === options.polarization);
  if (swaths.length === 0)
    throw new SentryalError('ASF_BURST_METADATA_INVALID', {
      address: redactUrl(metadataUrl),
      reason: `it has no annotation of ${channel}`,
    });
  const texts = new Map<string, string>([
    ['manifest.safe', metadata.manifest],
    ...swaths.map(({ annotationPath, annotation }) => [annotationPath, annotation] as const),
  ]);
  const measurements = new Map(
    swaths.map((wrapped) => [
      wrapped.measurementPath,
      burstMeasurement(wrapped, (index, signal) => openBurst(wrapped, index, signal)),
    ]),
  );
  const members: ProductMember[] = [
    ...[...texts].map(([path, text]) => ({ path, sizeBytes: Buffer.byteLength(text) })),
    ...[...measurements].map(([path, { sizeBytes }]): ProductMember => ({ path, sizeBytes, hasDirectory: false })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  const missing = (member: string): SentryalError =>
    new SentryalError('PRODUCT_MEMBER_MISSING', { product: granule, member });
  return {
    name: granule,
    location: redactUrl(`${base.replace(/\/$/, '')}/${granule}`),
    list: () => members,
    async readText(path) {
      const text = texts.get(path);
      if (text === undefined) throw missing(path);
      noteText(`${granule}.SAFE/${path}`, Buffer.from(text));
      return text;
    },
    async open(path) {
      const measurement = measurements.get(path);
      const text = texts.get(path);
      // Bursts that were opened serve every reader until the product is closed.
      if (measurement !== undefined) return { ...measurement, async close() {} };
      if (text !== undefined) return memorySource(path, Buffer.from(text));
      throw missing(path);
    },
    async close() {
      await Promise.all([...measurements.values()].map((measurement) => measurement.close()));
    },
  };
}
