import { type TiffField, asciiField } from './tiff-file.ts';

const TAG = { description: 270, software: 305, copyright: 33_432, gdalMetadata: 42_112, gdalNoData: 42_113 } as const;

/** Named texts and numbers of a raster: items of GDAL's metadata. */
export type RasterMetadata = Readonly<Record<string, string | number>>;

/** What a raster says of itself. */
export interface RasterWords {
  readonly title: string;
  readonly unit: string;
  /** The value of no data as GDAL writes it: `nan`, `0`; without it every value is data. */
  readonly noData?: string;
  readonly metadata?: RasterMetadata;
  /** Name and version of what wrote it. */
  readonly software?: string;
  readonly copyright?: string;
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Text for XML 1.0 in 7 bits: markup as entities, what is beyond ASCII as character references; control characters and
 * halves of pairs, which XML does not hold, as question marks.
 */
export function escapeXml(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0)!;
    const named = NAMED[character];
    if (named !== undefined) return named;
    if (code >= 0x20 && code < 0x7f) return character;
    const isHeld = code === 9 || code === 10 || code === 13 || (code >= 0xa0 && !(code >= 0xd800 && code <= 0xdfff));
    return isHeld && code !== 0xfffe && code !== 0xffff ? `&#${code};` : '?';
  }).join('');
}

/** GDAL takes entities out of values twice, so that an ampersand is written as the entity of its entity. */
function item(name: string, value: string | number, of = ''): string {
  const text = escapeXml(String(value).replaceAll('&', '&amp;'));
  return `  <Item name="${escapeXml(name)}"${of}>${text}</Item>\n`;
}

/**
 * Tags of a raster of one band: words for any reader, and GDAL's metadata with description and unit of the band.
 * @param statistics items of the band
 */
export function wordFields(words: RasterWords, statistics: RasterMetadata = {}): TiffField[] {
  const { title, unit, noData, metadata = {}, software, copyright } = words;
  const text = (tag: number, value: string | undefined): TiffField[] =>
    value === undefined ? [] : [asciiField(tag, value)];
  const items = [
    ...Object.entries(metadata).map(([name, value]) => item(name, value)),
    ...Object.entries(statistics).map(([name, value]) => item(name, value, ' sample="0"')),
    item('DESCRIPTION', title, ' sample="0" role="description"'),
    item('UNITTYPE', unit, ' sample="0" role="unittype"'),
  ];
  return [
    ...text(TAG.description, `${title} (${unit})`),
    ...text(TAG.software, software),
    ...text(TAG.copyright, copyright),
    ...text(TAG.gdalMetadata, `<GDALMetadata>\n${items.join('')}</GDALMetadata>\n`),
    ...text(TAG.gdalNoData, noData),
  ];
}
