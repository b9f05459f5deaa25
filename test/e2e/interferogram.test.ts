import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import { localDataAccess } from '../../src/fetch/index.ts';
import { cellOfRadar, geo2rdr, geodeticToEcef } from '../../src/geometry/index.ts';
import type { Job } from '../../src/job/index.ts';
import type { Interferogram, LookGrid } from '../../src/model/index.ts';
import { type InterferogramDocument, interferogramOnly } from '../../src/pipeline/index.ts';
import { interferogramOf } from '../../src/pipeline/interferogram-of.ts';
import { openPair } from '../../src/pipeline/open-pair.ts';
import { planArea } from '../../src/pipeline/plan/plan-area.ts';
import { StageClock } from '../../src/pipeline/stage-clock.ts';
import { chooseOrbit, openGranule } from '../../src/read/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { runCommandLine } from '../unit/cli/support.ts';
import { stateFigure } from '../support/figure.ts';
import { describeGpu } from '../support/gpu.ts';
import { type ReadTiff, readTiff } from '../support/read-tiff.ts';
import { useScene } from './scene.ts';

type Rasters = Readonly<Record<'interferogram' | 'reference' | 'secondary', ReadTiff>>;

function readRasters(folder: string): Rasters {
  return {
    interferogram: readTiff(join(folder, 'interferogram.tif')),
    reference: readTiff(join(folder, 'reference_power.tif')),
    secondary: readTiff(join(folder, 'secondary_power.tif')),
  };
}

function contextOf(signal = new AbortController().signal) {
  return {
    settings: readSettings().settings,
    access: localDataAccess(() => {}),
    progress: () => {},
    warn: () => {},
    warnings: [],
    signal,
  };
}

/** Values of one cell or pixel: real, imaginary, both powers. */
function valuesAt({ interferogram, reference, secondary }: Rasters, k: number): [number, number, number, number] {
  const { values } = interferogram;
  return [values[2 * k]!, values[2 * k + 1]!, reference.values[k]!, secondary.values[k]!];
}

describeGpu('the interferogram alone', (gpu) => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 1000 });
  let job: Job;

  async function form(name: string, geometry: 'radar' | 'map', isFullResolution = false): Promise<Formed> {
    const outDir = join(folder(), name);
    await mkdir(outDir, { recursive: true });
    const document = await interferogramOnly(job, { outDir, geometry, isFullResolution }, contextOf());
    return { document, rasters: readRasters(outDir) };
  }
  interface Formed {
    readonly document: InterferogramDocument;
    readonly rasters: Rasters;
  }
  let radar: Formed;

  beforeAll(async () => {
    job = await readJob(join(folder(), 'job.json'));
    radar = await form('radar', 'radar');
  });

  it('in radar geometry has the cells of the main flow, of the whole area', async () => {
    const pair = await openPair(job, contextOf());
    let whole: Interferogram;
    try {
      const area = await planArea(job, pair, contextOf());
      const clock = new StageClock(() => {}, new AbortController().signal);
      whole = (await interferogramOf(gpu(), pair, area, area, clock, contextOf())).interferogram;
    } finally {
      await pair.close();
    }
    const { first_line: firstLine, first_sample: firstSample, rows, columns, looks } = radar.document.radar_grid;
    const down = (firstLine - whole.grid.firstLine) / looks.azimuth;
    const right = (firstSample - whole.grid.firstSample) / looks.range;
    expect([down, right].every(Number.isInteger)).toBe(true);
    expect(rows * columns).toBeLessThan(whole.grid.rows * whole.grid.columns);
    let [worst, count, invented] = [0, 0, 0];
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const values = valuesAt(radar.rasters, row * columns + column);
        const [i, j] = [row + down, column + right];
        const isInside = i >= 0 && j >= 0 && i < whole.grid.rows && j < whole.grid.columns;
        const at = 4 * (i * whole.grid.columns + j);
        const cell = isInside ? whole.cells.subarray(at, at + 4) : new Float32Array(4);
        if (!(cell[2]! > 0)) {
          if (!values.every(Number.isNaN)) invented++;
          continue;
        }
        count++;
        const power = Math.sqrt(cell[2]! * cell[3]!);
        worst = Math.max(worst, ...values.map((value, k) => Math.abs(value - cell[k]!) / power));
      }
    stateFigure('interferogram of the bbox against that of the area', worst, 1e-3);
    expect(count).toBeGreaterThan(5000);
    expect(invented).toBe(0);
    // The geometry is fitted to each area of its own: to 1e-4 rad.
    expect(worst).toBeLessThan(1e-3);
  });

  it('covers the bbox, and its tie points lie where they say', async () => {
    const { radar_grid: described } = radar.document;
    const grid: LookGrid = {
      radarGrid: {
        epochDay: Date.parse(described.epoch) / 86_400_000,
        firstLineTimeS: described.line_0_time_s,
        lineIntervalS: described.line_interval_s,
        nearRangeM: described.sample_0_range_m,
        rangeSpacingM: described.range_spacing_m,
      },
      looks: described.looks,
      firstLine: described.first_line,
      firstSample: described.first_sample,
      rows: described.rows,
      columns: described.columns,
    };
    const granule = await openGranule(job.reference_url!, contextOfGranule());
    try {
      const orbit = await chooseOrbit(granule, job.options.reference_orbit, {});
      const cellAt = (longitudeDeg: number, latitudeDeg: number, heightM: number) => {
        const { azimuthTimeS, slantRangeM } = geo2rdr(orbit, geodeticToEcef({ longitudeDeg, latitudeDeg, heightM }));
        return cellOfRadar(grid, azimuthTimeS, slantRangeM);
      };
      const ties = radar.rasters.interferogram.entries.get(33_922) as readonly number[];
      expect(ties.length).toBeGreaterThanOrEqual(6 * 60);
      for (let k = 0; k < ties.length; k += 6) {
        const cell = cellAt(ties[k + 3]!, ties[k + 4]!, ties[k + 5]!);
        expect(Math.abs(cell.column + 0.5 - ties[k]!)).toBeLessThan(1e-5);
        expect(Math.abs(cell.row + 0.5 - ties[k + 1]!)).toBeLessThan(1e-5);
      }
      for (const point of job.points) {
        const { row, column } = cellAt(point.lon, point.lat, 300);
        expect(row > 0 && row < grid.rows - 1 && column > 0 && column < grid.columns - 1, point.id).toBe(true);
      }
    } finally {
      await granule.close();
    }
  });

  it('on the map has the phase of the wrapped-phase raster of a run, and its no-data', async () => {
    const outDir = join(folder(), 'run');
    await runJob(job, outDir);
    const wrapped = readTiff(join(outDir, 'wrapped_phase.tif'));
    const { rasters, document } = await form('map', 'map');
    expect(document.map_grid).toMatchObject({ epsg: 4326, rows: wrapped.rows, columns: wrapped.columns });
    expect([rasters.interferogram.rows, rasters.interferogram.columns]).toEqual([wrapped.rows, wrapped.columns]);
    for (const tag of [33_550, 33_922, 34_735])
      expect(rasters.interferogram.entries.get(tag)).toEqual(wrapped.entries.get(tag));
    let [worst, count, differ, tooCoherent] = [0, 0, 0, 0];
    for (let k = 0; k < wrapped.values.length; k++) {
      const [re, im, p1, p2] = valuesAt(rasters, k);
      expect(new Set([re, im, p1, p2].map(Number.isNaN)).size).toBe(1);
      if (Number.isNaN(re) !== Number.isNaN(wrapped.values[k]!)) differ++;
      else if (!Number.isNaN(re)) {
        const off = Math.atan2(im, re) - wrapped.values[k]!;
        worst = Math.max(worst, Math.abs(off - 2 * Math.PI * Math.round(off / (2 * Math.PI))));
        if (Math.hypot(re, im) > Math.sqrt(p1 * p2) * 1.001) tooCoherent++;
        count++;
      }
    }
    stateFigure('complex map against wrapped_phase.tif', worst, 1e-3, 'rad');
    expect(count).toBeGreaterThan(5000);
    expect(worst).toBeLessThan(1e-3);
    expect(tooCoherent).toBe(0);
    // A pixel with half of its weight in data may fall to either side.
    expect(differ / wrapped.values.length).toBeLessThan(1e-3);
  });

  it('at full resolution averages to the cells of the looks', async () => {
    const { rasters, document } = await form('full', 'radar', true);
    expect(document).toMatchObject({ full_resolution: true, looks: { azimuth: 1, range: 1 } });
    const [fine, coarse] = [document.radar_grid, radar.document.radar_grid];
    const { azimuth, range } = coarse.looks;
    let [worstRad, count, power, meanPower] = [0, 0, 0, 0];
    for (let row = 2; row < coarse.rows - 2; row += 5)
      for (let column = 2; column < coarse.columns - 2; column += 5) {
        const cell = valuesAt(radar.rasters, row * coarse.columns + column);
        const line = coarse.first_line + row * azimuth - fine.first_line;
        const sample = coarse.first_sample + column * range - fine.first_sample;
        const mean: [number, number, number, number] = [0, 0, 0, 0];
        for (let i = 0; i < azimuth; i++)
          for (let j = 0; j < range; j++)
            valuesAt(rasters, (line + i) * fine.columns + sample + j).forEach((value, k) => {
              mean[k]! += value / (azimuth * range);
            });
        if (Number.isNaN(cell[0]) || Number.isNaN(mean[0])) continue;
        count++;
        power += cell[2];
        meanPower += mean[2];
        const [re, im] = [mean[0] * cell[0] + mean[1] * cell[1], mean[1] * cell[0] - mean[0] * cell[1]];
        worstRad = Math.max(worstRad, Math.abs(Math.atan2(im, re)));
      }
    stateFigure('mean of full-resolution pixels against cells, phase', worstRad, 0.1, 'rad');
    stateFigure('mean of full-resolution pixels against cells, power', Math.abs(meanPower / power - 1), 0.02);
    expect(count).toBeGreaterThan(300);
    // The bowl changes by up to 0.4 rad within a cell. In the products per half sample, which few range looks get, speckle
    // lies elsewhere than in those per sample: the phase is of another place within the cell, and so is its power.
    expect(worstRad).toBeLessThan(0.1);
    expect(Math.abs(meanPower / power - 1)).toBeLessThan(0.02);
  });

  it('stops when aborted while it forms, with the reason and without files', async () => {
    const outDir = join(folder(), 'aborted');
    await mkdir(outDir);
    const controller = new AbortController();
    const reason = new Error('stop');
    const progress = ({ stage }: { stage: string }): void => {
      if (stage === 'interferogram') controller.abort(reason);
    };
    const choice = { outDir, geometry: 'radar', isFullResolution: false } as const;
    await expect(interferogramOnly(job, choice, { ...contextOf(controller.signal), progress })).rejects.toBe(reason);
    expect(existsSync(join(outDir, 'interferogram.tif'))).toBe(false);
  });

  it('as a command says on stdout what it writes beside the rasters', async () => {
    const outDir = join(folder(), 'command');
    const args = ['interferogram', join(folder(), 'job.json'), '--out', outDir];
    const { code, stdout, stderr } = await runCommandLine(args);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(await readFile(join(outDir, 'interferogram.json'), 'utf8')));
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'success',
      job_id: job.job_id,
      geometry: 'radar',
      map_grid: null,
      coregistration: { state: 'applied' },
    });
    expect(readRasters(outDir)).toEqual(radar.rasters);
  });

  function contextOfGranule() {
    return {
      cacheDir: readSettings().settings.cacheDir,
      warn: () => {},
      polarization: undefined,
      expectedName: job.reference_granule,
    };
  }
});
