import { partText, xmlParts } from './xml-parts.ts';

/** Where the bursts of a swath are in its measurement, as its annotation says. */
export interface BurstLayout {
  readonly linesPerBurst: number;
  readonly samplesPerBurst: number;
  /** First byte of each burst, in order. */
  readonly byteOffsets: readonly number[];
}

/** Two int16. */
export const BYTES_PER_SAMPLE = 4;

export function burstBytes({ linesPerBurst, samplesPerBurst }: BurstLayout): number {
  return linesPerBurst * samplesPerBurst * BYTES_PER_SAMPLE;
}

function whole(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

/** Reads `swathTiming` of an annotation; undefined where it is not there or makes no sense. */
export function burstLayout(annotation: string): BurstLayout | undefined {
  const from = annotation.indexOf('<swathTiming>');
  const to = annotation.indexOf('</swathTiming>', from);
  if (from < 0 || to < 0) return undefined;
  const timing = xmlParts(annotation, from + '<swathTiming>'.length, to);
  const list = timing?.find((part) => part.localName === 'burstList');
  if (timing === undefined || list === undefined) return undefined;
  const bursts = (xmlParts(annotation, list.innerStart, list.innerEnd) ?? []).filter(
    (part) => part.localName === 'burst',
  );
  const byteOffsets = bursts.map((burst) =>
    whole(partText(annotation, xmlParts(annotation, burst.innerStart, burst.innerEnd) ?? [], 'byteOffset')),
  );
  const layout = {
    linesPerBurst: whole(partText(annotation, timing, 'linesPerBurst')),
    samplesPerBurst: whole(partText(annotation, timing, 'samplesPerBurst')),
    byteOffsets,
  };
  const sane = layout.linesPerBurst > 0 && layout.samplesPerBurst > 0 && byteOffsets.every(Number.isSafeInteger);
  return sane && byteOffsets.length > 0 ? layout : undefined;
}
