import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { degToRad } from '../units/index.ts';
import type { PairPlan } from './acquisition.ts';
import { coherenceField } from './coherence-map.ts';
import { withDemError } from './dem-error.ts';
import { type GroundExtent, type LatticeBlock, buildLattice, seenGround } from './lattice.ts';
import { type LaidOut, layOut } from './layout.ts';
import { type CheckedOptions, type SimulateOptions, checkOptions } from './options.ts';
import { planDefaultPair } from './plan-default.ts';
import { planTemplatePair } from './plan-template.ts';
import { progressOf } from './progress.ts';
import { randomPoints } from './random-points.ts';
import { type Ground, SLANT_STEP_M } from './scatterers.ts';
import { createScene } from './scenes/index.ts';
import { type SynthesisContext, synthesizeBurst } from './synthesize.ts';
import { waveTerrain } from './terrain.ts';
import { roundedPlace, truthPoints } from './truth.ts';
import { writeDem } from './write-dem.ts';
import { jobDocument, truthDocument } from './write-job.ts';
import { orbitFileName, orbitFileXml } from './write-orbit-file.ts';
import { type ProductWriter, openProduct } from './write-product.ts';

/** Where the parts of a simulated pair are. */
export interface SimulatedPair {
  readonly jobPath: string;
  readonly truthPath: string;
  readonly referencePath: string;
  readonly secondaryPath: string;
  readonly demPath: string;
  readonly orbitPaths: { readonly reference: string; readonly secondary: string };
}

/** Ground that the DEM covers beyond what the radar sees, m. */
const DEM_MARGIN_M = 1_500;

function groundOf(checked: CheckedOptions, laidOut: LaidOut): Ground {
  const { layout, incidenceAngleDeg } = laidOut;
  const scene = createScene(checked.scene, layout);
  const extra = randomPoints(scene, layout, checked.randomPoints, checked.seed);
  return {
    frame: layout.frame,
    terrain: waveTerrain(layout.frame, checked.reliefM),
    scene: { ...scene, points: [...scene.points, ...extra] },
    coherence: coherenceField(checked.coherence, layout, scene),
    acrossStepM: SLANT_STEP_M / Math.sin(degToRad(incidenceAngleDeg)),
    seed: checked.seed,
    delayPerM: checked.delayMmPerKm / 1e6,
  };
}

async function writeGround(path: string, ground: Ground, extent: GroundExtent, errorM: number): Promise<void> {
  const corners = [extent.minAlong - DEM_MARGIN_M, extent.maxAlong + DEM_MARGIN_M].flatMap((along) =>
    [extent.minAcross - DEM_MARGIN_M, extent.maxAcross + DEM_MARGIN_M].map((across) =>
      ground.frame.toGeographic(along, across),
    ),
  );
  const latitudes = corners.map((corner) => corner.latitudeDeg);
  const longitudes = corners.map((corner) => corner.longitudeDeg);
  const box = {
    north: Math.max(...latitudes),
    south: Math.min(...latitudes),
    east: Math.max(...longitudes),
    west: Math.min(...longitudes),
  };
  await writeDem(path, box, withDemError(ground.terrain.heightAt, ground.frame, errorM, ground.seed));
}

async function writeBursts(
  pair: PairPlan,
  ground: Ground,
  lattice: readonly LatticeBlock[],
  groundSpeedMps: number,
  products: readonly [ProductWriter, ProductWriter],
  pause: (fraction: number, message: string) => Promise<void>,
): Promise<void> {
  const { swaths } = pair.reference;
  const total = swaths.reduce((sum, swath) => sum + swath.bursts.length, 0);
  let done = 0;
  for (const [swathIndex, swath] of swaths.entries()) {
    for (const burstIndex of swath.bursts.keys()) {
      const message = `${swath.name} burst ${burstIndex + 1} of ${swath.bursts.length}`;
      const before = done;
      const context: SynthesisContext = {
        pair,
        ground,
        lattice,
        groundSpeedMps,
        pause: (fraction) => pause((before + fraction) / total, message),
      };
      const { reference, secondary } = await synthesizeBurst(context, swathIndex, burstIndex);
      await products[0].measurements[swathIndex]!.writeBurst(reference);
      await products[1].measurements[swathIndex]!.writeBurst(secondary);
      done++;
    }
  }
}

async function writeJson(path: string, document: unknown): Promise<string> {
  await writeFile(path, `${JSON.stringify(document, null, 2)}\n`);
  return path;
}

/**
 * Simulates an interferometric pair with known truth and writes it in the format of real products: two SAFE folders, two
 * orbit files, a DEM, the job and the truth. The secondary granule is the later one. Same options, same bytes.
 * @throws SentryalError SIMULATE_* for options that cannot be met; CANCELLED-able through `signal`.
 */
export async function simulate(options: SimulateOptions): Promise<SimulatedPair> {
  const checked = checkOptions(options);
  const { outDir } = options;
  const report = progressOf(options);
  await mkdir(outDir, { recursive: true });
  const pair = options.templateDir
    ? await planTemplatePair(options.templateDir, checked.crop)
    : planDefaultPair(checked.crop, checked.baselineM);
  const laidOut = layOut(pair);
  const ground = groundOf(checked, laidOut);
  const points = truthPoints(pair, ground);
  const reference = roundedPlace(ground, ground.scene.reference);
  const extent = seenGround(pair, ground);
  await report.pause(1, 'writing the DEM');
  const demPath = join(outDir, 'dem.tif');
  await writeGround(demPath, ground, extent, checked.demErrorM);
  const lattice = await buildLattice(pair, ground, extent, (fraction) => report.pause(3 + 4 * fraction, 'geometry'));

  const products: ProductWriter[] = [];
  const names: string[] = [];
  try {
    for (const date of [pair.reference, pair.secondary]) {
      products.push(await openProduct(outDir, date, ground.terrain.heightAt));
    }
    const both = products as [ProductWriter, ProductWriter];
    await writeBursts(pair, ground, lattice, laidOut.groundSpeedMps, both, (fraction, message) =>
      report.pause(7 + 90 * fraction, message),
    );
    for (const product of both) names.push(await product.finish());
  } catch (error) {
    for (const product of products.slice(names.length)) await product.abandon();
    throw error;
  }

  const [referenceGranule, secondaryGranule] = names as [string, string];
  const orbits = [pair.reference, pair.secondary].map((date) => `${orbitFileName(date)}.EOF`) as [string, string];
  await writeFile(join(outDir, orbits[0]), orbitFileXml(pair.reference));
  await writeFile(join(outDir, orbits[1]), orbitFileXml(pair.secondary));
  const title = `${checked.scene} ${checked.seed} ${checked.coherence} ${referenceGranule}`;
  const files = {
    referenceGranule,
    secondaryGranule,
    referenceOrbit: orbits[0],
    secondaryOrbit: orbits[1],
    dem: 'dem.tif',
  };
  const jobPath = await writeJson(join(outDir, 'job.json'), jobDocument(title, files, points, reference));
  const truth = truthDocument(checked.scene, checked.seed, checked.coherence, points, reference);
  const truthPath = await writeJson(join(outDir, 'truth.json'), truth);
  await report.pause(100, 'scene written');
  return {
    jobPath,
    truthPath,
    referencePath: join(outDir, `${referenceGranule}.SAFE`),
    secondaryPath: join(outDir, `${secondaryGranule}.SAFE`),
    demPath,
    orbitPaths: { reference: join(outDir, orbits[0]), secondary: join(outDir, orbits[1]) },
  };
}
