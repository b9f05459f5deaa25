import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCsvRecord, parseCsv } from '../../src/cli/csv.ts';
import { numberText, utcText } from '../../src/cli/csv-number.ts';
import { isSentryalError } from '../../src/errors/index.ts';

/** Fields in which what has a meaning in CSV is frequent. */
const field = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'a', 'é', '') }));
const records = fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 8 });

/** `read`, or what was refused. */
function outcome(text: string): string {
  try {
    const isRead = parseCsv('x', text).every(({ fields, row }) => fields.length > 0 && row > 0);
    return isRead ? 'read' : 'a record without a field or a row';
  } catch (error) {
    return isSentryalError(error) ? `${error.code}: ${error.message}` : String(error);
  }
}

describe('CSV', () => {
  it('is read back as it was written, any text', () => {
    fc.assert(
      fc.property(records, (written) => {
        const text = written.map(formatCsvRecord).join('');
        expect(parseCsv('x', text).map(({ fields }) => fields)).toEqual(written);
        expect(parseCsv('x', text).map(({ row }) => row)).toEqual(written.map((_, k) => k + 1));
      }),
      { numRuns: 500 },
    );
  });

  it('means the same with every line end, and without the last', () => {
    const plain = fc.array(fc.array(fc.stringMatching(/^[ a-z0-9.]{1,6}$/), { minLength: 1 }), { minLength: 1 });
    fc.assert(
      fc.property(plain, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (rows, end, isEnded) => {
        const text = rows.map((row) => row.join(',')).join(end) + (isEnded ? end : '');
        expect(parseCsv('x', text).map(({ fields }) => fields)).toEqual(rows);
      }),
    );
  });

  it('of any text is read, or refused with the row', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', ' ') }), (text) => {
        expect(outcome(text)).toMatch(/^(?:read|CSV_MALFORMED: x, row \d+: .+)$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('numbers of CSV', () => {
  it('have 15 significant digits, which say the number to half of the last', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (value) => {
        const text = numberText(value);
        const digits = text
          .replace(/e.*$/, '')
          .replace(/^-|\./g, '')
          .replace(/^0+(?=[1-9])/, '');
        expect(digits).toHaveLength(15);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 5.01e-15 + Number.MIN_VALUE);
        expect(text.startsWith('-')).toBe(value < 0);
      }),
    );
  });

  it('have times of 10 decimals, which say the time to half of the last and come back as the same text', () => {
    const seconds = fc.double({ min: 0, max: 86_399.999, noNaN: true });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 16_000, max: 22_000 }), (timeS, day) => {
        const text = utcText(timeS, day);
        const [, hour, minute, second] = /^\d{4}-\d\d-\d\dT(\d\d):(\d\d):(\d\d\.\d{10})Z$/.exec(text)!.map(Number);
        const back = hour! * 3600 + minute! * 60 + second!;
        expect(Math.abs(back - timeS)).toBeLessThan(0.7e-10);
        expect(utcText(back, day)).toBe(text);
      }),
    );
  });
});
