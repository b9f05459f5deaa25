import { tinyTiff } from './tiny-tiff.ts';

/** The files of a product by path. */
export type FileMap = ReadonlyMap<string, Uint8Array>;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

function numberOf(annotation: string, element: string): number {
  return Number(new RegExp(`<${element}>(\\d+)</${element}>`).exec(annotation)![1]);
}

/** Without the XML declaration. */
function bare(xml: string): string {
  return xml.replace(/^\s*<\?xml[^>]*\?>\s*/, '');
}

function wrapped(kind: string, path: string, annotation: string): string {
  const [, swath, channel] = /-(iw\d)-slc-(\w\w)-/.exec(path)!;
  const inner = bare(annotation)
    .replace(/^<\w+[^>]*>/, '')
    .replace(/<\/\w+>\s*$/, '');
  const name = path.split('/').at(-1);
  return `<${kind} source_filename="${name}"><swath>${swath!.toUpperCase()}</swath><polarisation>${channel!.toUpperCase()}</polarisation><startTime>0</startTime><content>${inner}</content></${kind}>`;
}

/** The metadata that ASF's service gives with each burst of a granule: manifest and annotation of every swath. */
export function burstXml(files: FileMap): string {
  const annotations = [...files].filter(([path]) => /^annotation\/[^/]+\.xml$/.test(path));
  const parts = annotations.flatMap(([path, bytes]) => [
    wrapped('product', path, text(bytes)),
    // Calibration is wrapped in the same way.
    wrapped('calibration', `annotation/calibration/calibration-${path.slice('annotation/'.length)}`, '<c><x>1</x></c>'),
  ]);
  const manifest = bare(text(files.get('manifest.safe')!));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<burst><manifest>${manifest}</manifest><metadata>${parts.join('')}</metadata></burst>`;
}

/** The TIFF of one burst, cut out of the measurement; undefined where there is no such burst. */
export function burstTiff(files: FileMap, swath: string, channel: string, index: number): Buffer | undefined {
  const pattern = new RegExp(`^annotation/(s1\\w-${swath.toLowerCase()}-slc-${channel.toLowerCase()}-.*)\\.xml$`);
  const found = [...files.keys()].map((path) => pattern.exec(path)).find((match) => match !== null);
  if (!found) return undefined;
  const annotation = text(files.get(found[0])!);
  const offsets = [...annotation.matchAll(/<byteOffset>(\d+)<\/byteOffset>/g)].map((match) => Number(match[1]));
  const offset = offsets[index];
  if (offset === undefined) return undefined;
  const lines = numberOf(annotation, 'linesPerBurst');
  const samples = numberOf(annotation, 'samplesPerBurst');
  const lineBytes = 4 * samples;
  const pixels = files.get(`measurement/${found[1]}.tiff`)!.subarray(offset, offset + lines * lineBytes);
  const gap = 100;
  return tinyTiff(
    pixels,
    [
      { tag: 256, shorts: [samples] },
      { tag: 257, shorts: [lines] },
      { tag: 258, shorts: [32] },
      { tag: 259, shorts: [1] },
      { tag: 262, shorts: [1] },
      { tag: 273, longs: Array.from({ length: lines }, (_, line) => 8 + gap + line * lineBytes) },
      { tag: 277, shorts: [1] },
      { tag: 278, shorts: [1] },
      { tag: 279, longs: Array.from({ length: lines }, () => lineBytes) },
      { tag: 339, shorts: [5] },
    ],
    true,
    gap,
  );
}
