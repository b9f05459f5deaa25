import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import type { SwathName, Vector3 } from '../model/index.ts';
import { ORBITS_PER_CYCLE, parseUtc } from '../units/index.ts';
import type { Acquisition, PairPlan, SwathPlan } from './acquisition.ts';
import type { CropOptions } from './crop.ts';
import { type SampleOrigin, templateSwath } from './template-swath.ts';
import { type AnnotationReader, readAnnotation } from './template-xml.ts';
import { type StateVectors, listedTrajectory } from './trajectory.ts';

/** Fewest state vectors that the interpolation takes. */
const FEWEST_VECTORS = 8;

/** One real product: annotation of the wanted swaths. */
interface TemplateProduct {
  readonly name: string;
  readonly epochDay: number;
  readonly manifest: string;
  readonly annotations: ReadonlyMap<SwathName, AnnotationReader>;
}

const refuse = (folder: string, reason: string): SentryalError =>
  new SentryalError('SIMULATE_TEMPLATE_INVALID', { folder, reason });

async function openProduct(folder: string, name: string, swaths: readonly SwathName[]): Promise<TemplateProduct> {
  const path = join(folder, name);
  const stamp = /_(\d{4})(\d{2})(\d{2})T\d{6}_/.exec(name);
  const day = stamp && parseUtc(`${stamp[1]}-${stamp[2]}-${stamp[3]}T00:00:00`);
  if (!day) throw refuse(path, 'its name carries no date');
  const files = await readdir(join(path, 'annotation')).catch((cause: unknown) => {
    throw new SentryalError('SIMULATE_TEMPLATE_INVALID', { folder: path, reason: 'it has no annotation' }, { cause });
  });
  const annotations = new Map<SwathName, AnnotationReader>();
  for (const swath of swaths) {
    const file = files.find((entry) => new RegExp(`-${swath}-slc-(vv|hh)-.*\\.xml$`).test(entry));
    if (!file) throw refuse(path, `it has no annotation of ${swath}`);
    const xml = await readFile(join(path, 'annotation', file), 'utf8');
    annotations.set(swath, readAnnotation(xml, file, day.epochDay));
  }
  const manifest = await readFile(join(path, 'manifest.safe'), 'utf8').catch((cause: unknown) => {
    throw new SentryalError('SIMULATE_TEMPLATE_INVALID', { folder: path, reason: 'it has no manifest' }, { cause });
  });
  return { name, epochDay: day.epochDay, manifest, annotations };
}

function stateVectors(annotation: AnnotationReader, file: string): StateVectors {
  const entries = annotation.each('generalAnnotation/orbitList/orbit');
  if (entries.length < FEWEST_VECTORS) throw refuse(file, `it lists fewer than ${FEWEST_VECTORS} state vectors`);
  const triple = (entry: AnnotationReader, name: string): Vector3 => [
    entry.number(`${name}/x`),
    entry.number(`${name}/y`),
    entry.number(`${name}/z`),
  ];
  return {
    timesS: entries.map((entry) => entry.time('time')),
    positionsM: entries.map((entry) => triple(entry, 'position')),
    velocitiesMps: entries.map((entry) => triple(entry, 'velocity')),
  };
}

function manifestNumber(product: TemplateProduct, element: string): number {
  const match = new RegExp(`<safe:${element}[^>]*>(\\d+)<`).exec(product.manifest);
  if (!match) throw refuse(product.name, `its manifest has no ${element}`);
  return Number(match[1]);
}

function acquisitionOf(product: TemplateProduct, swaths: readonly SwathPlan[]): Acquisition {
  const annotation = [...product.annotations.values()][0]!;
  const vectors = stateVectors(annotation, product.name);
  return {
    mission: product.name.slice(0, 3) as Acquisition['mission'],
    epochDay: product.epochDay,
    trajectory: listedTrajectory(vectors),
    annotationVectors: vectors,
    orbitFileVectors: vectors,
    absoluteOrbit: annotation.number('adsHeader/absoluteOrbitNumber'),
    relativeOrbit: manifestNumber(product, 'relativeOrbitNumber'),
    cycle: manifestNumber(product, 'cycleNumber'),
    pass: annotation.text('generalAnnotation/productInformation/pass') === 'Descending' ? 'descending' : 'ascending',
    nodeTimeS: annotation.time('imageAnnotation/imageInformation/ascendingNodeTime'),
    dataTakeId: annotation.number('adsHeader/missionDataTakeId'),
    processorVersion: /name="Sentinel-1 IPF" version="([^"]+)"/.exec(product.manifest)?.[1] ?? '003.91',
    swaths,
  };
}

/**
 * A pair on real annotation: orbits, burst times, burst ids, Doppler, FM rates and steering of both dates as the products
 * say, cropped to some bursts and range samples. The earlier product is the reference.
 * @throws SentryalError SIMULATE_TEMPLATE_INVALID
 */
export async function planTemplatePair(folder: string, crop: CropOptions): Promise<PairPlan> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    throw new SentryalError('SIMULATE_TEMPLATE_INVALID', { folder, reason: 'it cannot be listed' }, { cause });
  });
  const names = entries
    .filter((name) => /^S1[ABCD]_IW_SLC__.*\.SAFE$/.test(name))
    .sort((a, b) => a.slice(17).localeCompare(b.slice(17), 'en'));
  if (names.length !== 2) throw refuse(folder, `it holds ${names.length} IW SLC folders instead of two`);
  const first = await openProduct(folder, names[0]!, crop.swaths);
  const second = await openProduct(folder, names[1]!, crop.swaths);
  if (manifestNumber(first, 'relativeOrbitNumber') !== manifestNumber(second, 'relativeOrbitNumber')) {
    throw refuse(folder, 'its two products are of different tracks');
  }
  const wanted = new Map<SwathName, SampleOrigin>();
  const swathsOf = (product: TemplateProduct): SwathPlan[] =>
    crop.swaths.map((name) => {
      const plan = templateSwath(name, product.annotations.get(name)!, crop, wanted.get(name), product.name);
      // The second date keeps the bursts and the slant ranges of the first.
      if (!wanted.has(name)) {
        wanted.set(name, {
          slantRangeTimeS: plan.slantRangeTimeS,
          burstIds: plan.bursts.map((burst) => burst.burstId),
        });
      }
      return plan;
    });
  const reference = acquisitionOf(first, swathsOf(first));
  const secondary = acquisitionOf(second, swathsOf(second));
  if (
    (secondary.absoluteOrbit - reference.absoluteOrbit) % ORBITS_PER_CYCLE !== 0 &&
    first.name.slice(0, 3) === second.name.slice(0, 3)
  ) {
    throw refuse(folder, 'its two products are not whole repeat cycles apart');
  }
  return { reference, secondary };
}
