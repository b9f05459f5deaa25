import { SentryalError } from '../../errors/index.ts';
import type { BoundingBox, Polarization, SwathName } from '../../model/index.ts';
import { redactUrl } from '../../network/index.ts';
import type { DataAccess } from '../data-access.ts';
import { noteBytes } from '../source/read-ledger.ts';

/** One burst as the catalogue of the Data Space lists it. */
export interface ListedBurst {
  readonly swath: SwathName;
  /** First byte in the measurement of the whole granule. */
  readonly byteOffset: number;
  readonly lines: number;
  readonly samples: number;
}

type Row = Readonly<Record<string, unknown>>;

const MAX_ANSWER_BYTES = 8 * 2 ** 20;

/** Where a granule lies changes hardly ever, but may. */
const PLACE_AGE_S = 86_400;

/** A granule has 27 bursts in a channel. */
const MAX_BURSTS = 100;

/** Footprints are drawn at the ground's mean height: bursts this near are taken too, degrees of latitude (2 km). */
const MARGIN_DEG = 0.02;

async function queryBytes(access: DataAccess, url: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const response = await access.network.request({ url, headers: { accept: 'application/json' }, signal });
  const bytes = await response.bytes(MAX_ANSWER_BYTES);
  noteBytes(bytes.byteLength);
  return bytes;
}

function rowsOf(address: string, bytes: Uint8Array): Row[] {
  const invalid = (reason: string): SentryalError =>
    new SentryalError('DATA_SPACE_ANSWER_INVALID', { address, reason });
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
  const value = typeof document === 'object' && document !== null && 'value' in document ? document.value : undefined;
  if (!Array.isArray(value) || !value.every((row) => typeof row === 'object' && row !== null))
    throw invalid('it has no list of values');
  return value as Row[];
}

function query(base: string, collection: string, filter: string, top: number): string {
  return `${base.replace(/\/$/, '')}/${collection}?$filter=${encodeURIComponent(filter)}&$top=${top}`;
}

/**
 * Asks the catalogue where a granule lies in S3.
 * @param base address of the catalogue
 * @throws SentryalError DATA_SPACE_GRANULE_ABSENT, DATA_SPACE_ANSWER_INVALID, those of the network
 */
export async function dataSpacePlace(
  granule: string,
  base: string,
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<{ bucket: string; prefix: string }> {
  const url = query(base, 'Products', `Name eq '${granule}.SAFE'`, 2);
  const address = redactUrl(url);
  const placeOf = (bytes: Uint8Array): string => {
    const [row] = rowsOf(address, bytes);
    if (row === undefined) throw new SentryalError('DATA_SPACE_GRANULE_ABSENT', { granule, address });
    const path = row['S3Path'];
    if (typeof path !== 'string' || !/^\/[^/]+\/.+/.test(path))
      throw new SentryalError('DATA_SPACE_ANSWER_INVALID', { address, reason: 'the granule has no S3Path' });
    return path;
  };
  const download = async (inner?: AbortSignal): Promise<Uint8Array> => {
    const bytes = await queryBytes(access, url, inner);
    // Only a place is kept, not that there was none yet.
    placeOf(bytes);
    return bytes;
  };
  const path = placeOf(await access.cache.file(`${address}/${granule}`, PLACE_AGE_S, download, signal));
  const [, bucket = '', prefix = ''] = /^\/([^/]+)\/(.+?)\/?$/.exec(path) ?? [];
  return { bucket, prefix };
}

function polygon({ north, south, east, west }: BoundingBox): string {
  const lat = { south: Math.max(-90, south - MARGIN_DEG), north: Math.min(90, north + MARGIN_DEG) };
  const widest = Math.max(Math.abs(lat.south), Math.abs(lat.north));
  const margin = MARGIN_DEG / Math.max(0.05, Math.cos((widest * Math.PI) / 180));
  const lon = { west: west - margin, east: east + margin };
  const corners = [
    [lon.west, lat.south],
    [lon.east, lat.south],
    [lon.east, lat.north],
    [lon.west, lat.north],
    [lon.west, lat.south],
  ];
  return corners.map((corner) => corner.map((value) => value!.toFixed(6)).join(' ')).join(',');
}

/**
 * Asks the catalogue for the bursts of a granule over an area (and somewhat around it).
 * @throws SentryalError DATA_SPACE_ANSWER_INVALID, those of the network
 */
export async function dataSpaceBursts(
  granule: string,
  base: string,
  access: DataAccess,
  wanted: { readonly polarization: Polarization; readonly bbox: BoundingBox; readonly signal: AbortSignal | undefined },
): Promise<ListedBurst[]> {
  const filter = [
    `ParentProductName eq '${granule}.SAFE'`,
    `PolarisationChannels eq '${wanted.polarization.toUpperCase()}'`,
    `OData.CSC.Intersects(area=geography'SRID=4326;POLYGON((${polygon(wanted.bbox)}))')`,
  ].join(' and ');
  const url = query(base, 'Bursts', filter, MAX_BURSTS);
  const address = redactUrl(url);
  return rowsOf(address, await queryBytes(access, url, wanted.signal)).map((row): ListedBurst => {
    const swath = String(row['SwathIdentifier']).toLowerCase();
    const [byteOffset, lines, samples] = [row['ByteOffset'], row['LinesPerBurst'], row['SamplesPerBurst']].map(Number);
    if (!/^iw[123]$/.test(swath) || ![byteOffset, lines, samples].every(Number.isSafeInteger))
      throw new SentryalError('DATA_SPACE_ANSWER_INVALID', { address, reason: 'a burst lacks swath, offset or size' });
    return { swath: swath as SwathName, byteOffset: byteOffset!, lines: lines!, samples: samples! };
  });
}
