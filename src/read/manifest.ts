import { SentryalError } from '../errors/index.ts';
import type { Granule } from '../model/index.ts';
import type { Tracks } from './track.ts';
import { type XmlElement, parseXml } from './xml-element.ts';

/** What `manifest.safe` says about the product and its files. */
export interface Manifest {
  readonly processorVersion: string;
  readonly absoluteOrbit: number;
  /** Tracks at the start and at the end: they differ where the slice crosses the equator northward. */
  readonly tracks: Tracks;
  readonly pass: Granule['pass'];
  /** Size in bytes by path relative to the product's root. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Finds an element of that name anywhere below, breadth first: the wrapping differs between processor versions. */
function below(element: XmlElement, name: string, accept: (found: XmlElement) => boolean = () => true): XmlElement {
  let level = [element];
  while (level.length > 0) {
    const found = level.flatMap((parent) => parent.all(name)).find((candidate) => accept(candidate));
    if (found !== undefined) return found;
    level = level.flatMap((parent) => parent.everyChild());
  }
  throw new SentryalError('XML_ELEMENT_MISSING', { file: element.file, element: `${element.path}/…/${name}` });
}

/**
 * Reads a manifest and refuses every product that is not an IW SLC.
 * @throws SentryalError XML_*, PRODUCT_NOT_SUPPORTED
 */
export function parseManifest(file: string, text: string): Manifest {
  const root = parseXml(file, text, 'XFDU');
  const metadata = root.child('metadataSection');
  const objects = new Map(metadata.all('metadataObject').map((object) => [object.attribute('ID'), object]));
  const object = (id: string): XmlElement => {
    const found = objects.get(id);
    if (found === undefined)
      throw new SentryalError('XML_ELEMENT_MISSING', { file, element: `metadataObject[ID=${id}]` });
    return found;
  };

  const mode = below(object('platform'), 'instrumentMode').child('mode').text();
  const productType = below(object('generalProductInformation'), 'productType').text();
  if (mode !== 'IW' || productType !== 'SLC')
    throw new SentryalError('PRODUCT_NOT_SUPPORTED', { file, found: `${mode} ${productType}` });

  const processor = below(
    object('processing'),
    'software',
    (software) => software.attribute('name') === 'Sentinel-1 IPF',
  );
  const processorVersion = processor.attribute('version') ?? '';
  if (!/^\d+\.\d+$/.test(processorVersion))
    throw new SentryalError('XML_ELEMENT_INVALID', {
      file,
      element: `${processor.path}@version`,
      wanted: 'a processor version',
      value: processorVersion,
    });

  const orbit = below(object('measurementOrbitReference'), 'orbitReference');
  const typed = (name: string, type: string): XmlElement => {
    const found = orbit.all(name).find((element) => element.attribute('type') === type);
    if (found === undefined)
      throw new SentryalError('XML_ELEMENT_MISSING', { file, element: `${orbit.path}/${name}[type=${type}]` });
    return found;
  };
  const passElement = below(orbit, 'pass');
  const pass = passElement.text().toLowerCase();
  if (pass !== 'ascending' && pass !== 'descending') throw passElement.invalid('ASCENDING or DESCENDING');

  const sizes = new Map<string, number>();
  for (const data of root.child('dataObjectSection').all('dataObject')) {
    const stream = data.find('byteStream');
    const path = stream?.find('fileLocation')?.attribute('href')?.replace(/^\.\//, '');
    const size = Number(stream?.attribute('size') ?? Number.NaN);
    if (path !== undefined && Number.isSafeInteger(size)) sizes.set(path, size);
  }
  return {
    processorVersion,
    absoluteOrbit: typed('orbitNumber', 'start').integer(1),
    tracks: {
      start: typed('relativeOrbitNumber', 'start').integer(1),
      stop: typed('relativeOrbitNumber', 'stop').integer(1),
    },
    pass,
    sizes,
  };
}
