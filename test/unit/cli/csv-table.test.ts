import { describe, expect, it } from 'vitest';
import { checkColumns, numberField, parseCsvTable, utcField } from '../../../src/cli/csv-table.ts';
import { parseCsv } from '../../../src/cli/csv.ts';

const fieldsOf = (text: string): (readonly string[])[] => parseCsv('t', text).map(({ fields }) => fields);

describe('CSV after RFC 4180', () => {
  it.each<[string, string, string[][]]>([
    [
      'its first example',
      'aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      'no last line end',
      'aaa,bbb\nzzz,yyy',
      [
        ['aaa', 'bbb'],
        ['zzz', 'yyy'],
      ],
    ],
    ['quotes', '"aaa","b""bb"', [['aaa', 'b"bb']]],
    ['a line end and a comma in quotes', '"aaa","b\r\nb,b","ccc"', [['aaa', 'b\r\nb,b', 'ccc']]],
    ['blanks', ' a , b', [[' a ', ' b']]],
    [
      'empty fields',
      ',\n,a\na,\n"",""',
      [
        ['', ''],
        ['', 'a'],
        ['a', ''],
        ['', ''],
      ],
    ],
    ['one quoted empty field', '""\n', [['']]],
    ['empty lines', '\na\n\n\r\nb\n\n', [['a'], ['b']]],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => expect(fieldsOf(text)).toEqual(expected));

  it('counts rows with those that are empty', () => {
    expect(parseCsv('t', 'a\n\nb').map(({ row }) => row)).toEqual([1, 3]);
  });

  it.each([
    ['a quote that stays open', 'a\n"b', /t, row 2: a quote is not closed/],
    ['a quote in the middle', 'a\nb"c"', /t, row 2: a quote stands inside/],
    ['text behind a quote', '"a"b', /t, row 1: text follows/],
  ])('refuses %s', (_, text, message) => expect(() => parseCsv('t', text)).toThrow(message));
});

describe('a CSV table', () => {
  const one = (value: string, column = 'a') => {
    const table = parseCsvTable('t', `id,${column}\nx,"${value}"`);
    return [table, table.records[0]!, column] as const;
  };
  const range = { min: -90, max: 90, wanted: 'a latitude' };

  it('has names without the blanks around them', () => {
    expect(parseCsvTable('t', ' id , a\n1,2').header).toEqual(['id', 'a']);
  });

  it.each([
    ['nothing', '', /t is empty/],
    ['a row that is too short', 'a,b\n1,2\n\n1', /t, row 4: it has 1 fields, the header has 2/],
    ['a name twice', 'a,b, a', /t, row 1: it names "a" twice/],
  ])('is refused with %s', (_, text, message) => expect(() => parseCsvTable('t', text)).toThrow(message));

  it('is checked for the columns that are read and those that are written', () => {
    const table = parseCsvTable('t', 'id,a\n');
    expect(() => checkColumns(table, ['a'], ['c'])).not.toThrow();
    expect(() => checkColumns(table, ['a', 'b'], ['c'])).toThrow(/row 1 \(the header\) lacks the column b.*id, a/);
    expect(() => checkColumns(table, ['a'], ['id'])).toThrow(/names the column id, which would be computed from a/);
  });

  it.each([
    ['1', 1],
    [' -1.5 ', -1.5],
    ['+.5', 0.5],
    ['5.', 5],
    ['1e-3', 1e-3],
    ['90', 90],
    ['-0', -0],
  ])('gives %j as a number', (text, value) => expect(numberField(...one(text), range)).toBe(value));

  it.each(['', ' ', 'x', '1,5', '1_0', '0x1', 'NaN', 'Infinity', '1e999', '90.001', '-91', '1 2', '--1', '.', 'e5'])(
    'refuses %j as a number',
    (text) =>
      expect(() => numberField(...one(text), range)).toThrow(`t, row 2, column a: "${text.trim()}" is not a latitude.`),
  );

  it('repeats no more than the beginning of a wrong value', () => {
    expect(() => numberField(...one('9'.repeat(1000)), range)).toThrow(/"9{40}" is not/);
  });

  it.each<[string, number]>([
    ['2020-05-11T00:00:00Z', 0],
    ['2020-05-11T13:51:30.4530010001Z', 49_890.453_001_000_1],
    [' 2020-05-11T13:51:30.453001 ', 49_890.453_001],
    ['2020-05-12T00:00:00.25Z', 86_400.25],
    ['2020-02-29T00:00:00Z', -72 * 86_400],
  ])('gives %j as a time', (text, value) => expect(utcField(...one(text), 18_393)).toBe(value));

  it.each([
    '',
    '49890.453',
    '2020-05-11',
    '2020-05-11 13:51:30Z',
    '2020-05-11T13:51:30+01:00',
    '2020-05-11T24:00:00Z',
    '2020-05-11T13:60:00Z',
    '2020-13-01T00:00:00Z',
    '2020-04-31T00:00:00Z',
    '2021-02-29T00:00:00Z',
  ])('refuses %j as a time', (text) =>
    expect(() => utcField(...one(text), 18_393)).toThrow(/t, row 2, column a: ".*" is not a UTC time such as/),
  );
});
