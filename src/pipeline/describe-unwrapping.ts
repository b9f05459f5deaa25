import type { Unwrapping } from '../job/index.ts';
import type { UnwrapDiagnostics } from '../unwrap/index.ts';

/** What the answer says of the unwrapping, in its own names. */
export function describeUnwrapping(diagnostics: UnwrapDiagnostics): Unwrapping {
  const { residues, residueDensity, objective, shareUnwrapped, components } = diagnostics;
  return { residues, residue_density: residueDensity, objective, share_unwrapped: shareUnwrapped, components };
}
