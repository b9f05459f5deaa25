import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8',
  '.geojson': 'application/geo+json',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl',
  '.log': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.qgs': 'application/x-qgis',
  '.qml': 'application/xml',
  // Of the OGC: GeoTIFF 1.1, annex on media types; COG standard.
  '.tif': 'image/tiff; application=geotiff; profile=cloud-optimized',
  '.tiff': 'image/tiff; application=geotiff; profile=cloud-optimized',
  '.txt': 'text/plain; charset=utf-8',
  '.vrt': 'application/xml',
  '.xml': 'application/xml',
  '.zip': 'application/zip',
};

/** Media type of a product by the ending of its name. */
export function contentTypeOf(name: string): string {
  return TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';
}
