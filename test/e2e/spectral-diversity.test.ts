import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import { localDataAccess } from '../../src/fetch/index.ts';
import { openPair } from '../../src/pipeline/open-pair.ts';
import { planArea } from '../../src/pipeline/plan/plan-area.ts';
import { refineInterferogram, registerAzimuth } from '../../src/pipeline/register/spectral-diversity.ts';
import { alignBursts, fitBursts } from '../../src/pipeline/register/align-bursts.ts';
import type { Gpu } from '../../src/gpu/index.ts';
import { formInterferogram } from '../../src/interferogram/index.ts';
import { readBurstSamples } from '../../src/read/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { describeGpu } from '../support/gpu.ts';
import { useScene } from './scene.ts';

/** Registers a scene as if the secondary's bursts began `lines` later than they did. */
async function misregister(gpu: Gpu, folder: string, lines: number) {
  const job = await readJob(join(folder, 'job.json'));
  const warnings: string[] = [];
  const context = {
    settings: readSettings().settings,
    access: localDataAccess(() => {}),
    progress: () => {},
    warn: ({ code }: { code: string }) => void warnings.push(code),
    warnings: [],
    signal: new AbortController().signal,
  };
  const opened = await openPair(job, context);
  const bursts = opened.bursts.map((pair) => ({
    ...pair,
    secondary: {
      ...pair.secondary,
      firstLineTimeS: pair.secondary.firstLineTimeS + lines * pair.secondarySwath.azimuthTimeIntervalS,
    },
  }));
  const pair = { ...opened, bursts };
  try {
    const area = await planArea(job, pair, context);
    const registration = await registerAzimuth(gpu, pair, area, {
      readSamples: readBurstSamples,
      warn: context.warn,
    });
    const volumes = await fitBursts(pair, area);
    const alignments = alignBursts(pair, area, volumes);
    const { dem, grid } = area;
    const formed = await formInterferogram(gpu, { grid, alignments, dem, readSamples: readBurstSamples });
    const refined = refineInterferogram(pair, area, volumes, formed, registration);
    return { registration, warnings, formed, refined, intervalS: grid.radarGrid.lineIntervalS };
  } finally {
    await pair.close();
  }
}

describeGpu('an azimuth misregistration', (gpu) => {
  const folder = useScene({ scene: 'none', coherence: 1, samples: 600 });
  const register = (lines: number) => misregister(gpu(), folder(), lines);

  /** Root mean square of the phase of all cells about its mean, rad: a scene where nothing moves has next to none. */
  function phaseSpreadRad({ cells }: { readonly cells: Float32Array }): number {
    let [re, im] = [0, 0];
    for (let k = 0; k < cells.length; k += 4) [re, im] = [re + cells[k]!, im + cells[k + 1]!];
    const mean = Math.atan2(im, re);
    let square = 0;
    let count = 0;
    for (let k = 0; k < cells.length; k += 4) {
      if (!(cells[k + 2]! > 0)) continue;
      const rest = Math.atan2(cells[k + 1]!, cells[k]!) - mean;
      square += (rest - 2 * Math.PI * Math.round(rest / (2 * Math.PI))) ** 2;
      count++;
    }
    return Math.sqrt(square / count);
  }

  it('is found on the burst overlap and removed', async () => {
    const still = await register(0);
    const foundLines = (of: typeof still): number => of.registration.estimate!.shiftS / of.intervalS;
    expect(still.registration.state).toBe('applied');
    // The annotation's times are rounded to 1 us on both dates: up to 0.0005 line between them.
    expect(Math.abs(foundLines(still))).toBeLessThan(0.0005);
    // 0.06 line is beyond half a cycle of the overlap, 0.0508 line: correlation finds the cycle.
    for (const lines of [0.002, 0.02, -0.04, 0.06]) {
      const shifted = await register(lines);
      expect(shifted.registration.how, `${lines}`).toBe(lines === 0.06 ? 'seeded' : 'spectral_diversity');
      const { correlation } = shifted.registration;
      expect(Math.abs(correlation!.lines - lines), `${lines}`).toBeLessThan(5 * correlation!.sigmaLines);
      expect(Math.abs(correlation!.samples), `${lines}`).toBeLessThan(0.002);
      expect(shifted.warnings.includes('AZIMUTH_SHIFT_UNUSUAL')).toBe(lines > 0.01 || lines < -0.01);
      expect(Math.abs(foundLines(shifted) - foundLines(still) - lines), `${lines}`).toBeLessThan(1e-4);
      // Doppler from -2.5 to 2.5 kHz along a burst makes it a ramp of 18 rad rms per line of shift; the area is half of that.
      expect(phaseSpreadRad(shifted.refined)).toBeLessThan(phaseSpreadRad(still.refined) + 0.01);
      expect(phaseSpreadRad(shifted.formed)).toBeGreaterThan(9 * Math.abs(lines));
    }
  });

  it('cannot be found in one burst: the answer says so and goes on', async () => {
    const answer = await runJob(
      await readJob(join(folder(), 'job.json'), (document) => {
        // The southernmost point and its surroundings lie in one burst.
        const points = document['points'] as { lat: number; lon: number }[];
        const south = points.reduce((a, b) => (b.lat < a.lat ? b : a));
        document['points'] = [south];
        document['bbox'] = {
          north: south.lat + 0.005,
          south: south.lat - 0.005,
          east: south.lon + 0.008,
          west: south.lon - 0.008,
        };
        const options = document['options'] as Record<string, unknown>;
        delete options['reference_point'];
        options['context_margin_m'] = 900;
      }),
    );
    expect(answer.coregistration).toMatchObject({ state: 'not_applied', reason: 'no_overlap', applied_lines: 0 });
    expect(answer.warnings.map((warning) => warning.code)).toContain('AZIMUTH_NOT_REFINED');
    expect(Math.abs(answer.results.displacement_points[0]!.displacement_mm!)).toBeLessThan(0.2);
  });
});

describeGpu('an azimuth misregistration at coherence 0.2', (gpu) => {
  const folder = useScene({ scene: 'none', coherence: 0.2, samples: 600 });

  it('is found within its sigma or refused, never one cycle off', async () => {
    for (const lines of [0, 0.02, 0.06]) {
      const { registration, warnings, intervalS } = await misregister(gpu(), folder(), lines);
      const { state, estimate, correlation } = registration;
      const errorLines = estimate!.shiftS / intervalS - lines;
      expect(state === 'not_applied' || Math.abs(errorLines) < 0.003, `${lines}: ${state} ${errorLines}`).toBe(true);
      expect(Math.abs(correlation!.lines - lines), `${lines}`).toBeLessThan(4 * correlation!.sigmaLines);
      expect(warnings).not.toContain('RANGE_RESIDUAL_UNUSUAL');
    }
  });
});
