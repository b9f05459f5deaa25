import { SentryalError } from '../../errors/index.ts';
import type { Polarization, SwathName } from '../../model/index.ts';
import { type BurstLayout, burstLayout } from './burst-layout.ts';
import { type XmlPart, partText, xmlParts } from './xml-parts.ts';

/** One swath of a granule as the metadata of its bursts hold it. */
export interface WrappedSwath {
  readonly swath: SwathName;
  readonly polarization: Polarization;
  readonly annotationPath: string;
  readonly annotation: string;
  readonly measurementPath: string;
  /** Of the whole measurement, by the manifest. */
  readonly measurementBytes: number;
  readonly layout: BurstLayout;
}

export interface BurstMetadata {
  readonly manifest: string;
  readonly swaths: readonly WrappedSwath[];
}

const ANNOTATION = /(?:^|\/)(s1[abcd]-(iw[123])-slc-(vv|vh|hh|hv)-[^/]+)\.xml$/;

/** Sizes of the files that a manifest lists, by path from the product's root. */
function manifestSizes(manifest: string): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const [, stream, content] of manifest.matchAll(/<byteStream\b([^>]*)>([\s\S]*?)<\/byteStream>/g)) {
    const size = /\bsize\s*=\s*["'](\d+)["']/.exec(stream!)?.[1];
    const path = /<fileLocation\b[^>]*\bhref\s*=\s*["'](?:\.\/)?([^"']+)["']/.exec(content!)?.[1];
    if (size !== undefined && path !== undefined) sizes.set(path, Number(size));
  }
  return sizes;
}

/**
 * Takes apart the metadata file of a burst of ASF's service: `burst/manifest/XFDU`, and for each file of annotation
 * `burst/metadata/product` with `swath`, `polarisation` and `content`, the content of the annotation of all bursts of a
 * swath.
 * @throws SentryalError ASF_BURST_METADATA_INVALID
 */
export function parseBurstMetadata(address: string, text: string): BurstMetadata {
  const invalid = (reason: string): SentryalError =>
    new SentryalError('ASF_BURST_METADATA_INVALID', { address, reason });
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw invalid('it declares a document type');
  const inside = (part: XmlPart): XmlPart[] => {
    const parts = xmlParts(text, part.innerStart, part.innerEnd);
    if (parts === undefined) throw invalid(`the tags inside ${part.name} do not match`);
    return parts;
  };
  const cut = (part: XmlPart): string => text.slice(part.start, part.end);
  const root = xmlParts(text)?.[0];
  if (root?.localName !== 'burst') throw invalid('it is no XML file of a burst');
  const top = inside(root);
  const wrapper = top.find((part) => part.localName === 'manifest');
  const manifestPart =
    wrapper === undefined
      ? top.find((part) => part.localName === 'XFDU')
      : inside(wrapper).find((part) => part.localName === 'XFDU');
  if (manifestPart === undefined) throw invalid('it has no manifest');
  const manifest = `<?xml version="1.0" encoding="UTF-8"?>\n${cut(manifestPart)}`;
  const sizes = manifestSizes(manifest);

  const metadata = top.find((part) => part.localName === 'metadata');
  const products = (metadata === undefined ? [] : inside(metadata)).filter((part) => part.localName === 'product');
  const swaths = products.flatMap((product): WrappedSwath[] => {
    const parts = inside(product);
    const swath = partText(text, parts, 'swath')?.toLowerCase();
    const polarization = partText(text, parts, 'polarisation')?.toLowerCase();
    const content = parts.find((part) => part.localName === 'content');
    if (swath === undefined || polarization === undefined || content === undefined) return [];
    const names = [product.attributes['source_filename'] ?? '', ...sizes.keys()];
    const found = names
      .map((name) => ANNOTATION.exec(name))
      .find((match) => match?.[2] === swath && match[3] === polarization);
    if (found === undefined || found === null) return [];
    const what = `${swath.toUpperCase()} ${polarization.toUpperCase()}`;
    const measurementPath = `measurement/${found[1]}.tiff`;
    const measurementBytes = sizes.get(measurementPath);
    if (measurementBytes === undefined) throw invalid(`its manifest does not list the measurement of ${what}`);
    const whole = inside(content);
    const annotation =
      whole.length === 1 && whole[0]!.localName === 'product'
        ? cut(whole[0]!)
        : `<product>${text.slice(content.innerStart, content.innerEnd)}</product>`;
    const layout = burstLayout(annotation);
    if (layout === undefined) throw invalid(`its annotation of ${what} does not say where the bursts are`);
    return [
      {
        swath: swath as SwathName,
        polarization: polarization as Polarization,
        annotationPath: `annotation/${found[1]}.xml`,
        annotation: `<?xml version="1.0" encoding="UTF-8"?>\n${annotation}`,
        measurementPath,
        measurementBytes,
        layout,
      },
    ];
  });
  if (swaths.length === 0) throw invalid('it has no annotation of an IW swath');
  return { manifest, swaths };
}
