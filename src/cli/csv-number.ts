import { secondsToUtc } from '../units/index.ts';

/** f64 carries 15 decimal digits through text and back. */
const SIGNIFICANT_DIGITS = 15;

/** 0.1 ns: 0.7 µm of the satellite's path. */
const TIME_DECIMALS = 10;

/** A number for CSV: 15 significant digits, no negative zero. */
export function numberText(value: number): string {
  return (value + 0).toPrecision(SIGNIFICANT_DIGITS);
}

/** A time for CSV: UTC with 10 decimals of a second. */
export function utcText(timeS: number, epochDay: number): string {
  return secondsToUtc(timeS, epochDay, TIME_DECIMALS);
}
