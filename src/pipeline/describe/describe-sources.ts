import type { Pair } from '../../job/index.ts';
import type { Granule } from '../../model/index.ts';
import type { DateSource, OpenedPair } from '../open-pair.ts';

function granuleOf({ name }: Granule, { granule }: DateSource): Pair['granules']['reference'] {
  const { source, address, attempts } = granule;
  return { name, source, address, tried: attempts.map((attempt) => ({ ...attempt })) };
}

function orbitOf({ orbit: { orbit, why, from, tried } }: DateSource): Pair['orbits']['reference'] {
  return { kind: orbit.kind, source: orbit.source, why, from, tried: tried.map((attempt) => ({ ...attempt })) };
}

/** Where the data and the orbits of both dates came from, in the answer's names. */
export function describeSources({ reference, secondary, sources }: OpenedPair): Pick<Pair, 'granules' | 'orbits'> {
  return {
    granules: {
      reference: granuleOf(reference, sources.reference),
      secondary: granuleOf(secondary, sources.secondary),
    },
    orbits: { reference: orbitOf(sources.reference), secondary: orbitOf(sources.secondary) },
  };
}
