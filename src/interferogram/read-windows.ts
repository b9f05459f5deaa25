import { BURST_QUANTITY } from '../geometry/index.ts';
import type { BurstAlignment, GridWindow, Swath } from '../model/index.ts';
import { FORM_MODE, type FormMode, REFERENCE_REACH } from './form.kernel.ts';

/** How far the kernel's tile of the secondary reaches around the shifted tile (kernels/interferogram/form.wgsl). */
const HALO = { linesBefore: 4, linesAfter: 6, samplesBefore: 7, samplesAfter: 9 } as const;

/** The rectangle of the secondary burst that a run of tile rows reads, cut to the burst. */
export function secondaryWindow(alignment: BurstAlignment, firstTileRow: number, tileRows: number): GridWindow {
  const { layout, quantities, bases } = alignment.tiles;
  let firstLine = Infinity;
  let lastLine = -Infinity;
  let firstSample = Infinity;
  let lastSample = -Infinity;
  for (let row = firstTileRow; row < firstTileRow + tileRows; row++)
    for (let column = 0; column < layout.tileColumns; column++) {
      const tile = (row * layout.tileColumns + column) * quantities;
      const line = layout.firstLine + row * layout.tileLines + bases[tile + BURST_QUANTITY.lineOffset]!;
      const sample = layout.firstSample + column * layout.tileSamples + bases[tile + BURST_QUANTITY.sampleOffset]!;
      firstLine = Math.min(firstLine, line);
      lastLine = Math.max(lastLine, line + layout.tileLines);
      firstSample = Math.min(firstSample, sample);
      lastSample = Math.max(lastSample, sample + layout.tileSamples);
    }
  const swath = alignment.placement.pair.secondarySwath;
  const inside = (value: number, size: number): number => Math.min(Math.max(value, 0), size);
  const top = inside(firstLine - HALO.linesBefore, swath.linesPerBurst);
  const bottom = inside(lastLine + HALO.linesAfter, swath.linesPerBurst);
  const left = inside(firstSample - HALO.samplesBefore, swath.samplesPerBurst);
  const right = inside(lastSample + HALO.samplesAfter, swath.samplesPerBurst);
  return { firstLine: top, firstSample: left, lines: bottom - top, samples: right - left };
}

/** The reference samples that a block needs: its own, and to each side what half samples reach, cut to the burst. */
export function referenceWindow(window: GridWindow, swath: Swath, mode: FormMode): GridWindow {
  const reach = mode === FORM_MODE.halfSamples ? REFERENCE_REACH : 0;
  const firstSample = Math.max(window.firstSample - reach, 0);
  const end = Math.min(window.firstSample + window.samples + reach, swath.samplesPerBurst);
  return { ...window, firstSample, samples: end - firstSample };
}

/** Every sample of both bursts that the interferogram of a placement reads, in lines and samples of each. */
export function readWindows(alignment: BurstAlignment): { reference: GridWindow; secondary: GridWindow } {
  const { placement, tiles } = alignment;
  return {
    reference: referenceWindow(placement.window, placement.pair.referenceSwath, FORM_MODE.halfSamples),
    secondary: secondaryWindow(alignment, 0, tiles.layout.tileRows),
  };
}
