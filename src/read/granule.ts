import { SentryalError } from '../errors/index.ts';
import {
  type GranuleName,
  type ProductFiles,
  lazySource,
  openProduct,
  parseGranuleName,
  relativeOrbitOf,
} from '../fetch/index.ts';
import type { ByteSource, Granule, Orbit, Polarization, Swath, Warn } from '../model/index.ts';
import { type Annotation, parseAnnotation } from './annotation.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { checkStateVectors } from './orbit-check.ts';
import { POLARIZATION_ORDER, type SwathFiles, swathFiles } from './swath-files.ts';
import { rememberOrigin } from './swath-origin.ts';
import { type Tracks, resolveTracks } from './track.ts';

export interface OpenGranuleOptions {
  /** Wanted channel; without it the co-polarised one (VV, else HH). */
  readonly polarization?: Polarization | undefined;
  /** Folder for what has to be unpacked from a zip. */
  readonly cacheDir: string;
  readonly warn: Warn;
  readonly signal?: AbortSignal | undefined;
  /** Name the product must have. */
  readonly expectedName?: string | undefined;
}

function choosePolarization(name: string, present: readonly SwathFiles[], wanted: Polarization | undefined) {
  const available = [...new Set(present.map((files) => files.polarization))];
  const order = wanted === undefined ? POLARIZATION_ORDER : [wanted];
  const chosen = order.find((polarization) => available.includes(polarization));
  if (chosen !== undefined) return chosen;
  const list = available.length > 0 ? available.map((polarization) => polarization.toUpperCase()).join(', ') : 'none';
  throw new SentryalError('POLARIZATION_MISSING', {
    name,
    wanted: wanted === undefined ? 'at all' : wanted.toUpperCase(),
    available: list,
  });
}

function checkName(files: ProductFiles, expectedName: string | undefined): GranuleName {
  if (expectedName !== undefined && files.name !== expectedName)
    throw new SentryalError('GRANULE_NAME_MISMATCH', {
      location: files.location,
      name: files.name,
      expected: expectedName,
    });
  const name = parseGranuleName(files.name);
  if (name === undefined) throw new SentryalError('GRANULE_NAME_INVALID', { name: files.name });
  return name;
}

/** The measurement, opened when pixels are first read: products without pixels can still be looked at. */
function measurementSource(files: ProductFiles, path: string): ByteSource {
  const member = files.list().find((candidate) => candidate.path === path);
  const sizeBytes = member?.sizeBytes ?? 0;
  const openNow = async (signal: AbortSignal | undefined): Promise<ByteSource> => {
    if (sizeBytes === 0) throw new SentryalError('MEASUREMENT_MISSING', { product: files.name, member: path });
    return files.open(path, { signal });
  };
  return lazySource(path, sizeBytes, openNow, member?.hasDirectory);
}

interface OpenedSwath extends Omit<Annotation, 'swath'> {
  readonly swath: Swath;
}

async function openSwath(
  files: ProductFiles,
  paths: SwathFiles,
  name: GranuleName,
  manifest: Manifest,
  tracks: (orbit: Orbit, startTimeS: number) => Tracks,
  options: OpenGranuleOptions,
): Promise<OpenedSwath> {
  const text = await files.readText(paths.annotation, { signal: options.signal });
  const { swath, ...rest } = parseAnnotation(paths.annotation, text, {
    granuleName: name.name,
    mission: name.mission,
    swath: paths.swath,
    polarization: paths.polarization,
    epochDay: name.epochDay,
    tracks,
    warn: options.warn,
  });
  const opened: Swath = { ...swath, measurement: measurementSource(files, paths.measurement) };
  rememberOrigin(opened, {
    files,
    annotationPath: paths.annotation,
    epochDay: name.epochDay,
    manifestBytes: manifest.sizes.get(paths.measurement),
  });
  return { ...rest, swath: opened };
}

async function granuleOf(files: ProductFiles, options: OpenGranuleOptions): Promise<Granule> {
  const manifest = parseManifest('manifest.safe', await files.readText('manifest.safe', { signal: options.signal }));
  const name = checkName(files, options.expectedName);
  const present = swathFiles(files.list().map((member) => member.path));
  const polarization = choosePolarization(name.name, present, options.polarization);
  const chosen = present.filter((paths) => paths.polarization === polarization);
  for (const { swath, polarization: listed } of swathFiles(manifest.sizes.keys()))
    if (listed === polarization && !chosen.some((paths) => paths.swath === swath))
      options.warn({
        code: 'SWATH_MISSING',
        stage: 'read',
        message: `${name.name}: ${swath.toUpperCase()} ${polarization.toUpperCase()} is in the manifest but not there`,
      });
  // Every swath is of one pass: the first decides.
  let resolved: Tracks | undefined;
  const tracks = (orbit: Orbit, startTimeS: number): Tracks =>
    (resolved ??= resolveTracks(manifest.tracks, relativeOrbitOf(name.mission, manifest.absoluteOrbit), {
      name: name.name,
      orbit,
      startTimeS,
      warn: options.warn,
    }));
  const opened: OpenedSwath[] = [];
  // One after another: each annotation takes some 25 MB while it is parsed.
  for (const paths of chosen) opened.push(await openSwath(files, paths, name, manifest, tracks, options));
  const annotationOrbit = opened[0]!.orbit;
  checkStateVectors(annotationOrbit);
  const startTimeS = Math.min(...opened.map((swath) => swath.firstLineTimeS));
  const stopTimeS = Math.max(...opened.map((swath) => swath.lastLineTimeS));
  const { timesS } = annotationOrbit;
  const beyondS = Math.max(timesS[0]! - startTimeS, stopTimeS - timesS.at(-1)!);
  if (beyondS > 0)
    options.warn({
      code: 'ANNOTATION_ORBIT_SHORT',
      stage: 'read',
      message: `${name.name}: the pass reaches ${beyondS.toFixed(3)} s beyond the annotation's state vectors; give an orbit file`,
    });
  return {
    name: name.name,
    mission: name.mission,
    epochDay: name.epochDay,
    startTimeS,
    stopTimeS,
    absoluteOrbit: manifest.absoluteOrbit,
    relativeOrbit: opened[0]!.tracks.start,
    pass: manifest.pass,
    processorVersion: manifest.processorVersion,
    swaths: opened.map(({ swath }) => swath),
    annotationOrbit,
    async close() {
      await Promise.all(opened.map(({ swath }) => swath.measurement.close()));
      await files.close();
    },
  };
}

/**
 * Opens one Sentinel-1 IW SLC granule in one polarisation: manifest and annotation are read, pixels are not.
 * @param source a `.SAFE` folder, a folder that contains one, a `.zip` of one, or opened product files, which the
 * granule then owns
 * @throws SentryalError of the stages fetch and read: XML_*, PRODUCT_*, ZIP_*, GRANULE_NAME_*, POLARIZATION_MISSING,
 * ORBIT_INVALID
 */
export async function openGranule(source: string | ProductFiles, options: OpenGranuleOptions): Promise<Granule> {
  const files = typeof source === 'string' ? await openProduct(source, options) : source;
  try {
    return await granuleOf(files, options);
  } catch (error) {
    await files.close();
    throw error;
  }
}
