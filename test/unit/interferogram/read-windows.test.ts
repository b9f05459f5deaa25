import { describe, expect, it } from 'vitest';
import { secondaryWindow } from '../../../src/interferogram/read-windows.ts';
import type { BurstAlignment } from '../../../src/model/index.ts';
import { madeUpPair, madeUpSwath } from '../../support/made-up-swath.ts';
import { Random } from '../../support/random.ts';

const swath = madeUpSwath({ bursts: 1, linesPerBurst: 300, samplesPerBurst: 900 });

/** An alignment with random whole offsets per tile; nothing else of it matters here. */
function alignmentOf(random: Random, lineOffset: number, sampleOffset: number): BurstAlignment {
  const looks = { azimuth: random.integer(1, 16), range: random.integer(1, 64) };
  const tileLines = Math.floor(16 / looks.azimuth) * looks.azimuth;
  const tileSamples = Math.floor(64 / looks.range) * looks.range;
  const [tileRows, tileColumns] = [random.integer(1, 8), random.integer(1, 6)];
  const bases = new Int32Array(tileRows * tileColumns * 5);
  for (let tile = 0; tile < tileRows * tileColumns; tile++) {
    bases[tile * 5 + 1] = lineOffset + random.integer(-1, 1);
    bases[tile * 5 + 2] = sampleOffset + random.integer(-2, 2);
  }
  const [firstLine, firstSample] = [random.integer(0, 120), random.integer(0, 400)];
  return {
    placement: {
      pair: madeUpPair(swath),
      window: { firstLine, firstSample, lines: tileRows * tileLines, samples: tileColumns * tileSamples },
      firstCellRow: 0,
      firstCellColumn: 0,
    },
    tiles: {
      layout: { firstLine, firstSample, tileLines, tileSamples, tileRows, tileColumns },
      quantities: 5,
      coefficients: new Float32Array(tileRows * tileColumns * 60),
      bases,
      heightMidM: 0,
      heightHalfM: 1,
    },
    carriers: new Float32Array(0),
    taps: new Float32Array(0),
    phases: 256,
  };
}

interface Reach {
  firstLine: number;
  lastLine: number;
  firstSample: number;
  lastSample: number;
}

/** First and last line and sample that the taps of any pixel of a run of tile rows can fall on, inclusive. */
function reachOf({ tiles }: BurstAlignment, firstTileRow: number, tileRows: number): Reach {
  const { layout, bases } = tiles;
  const reach: Reach = { firstLine: Infinity, lastLine: -Infinity, firstSample: Infinity, lastSample: -Infinity };
  for (let row = firstTileRow; row < firstTileRow + tileRows; row++)
    for (let column = 0; column < layout.tileColumns; column++) {
      const tile = (row * layout.tileColumns + column) * 5;
      const line = layout.firstLine + row * layout.tileLines + bases[tile + 1]!;
      const sample = layout.firstSample + column * layout.tileSamples + bases[tile + 2]!;
      // A fraction leaves [0, 1) by one pixel at most; 8 lines from -3 on, 12 samples from -5 on.
      reach.firstLine = Math.min(reach.firstLine, line - 1 - 3);
      reach.lastLine = Math.max(reach.lastLine, line + layout.tileLines - 1 + 1 + 4);
      reach.firstSample = Math.min(reach.firstSample, sample - 1 - 5);
      reach.lastSample = Math.max(reach.lastSample, sample + layout.tileSamples - 1 + 1 + 6);
    }
  return reach;
}

describe('the window of the secondary', () => {
  it.each([
    ['inside the burst', 12, -40],
    ['over its first line and sample', -60, -300],
    ['over its last ones', 200, 600],
    ['wholly outside', 2000, -5000],
  ])('holds every sample of the burst that a tap can fall on, and little else: %s', (_, lineOffset, sampleOffset) => {
    const random = new Random(lineOffset + 7);
    for (let n = 0; n < 100; n++) {
      const alignment = alignmentOf(random, lineOffset, sampleOffset);
      const { tileRows } = alignment.tiles.layout;
      const first = random.integer(0, tileRows - 1);
      const rows = random.integer(1, tileRows - first);
      const window = secondaryWindow(alignment, first, rows);
      const reach = reachOf(alignment, first, rows);
      expect(window.firstLine).toBeGreaterThanOrEqual(0);
      expect(window.firstSample).toBeGreaterThanOrEqual(0);
      expect(window.lines).toBeGreaterThanOrEqual(0);
      expect(window.samples).toBeGreaterThanOrEqual(0);
      expect(window.firstLine + window.lines).toBeLessThanOrEqual(swath.linesPerBurst);
      expect(window.firstSample + window.samples).toBeLessThanOrEqual(swath.samplesPerBurst);
      const clip = (value: number, size: number): number => Math.min(Math.max(value, 0), size);
      const needed = {
        top: clip(reach.firstLine, swath.linesPerBurst),
        bottom: clip(reach.lastLine + 1, swath.linesPerBurst),
        left: clip(reach.firstSample, swath.samplesPerBurst),
        right: clip(reach.lastSample + 1, swath.samplesPerBurst),
      };
      expect(window.firstLine).toBeLessThanOrEqual(needed.top);
      expect(window.firstLine + window.lines).toBeGreaterThanOrEqual(needed.bottom);
      expect(window.firstSample).toBeLessThanOrEqual(needed.left);
      expect(window.firstSample + window.samples).toBeGreaterThanOrEqual(needed.right);
      expect(window.lines - (needed.bottom - needed.top)).toBeLessThanOrEqual(3);
      expect(window.samples - (needed.right - needed.left)).toBeLessThanOrEqual(3);
    }
  });
});
