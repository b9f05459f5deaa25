import { describe, expect, it } from 'vitest';
import { colorScale } from '../../../../src/products/quicklook/color-maps.ts';
import {
  MAX_SIDE_PX,
  QUICKLOOK_KEYWORD,
  type QuicklookHead,
  Quicklook,
  type QuicklookSubject,
} from '../../../../src/products/quicklook/draw-quicklook.ts';
import { isInk, wrapText } from '../../../../src/products/quicklook/font.ts';
import { decodePng } from '../../../../src/products/quicklook/png.ts';
import { readPng } from '../../../support/read-png.ts';

const NO_DATA = [216, 216, 216, 255];
const frame = { epsg: 4326, left: 4.5, top: 44.4, pixelWidth: 0.0005, pixelHeight: 0.00036 };

type Request = QuicklookSubject & { readonly values: Float32Array };

function drawQuicklook({ values, ...subject }: Request, strip = Infinity): Buffer {
  const quicklook = new Quicklook(subject);
  const lines = Math.min(strip, subject.rows) * subject.columns;
  for (let at = 0; at < values.length; at += lines) quicklook.add(values.subarray(at, at + lines));
  return quicklook.finish();
}

function request(change: Partial<Request> = {}): Request {
  const [rows, columns] = [40, 50];
  const values = new Float32Array(rows * columns);
  for (let k = 0; k < values.length; k++) values[k] = k % columns < 25 ? -50 : 50;
  values[0] = Number.NaN;
  const notices = ['Contains modified Copernicus Sentinel data 2023.'];
  return {
    name: 'displacement',
    kind: 'displacement',
    title: 'Displacement',
    unit: 'mm',
    rows,
    columns,
    values,
    frame,
    notices,
    ...change,
  };
}

function draw(change: Partial<Request> = {}) {
  const png = readPng(drawQuicklook(request(change)));
  return { png, head: JSON.parse(png.texts[QUICKLOOK_KEYWORD]!) as QuicklookHead };
}

describe('a quicklook', () => {
  it('shows each value in the colour of its place in the scale, and no data in grey', () => {
    const { png, head } = draw();
    const { left, top, rows, columns, zoom } = head.map;
    expect([rows, columns, zoom]).toEqual([40, 50, 16]);
    const at = (row: number, column: number) => png.colorAt(left + column * zoom + 3, top + row * zoom + 3);
    const scale = colorScale('displacement');
    expect(head.range).toEqual({ low: -50, high: 50 });
    expect(at(0, 0)).toEqual(NO_DATA);
    expect(at(0, 1)).toEqual([...scale[0]!, 255]);
    expect(at(39, 49)).toEqual([...scale.at(-1)!, 255]);
    // Zero has the first colour of the upper half.
    const zero = draw({ values: new Float32Array(2000) });
    expect(zero.png.colorAt(left, top)).toEqual([...scale[125]!, 255]);
  });

  it('shows phases of -pi and pi alike, and every other in between', () => {
    const values = new Float32Array(2000).fill(Math.PI);
    values.fill(-Math.PI, 0, 1000);
    const { png, head } = draw({ kind: 'phase', values });
    const { left, top, zoom } = head.map;
    const scale = colorScale('phase');
    const [first, last] = [png.colorAt(left, top), png.colorAt(left, top + 39 * zoom)];
    // An f32 of pi is a little more than pi: the last colour or the first.
    expect([scale[0], scale.at(-1)]).toContainEqual(first.slice(0, 3));
    expect([scale[0], scale.at(-1)]).toContainEqual(last.slice(0, 3));
  });

  it('has a legend of every colour from left to right, below the map', () => {
    const { png, head } = draw();
    const y = head.map.top + head.map.rows * head.map.zoom + 12 + 9;
    const seen = new Set<string>();
    for (let x = 17; x < png.width - 17; x++) seen.add(png.colorAt(x, y).slice(0, 3).join());
    for (const color of colorScale('displacement')) expect(seen).toContain(color.join());
  });

  it('of classes names each in its own colour', () => {
    const values = Float32Array.from({ length: 2000 }, (_, k) => k % 3);
    const classNames = ['water', 'shadow'];
    const { png, head } = draw({ kind: 'classes', values, classNames });
    const below = head.map.top + 640 + 12;
    const scale = colorScale('classes');
    // Two lines of 22 pixels, their swatches 18 wide behind the margin.
    expect(png.colorAt(25, below + 8).slice(0, 3)).toEqual([...scale[0]!]);
    expect(png.colorAt(25, below + 22 + 8).slice(0, 3)).toEqual([...scale[1]!]);
    expect(png.colorAt(head.map.left + 20, head.map.top + 3).slice(0, 3)).toEqual([...scale[0]!]);
    expect(png.colorAt(head.map.left + 3, head.map.top + 3)).toEqual([255, 255, 255, 255]);
  });

  it('has a scale bar of the right length', () => {
    const { png, head } = draw();
    // 0.0005 degree at 44.3928 N is 39.77 m, a pixel of the picture 2.486 m: 500 m are 201 of them.
    const pixelM = (((0.0005 * Math.PI) / 180) * 6_378_137 * Math.cos(((44.4 - 20 * 0.00036) * Math.PI) / 180)) / 16;
    const runs: number[] = [];
    for (let y = head.map.top + 640; y < png.height; y++) {
      let run = 0;
      while (png.colorAt(16 + run, y)[0] < 50) run++;
      runs.push(run);
    }
    expect(Math.max(...runs.filter((run) => run < 400))).toBe(Math.round(500 / pixelM));
  });

  it('is never larger than its limit, and averages what is', () => {
    const [rows, columns] = [4100, 300];
    const values = new Float32Array(rows * columns);
    for (let k = 0; k < values.length; k++) values[k] = Math.floor(k / columns) % 2 === 0 ? -3 : 3;
    const { png, head } = draw({ kind: 'displacement', rows, columns, values });
    expect(Math.max(png.width, png.height)).toBeLessThanOrEqual(MAX_SIDE_PX);
    expect(head.map.rows).toBe(Math.ceil(rows / 3));
    expect(head.frame.pixelWidth).toBeCloseTo(3 * frame.pixelWidth, 12);
  });

  it.each([
    [1, 1],
    [1, 3000],
    [3000, 1],
    [2500, 2500],
  ])('of %i x %i stays within its limit', (rows, columns) => {
    const { png } = draw({ rows, columns, values: new Float32Array(rows * columns), notices: ['n '.repeat(400)] });
    expect(Math.max(png.width, png.height)).toBeLessThanOrEqual(MAX_SIDE_PX);
  });

  it('is the same however its lines come', () => {
    const [rows, columns] = [2500, 20];
    const values = Float32Array.from({ length: rows * columns }, (_, k) => Math.sin(k / 700) * 40);
    const tall = request({ rows, columns, values });
    const whole = drawQuicklook(tall);
    for (const strip of [1, 7, 512]) expect(drawQuicklook(tall, strip).equals(whole)).toBe(true);
  });

  it('carries title and notices as text, and is read back', () => {
    const buffer = drawQuicklook(request());
    expect(readPng(buffer).texts).toMatchObject({
      Title: 'Displacement (mm)',
      Copyright: 'Contains modified Copernicus Sentinel data 2023.',
    });
    const { width, height, pixels } = decodePng(buffer);
    expect(pixels).toHaveLength(width * height);
  });
});

describe('a picture that is not ours', () => {
  const good = drawQuicklook(request());
  it.each([
    ['is no PNG', Buffer.from('GIF89a')],
    ['is cut', good.subarray(0, good.length - 40)],
    ['was changed', Buffer.concat([good.subarray(0, 60), Buffer.from([good[60]! ^ 1]), good.subarray(61)])],
    ['has no parts', good.subarray(0, 8)],
  ])('that %s is refused', (_, file) => {
    expect(() => decodePng(Buffer.from(file))).toThrow(expect.objectContaining({ code: 'QUICKLOOK_UNREADABLE' }));
  });
});

describe('text', () => {
  it('has a glyph of its own for every letter and digit', () => {
    const shape = (character: string) =>
      Array.from({ length: 40 }, (_, k) => Number(isInk(character, Math.floor(k / 5), k % 5))).join('');
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;-+/()<>=%_°π±');
    expect(new Set(letters.map(shape)).size).toBe(letters.length);
    expect(shape('漢')).toBe(shape('é'));
  });
  it('breaks at spaces, and within words that are too long', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij']);
    expect(wrapText('', 5)).toEqual([]);
  });
});
