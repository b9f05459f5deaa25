/**
 * Times are seconds since midnight UTC of an `epochDay` (whole days since 1970-01-01), in f64.
 * One day at f64 resolves 1e-11 s, so the microseconds of the annotation survive; JavaScript's Date does not keep them.
 * Leap seconds are ignored on both sides (UTC in, UTC out), as in the products themselves.
 */
const UTC_PATTERN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)Z?$/;

const DAY_S = 86_400;

/** Days since 1970-01-01 of a calendar date; undefined where the calendar has no such day. */
function dayNumber(year: number, month: number, day: number): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  // 31 April counts as 1 May, the year 99 as 1999: they do not come back as themselves.
  const isItself = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isItself ? Math.round(date.getTime() / (DAY_S * 1000)) : undefined;
}

/**
 * Splits `YYYY-MM-DDThh:mm:ss.ffffff` (with or without `Z`) into the day and the seconds of that day.
 * @returns undefined where the text is not such a time.
 */
export function parseUtc(text: string): { epochDay: number; secondsOfDay: number } | undefined {
  const match = UTC_PATTERN.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const epochDay = dayNumber(year, month, day);
  if (epochDay === undefined || hour > 23 || minute > 59 || second >= 61) return undefined;
  return { epochDay, secondsOfDay: hour * 3600 + minute * 60 + second };
}

/** Seconds of a UTC text since midnight of `epochDay`; undefined where the text is not a UTC time. */
export function utcToSeconds(text: string, epochDay: number): number | undefined {
  const parsed = parseUtc(text);
  return parsed && (parsed.epochDay - epochDay) * DAY_S + parsed.secondsOfDay;
}

/** `YYYY-MM-DDThh:mm:ss.fff…Z` with the given number of decimals. */
export function secondsToUtc(timeS: number, epochDay: number, decimals = 6): string {
  const scale = 10 ** decimals;
  let day = epochDay + Math.floor(timeS / DAY_S);
  let ticks = Math.round((timeS - Math.floor(timeS / DAY_S) * DAY_S) * scale);
  if (ticks >= DAY_S * scale) {
    ticks -= DAY_S * scale;
    day += 1;
  }
  const date = new Date(day * DAY_S * 1000).toISOString().slice(0, 10);
  const wholeS = Math.floor(ticks / scale);
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  const fraction = decimals > 0 ? `.${pad(ticks - wholeS * scale, decimals)}` : '';
  return `${date}T${pad(Math.floor(wholeS / 3600), 2)}:${pad(Math.floor(wholeS / 60) % 60, 2)}:${pad(wholeS % 60, 2)}${fraction}Z`;
}
