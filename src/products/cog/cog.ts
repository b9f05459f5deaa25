import { SentryalError } from '../../errors/index.ts';
import { type RasterMetadata, type RasterWords, wordFields } from '../raster-tags.ts';
import { LARGEST_FILE, type Samples, type TiffField, type TiffLayout, asciiField } from '../tiff-file.ts';
import { type WrittenFile, largestCogBytes, writeCogFile } from './cog-file.ts';
import { type Resampling, halved, overviews } from './overview.ts';
import { type BandStatistics, StatisticsOf } from './statistics.ts';
import { TILE, TileRows } from './tiles.ts';

const GDAL_NO_DATA = 42_113;

/** What a raster is, says of itself, where it is, and how it is reduced. */
export interface CogHead extends TiffLayout, RasterWords {
  readonly places: readonly TiffField[];
  readonly resampling: Resampling;
}

/** A written raster. */
export interface WrittenRaster extends WrittenFile {
  /** Undefined where nothing is data, or of complex samples. */
  readonly statistics: BandStatistics | undefined;
}

/** A Cloud-Optimized GeoTIFF in the making: it takes lines from top to bottom, holds them deflated, and writes them at the end. */
export interface Cog {
  /** Takes whole lines. @throws SentryalError INTERNAL */
  append(lines: Samples): Promise<void>;
  /**
   * Writes the file; it has its name only when whole.
   * @throws SentryalError PRODUCT_TOO_LARGE, PRODUCT_UNWRITABLE, INTERNAL; the signal's reason when aborted
   */
  finish(signal?: AbortSignal): Promise<WrittenRaster>;
}

function statisticsItems(statistics: BandStatistics | undefined): RasterMetadata {
  if (!statistics) return {};
  return {
    STATISTICS_MINIMUM: statistics.minimum,
    STATISTICS_MAXIMUM: statistics.maximum,
    STATISTICS_MEAN: statistics.mean,
    STATISTICS_STDDEV: statistics.standardDeviation,
    STATISTICS_VALID_PERCENT: Number(((100 * statistics.valid) / statistics.count).toPrecision(4)),
  };
}

/** Overviews until one fits a tile. */
function levelsOf({ rows, columns }: TiffLayout): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(rows, columns) / TILE)));
}

/** The most bytes that the file of a raster can have, whatever is in it, and whether offsets of 32 bits reach all of them. */
export function cogSize(layout: TiffLayout): { readonly bytes: number; readonly fits: boolean } {
  const tilesAlong = (pixels: number): number => Math.ceil(pixels / TILE);
  const tiles = Array.from(
    { length: levelsOf(layout) + 1 },
    (_, k) => tilesAlong(halved(layout.rows, k)) * tilesAlong(halved(layout.columns, k)),
  );
  const bytes = largestCogBytes(layout.sample, tiles);
  return { bytes, fits: bytes <= LARGEST_FILE };
}

/**
 * Refuses a raster that its file may not hold, before anything is done for it.
 * @throws SentryalError PRODUCT_TOO_LARGE
 */
export function requireCogSize(path: string, layout: TiffLayout): void {
  const { bytes, fits } = cogSize(layout);
  if (!fits) throw new SentryalError('PRODUCT_TOO_LARGE', { file: path, bytes });
}

/**
 * Begins a Cloud-Optimized GeoTIFF of one band: tiles of 512, deflate, overviews down to one tile.
 * @throws SentryalError PRODUCT_TOO_LARGE
 */
export function createCog(path: string, head: CogHead): Cog {
  const { rows, columns, sample, noData, places, resampling } = head;
  requireCogSize(path, head);
  const isComplex = sample === 'complex64';
  const perLine = isComplex ? 2 * columns : columns;
  const levels = Array.from(
    { length: levelsOf(head) + 1 },
    (_, k) => new TileRows({ rows: halved(rows, k), columns: halved(columns, k), sample }),
  );
  const reduced = overviews({ columns, isComplex }, levels.length - 1, resampling, (level, line) =>
    levels[level]!.add(line),
  );
  const statistics = new StatisticsOf(noData === undefined ? undefined : Number(noData));
  return {
    async append(lines) {
      const [image] = levels as [TileRows];
      const count = lines.length / perLine;
      if (!Number.isInteger(count) || image.lines + count > rows)
        throw new SentryalError('INTERNAL', { reason: `${image.lines} + ${count} lines of ${rows} for ${path}` });
      if (!isComplex) statistics.add(lines);
      for (let k = 0; k < count; k++) {
        const line = lines.subarray(k * perLine, (k + 1) * perLine);
        image.add(line);
        reduced.add(line, image.lines === rows);
      }
      for (const level of levels) await level.encode();
    },
    async finish(signal) {
      const { lines } = levels[0]!;
      if (lines !== rows) throw new SentryalError('INTERNAL', { reason: `${lines} lines of ${rows} for ${path}` });
      const found = statistics.result();
      const written = await writeCogFile(
        path,
        levels,
        {
          fields: [...wordFields(head, statisticsItems(found)), ...places],
          shared: noData === undefined ? [] : [asciiField(GDAL_NO_DATA, noData)],
        },
        signal,
      );
      return { ...written, statistics: found };
    },
  };
}
