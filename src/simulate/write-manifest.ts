import { type Acquisition, type SwathPlan, acquisitionSpanS } from './acquisition.ts';
import type { GridPoint } from './geolocation-grid.ts';
import { swathFileName, utcText } from './product-names.ts';
import type { WrittenFile } from './write-measurement.ts';
import { XML_HEADER, element, parent } from './xml.ts';

/** A swath's files as the manifest lists them. */
export interface ManifestSwath {
  readonly swath: SwathPlan;
  readonly annotation: WrittenFile;
  readonly measurement: WrittenFile;
  readonly grid: readonly GridPoint[];
}

const NAMESPACES = {
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xmlns:gml': 'http://www.opengis.net/gml',
  'xmlns:xfdu': 'urn:ccsds:schema:xfdu:1',
  'xmlns:safe': 'http://www.esa.int/safe/sentinel-1.0',
  'xmlns:s1': 'http://www.esa.int/safe/sentinel-1.0/sentinel-1',
  'xmlns:s1sarl1': 'http://www.esa.int/safe/sentinel-1.0/sentinel-1/sar/level-1',
  version: 'esa/safe/sentinel-1.0/sentinel-1/sar/level-1/slc/standard/iwdp',
};

function metadata(id: string, category: string, info: string, content: string): string {
  return parent(
    'metadataObject',
    [
      parent('metadataWrap', [parent('xmlData', [content])], {
        mimeType: 'text/xml',
        vocabularyName: 'SAFE',
        textInfo: info,
      }),
    ],
    { ID: id, classification: category === 'PDI' ? 'PROVENANCE' : 'DESCRIPTION', category },
  );
}

function processing(acquisition: Acquisition): string {
  const { startS, stopS } = acquisitionSpanS(acquisition.swaths);
  const facility = parent(
    'safe:facility',
    [element('safe:software', '', { name: 'Sentinel-1 IPF', version: acquisition.processorVersion })],
    { country: 'None', name: 'Sentryal simulator', organisation: 'Sentryal', site: 'None' },
  );
  return parent('safe:processing', [facility], {
    name: 'SLC Post Processing',
    start: utcText(startS + 9000, acquisition.epochDay),
    stop: utcText(stopS + 9300, acquisition.epochDay),
  });
}

function platform(acquisition: Acquisition): string {
  return parent('safe:platform', [
    element('safe:familyName', 'SENTINEL-1'),
    element('safe:number', acquisition.mission.slice(2)),
    parent('safe:instrument', [
      element('safe:familyName', 'Synthetic Aperture Radar', { abbreviation: 'SAR' }),
      parent('safe:extension', [
        parent('s1sarl1:instrumentMode', [
          element('s1sarl1:mode', 'IW'),
          ...acquisition.swaths.map(({ name }) => element('s1sarl1:swath', name.toUpperCase())),
        ]),
      ]),
    ]),
  ]);
}

function orbitReference(acquisition: Acquisition): string {
  const both = (name: string, value: number): string[] =>
    ['start', 'stop'].map((type) => element(name, value, { type }));
  return parent('safe:orbitReference', [
    ...both('safe:orbitNumber', acquisition.absoluteOrbit),
    ...both('safe:relativeOrbitNumber', acquisition.relativeOrbit),
    element('safe:cycleNumber', acquisition.cycle),
    element('safe:phaseIdentifier', 1),
    parent('safe:extension', [
      parent('s1:orbitProperties', [
        element('s1:pass', acquisition.pass.toUpperCase()),
        element('s1:ascendingNodeTime', utcText(acquisition.nodeTimeS, acquisition.epochDay)),
      ]),
    ]),
  ]);
}

function productInformation(acquisition: Acquisition): string {
  return parent('s1sarl1:standAloneProductInformation', [
    element('s1sarl1:instrumentConfigurationID', 7),
    element('s1sarl1:missionDataTakeID', acquisition.dataTakeId),
    element('s1sarl1:transmitterReceiverPolarisation', 'VV'),
    element('s1sarl1:productClass', 'S'),
    element('s1sarl1:productClassDescription', 'SAR Standard L1 Product'),
    element('s1sarl1:productComposition', 'Slice'),
    element('s1sarl1:productType', 'SLC'),
    element('s1sarl1:sliceProductFlag', 'true'),
  ]);
}

function acquisitionPeriod(acquisition: Acquisition): string {
  const { startS, stopS } = acquisitionSpanS(acquisition.swaths);
  const sinceNode = (timeS: number): string => ((timeS - acquisition.nodeTimeS) * 1000).toExponential(6);
  return parent('safe:acquisitionPeriod', [
    element('safe:startTime', utcText(startS, acquisition.epochDay)),
    element('safe:stopTime', utcText(stopS, acquisition.epochDay)),
    parent('safe:extension', [
      parent('s1:timeANX', [
        element('s1:startTimeANX', sinceNode(startS)),
        element('s1:stopTimeANX', sinceNode(stopS)),
      ]),
    ]),
  ]);
}

/** Corners far-late, near-late, near-early, far-early: the order of real ascending products' footprints. */
function footprint(swaths: readonly ManifestSwath[]): string {
  const near = swaths[0]!.grid;
  const far = swaths.at(-1)!.grid;
  const corners = [near.at(-21)!, far.at(-1)!, far[20]!, near[0]!];
  const text = corners.map((at) => `${at.latitudeDeg.toFixed(6)},${at.longitudeDeg.toFixed(6)}`).join(' ');
  return parent('safe:frameSet', [
    parent('safe:frame', [
      parent('safe:footPrint', [element('gml:coordinates', text)], {
        srsName: 'http://www.opengis.net/gml/srs/epsg.xml#4326',
      }),
    ]),
  ]);
}

function dataObject(id: string, schema: string, mimeType: string, path: string, file: WrittenFile): string {
  return parent(
    'dataObject',
    [
      parent(
        'byteStream',
        [
          element('fileLocation', '', { locatorType: 'URL', href: path }),
          element('checksum', file.md5, { checksumName: 'MD5' }),
        ],
        { mimeType, size: file.sizeBytes },
      ),
    ],
    { ID: id, repID: schema },
  );
}

/** The manifest of one product, with the files' sizes and checksums. */
export function manifestXml(acquisition: Acquisition, swaths: readonly ManifestSwath[]): string {
  const objects = swaths.flatMap(({ swath, annotation, measurement }) => {
    const name = swathFileName(acquisition, swath);
    const id = name.replaceAll('-', '');
    return [
      dataObject(`product${id}`, 's1Level1ProductSchema', 'text/xml', `./annotation/${name}.xml`, annotation),
      dataObject(
        id,
        's1Level1MeasurementSchema',
        'application/octet-stream',
        `./measurement/${name}.tiff`,
        measurement,
      ),
    ];
  });
  return `${XML_HEADER}${parent(
    'xfdu:XFDU',
    [
      parent('informationPackageMap', [
        element('xfdu:contentUnit', '', {
          unitType: 'SAFE Archive Information Package',
          textInfo: 'Sentinel-1 IW Level-1 SLC Product',
        }),
      ]),
      parent('metadataSection', [
        metadata('processing', 'PDI', 'Processing', processing(acquisition)),
        metadata('platform', 'DMD', 'Platform Description', platform(acquisition)),
        metadata('measurementOrbitReference', 'DMD', 'Orbit Reference', orbitReference(acquisition)),
        metadata('generalProductInformation', 'DMD', 'General Product Information', productInformation(acquisition)),
        metadata('acquisitionPeriod', 'DMD', 'Acquisition Period', acquisitionPeriod(acquisition)),
        metadata('measurementFrameSet', 'DMD', 'Frame Set', footprint(swaths)),
      ]),
      parent('dataObjectSection', objects),
    ],
    NAMESPACES,
  )}\n`;
}
