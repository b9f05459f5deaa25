import { expect, it } from 'vitest';
import { type Joins, labelComponents } from '../../../src/unwrap/components.ts';

const always: Joins = () => true;

function label(rows: readonly string[], minimumCells = 1, joins: Joins = always): string[] {
  const columns = rows[0]!.length;
  const member = Uint8Array.from(rows.join(''), (character) => (character === '#' ? 1 : 0));
  const { labels } = labelComponents(rows.length, columns, member, joins, minimumCells);
  return rows.map((_, row) => [...labels.slice(row * columns, (row + 1) * columns)].join(''));
}

it('numbers components from the largest', () => {
  expect(label(['#..##', '#..##', '#...#'])).toEqual(['20011', '20011', '20001']);
});

it('does not join over corners, nor from the end of a row to the start of the next', () => {
  expect(label(['..#', '##.'])).toEqual(['002', '110']);
});

it('gives the same size the order in which they are met', () => {
  expect(label(['#.#', '...', '#.#'])).toEqual(['102', '000', '304']);
});

it('leaves small ones out', () => {
  expect(label(['##.', '...', '..#'], 2)).toEqual(['110', '000', '000']);
});

it('cuts where two cells are not joined', () => {
  const cutAfterColumn1: Joins = (axis, tail) => !(axis === 'x' && tail % 4 === 1);
  expect(label(['####', '####'], 1, cutAfterColumn1)).toEqual(['1122', '1122']);
  const joinedBelow: Joins = (axis, tail) => !(axis === 'x' && tail === 1);
  expect(label(['####', '####'], 1, joinedBelow)).toEqual(['1111', '1111']);
});

it('finds nothing where nothing belongs', () => {
  const { labels, sizes } = labelComponents(2, 2, new Uint8Array(4), always, 1);
  expect([...labels]).toEqual([0, 0, 0, 0]);
  expect(sizes).toEqual([]);
});
