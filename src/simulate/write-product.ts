import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Acquisition } from './acquisition.ts';
import type { HeightAt } from './closest-approach.ts';
import { geolocationGrid } from './geolocation-grid.ts';
import { granuleName, swathFileName } from './product-names.ts';
import { annotationXml } from './write-annotation.ts';
import { type ManifestSwath, manifestXml } from './write-manifest.ts';
import { type MeasurementWriter, type WrittenFile, openMeasurement } from './write-measurement.ts';

/** One SAFE folder being written. */
export interface ProductWriter {
  /** Measurement files, one per swath, in order. */
  readonly measurements: readonly MeasurementWriter[];
  /** Writes annotation and manifest, gives the folder its name, and returns the granule's name. */
  finish(): Promise<string>;
  abandon(): Promise<void>;
}

async function writeText(path: string, text: string): Promise<WrittenFile> {
  const bytes = Buffer.from(text, 'utf8');
  await writeFile(path, bytes);
  return { sizeBytes: bytes.byteLength, md5: createHash('md5').update(bytes).digest('hex') };
}

/** Opens a product in `outDir`; it carries a working name until its manifest, and so its own name, is known. */
export async function openProduct(
  outDir: string,
  acquisition: Acquisition,
  heightAt: HeightAt,
): Promise<ProductWriter> {
  const folder = join(outDir, `.writing-${acquisition.absoluteOrbit}.SAFE`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'annotation'), { recursive: true });
  await mkdir(join(folder, 'measurement'));
  const measurements: MeasurementWriter[] = [];
  for (const swath of acquisition.swaths) {
    const name = swathFileName(acquisition, swath);
    measurements.push(await openMeasurement(join(folder, 'measurement', `${name}.tiff`), swath));
  }
  return {
    measurements,
    finish: async () => {
      const swaths: ManifestSwath[] = [];
      for (const [index, swath] of acquisition.swaths.entries()) {
        const grid = geolocationGrid(acquisition, swath, heightAt);
        const path = join(folder, 'annotation', `${swathFileName(acquisition, swath)}.xml`);
        const annotation = await writeText(path, annotationXml(acquisition, swath, grid));
        swaths.push({ swath, grid, annotation, measurement: await measurements[index]!.finish() });
      }
      const manifest = manifestXml(acquisition, swaths);
      await writeText(join(folder, 'manifest.safe'), manifest);
      const name = granuleName(acquisition, Buffer.from(manifest, 'utf8'));
      const final = join(outDir, `${name}.SAFE`);
      await rm(final, { recursive: true, force: true });
      await rename(folder, final);
      return name;
    },
    abandon: async () => {
      for (const measurement of measurements) await measurement.abandon();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
