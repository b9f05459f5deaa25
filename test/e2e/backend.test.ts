import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InterferogramDocument, PlanDocument } from '../../src/pipeline/index.ts';
import { packageInfo } from '../../src/settings/index.ts';
import { describeGpu } from '../support/gpu.ts';
import { STAND_IN } from '../support/isce3/isce3-process.ts';
import { type ReadTiff, readTiff } from '../support/read-tiff.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runCommandLine } from '../unit/cli/support.ts';
import { useScene } from './scene.ts';

/** What the stand-in adds to the secondary's slant range. */
const EXTRA_RANGE_M = 1e-3;

describeGpu('a job with another backend', () => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 600 });
  const bin = temporaryFolder();
  const path = process.env['PATH'];

  beforeAll(() => {
    // What is asked for ISCE3 here is the first python3 on PATH.
    const script = `#!/bin/sh\nexec '${process.execPath}' --import tsx '${STAND_IN}' solve\n`;
    writeFileSync(join(bin, 'python3'), script);
    chmodSync(join(bin, 'python3'), 0o755);
    process.env['PATH'] = `${bin}:${path}`;
  });
  afterAll(() => {
    process.env['PATH'] = path;
  });

  async function form(backend: string): Promise<{ document: InterferogramDocument; raster: ReadTiff }> {
    const outDir = join(folder(), backend);
    const job = join(folder(), 'job.json');
    const { code, stdout } = await runCommandLine(['interferogram', job, '--out', outDir, '--backend', backend]);
    const document = JSON.parse(stdout) as InterferogramDocument;
    expect([code, document.status]).toEqual([0, 'success']);
    return { document, raster: readTiff(join(outDir, 'interferogram.tif')) };
  }

  it('is solved by it, says so, and has the phase of its ranges', async () => {
    const embedded = await form('embedded');
    const isce3 = await form('isce3');
    const { version } = packageInfo();
    expect(embedded.document.backend).toEqual({ name: 'embedded', version, samples: 'embedded' });
    expect(isce3.document.backend).toEqual({ name: 'isce3', version: '0.24.0-dev', samples: 'embedded' });
    let [real, imaginary] = [0, 0];
    const [a, b] = [isce3.raster.values, embedded.raster.values];
    expect(a).toHaveLength(b.length);
    for (let k = 0; k < a.length; k += 2) {
      if (Number.isNaN(a[k]!) || Number.isNaN(b[k]!)) continue;
      real += a[k]! * b[k]! + a[k + 1]! * b[k + 1]!;
      imaginary += a[k + 1]! * b[k]! - a[k]! * b[k + 1]!;
    }
    // 4 pi (R_secondary - R_reference) / wavelength is taken away: 1 mm more of it.
    const expected = (-4 * Math.PI * EXTRA_RANGE_M) / isce3.document.wavelength_m;
    expect(Math.abs(Math.atan2(imaginary, real) - expected)).toBeLessThan(1e-3);
  });

  it('is refused where there is no such backend', async () => {
    const { code, stdout } = await runCommandLine(['plan', join(folder(), 'job.json'), '--backend', 'isce2']);
    expect(code).not.toBe(0);
    expect(stdout).toContain('options.backend');
  });

  it('is planned with it', async () => {
    const { code, stdout } = await runCommandLine(['plan', join(folder(), 'job.json'), '--backend', 'isce3']);
    expect([code, (JSON.parse(stdout) as PlanDocument).backend.name]).toEqual([0, 'isce3']);
  });
});
