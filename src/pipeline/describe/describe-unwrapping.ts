import type { Unwrapping } from '../../job/index.ts';
import type { UnwrapDiagnostics } from '../../unwrap/index.ts';

/** What the answer says of the unwrapping, in its own names. */
export function describeUnwrapping(diagnostics: UnwrapDiagnostics): Unwrapping {
  const { residueDensity, shareUnwrapped, shareAmbiguous, ...same } = diagnostics;
  return {
    ...same,
    residue_density: residueDensity,
    share_unwrapped: shareUnwrapped,
    share_ambiguous: shareAmbiguous,
  };
}
