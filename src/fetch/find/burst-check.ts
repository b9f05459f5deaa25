import type { Polarization, Warn } from '../../model/index.ts';
import { burstLayout } from '../product/burst-layout.ts';
import type { ProductFiles } from '../product/product-files.ts';
import type { ListedBurst } from './data-space.ts';

/** What of a catalogue's bursts does not agree with the annotation of their swath; undefined where all does. */
export function burstDisagreement(listed: readonly ListedBurst[], annotation: string): string | undefined {
  const layout = burstLayout(annotation);
  if (layout === undefined || listed.length === 0) return undefined;
  const { linesPerBurst, samplesPerBurst, byteOffsets } = layout;
  for (const { byteOffset, lines, samples } of listed) {
    if (lines !== linesPerBurst || samples !== samplesPerBurst)
      return `bursts of ${lines} x ${samples} there, of ${linesPerBurst} x ${samplesPerBurst} in the annotation`;
    if (!byteOffsets.includes(byteOffset)) return `a burst at byte ${byteOffset} there, in the annotation none`;
  }
  return undefined;
}

/** A product whose annotation is compared with the catalogue's bursts when it is read; the annotation counts. */
export function withBurstCheck(
  files: ProductFiles,
  bursts: readonly ListedBurst[],
  polarization: Polarization,
  warn: Warn,
): ProductFiles {
  return {
    ...files,
    async readText(path, options) {
      const text = await files.readText(path, options);
      const [, swath] = new RegExp(`^annotation/s1[abcd]-(iw[123])-slc-${polarization}-`).exec(path) ?? [];
      const listed = bursts.filter((burst) => burst.swath === swath);
      const reason = burstDisagreement(listed, text);
      if (reason !== undefined)
        warn({
          code: 'BURST_CATALOGUE_DISAGREES',
          stage: 'fetch',
          message: `${files.name} ${swath?.toUpperCase()}: the catalogue of bursts says otherwise than the annotation, which is used: ${reason}`,
        });
      return text;
    },
  };
}
