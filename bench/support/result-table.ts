import { markdownTable } from '../figures/markdown-table.ts';
import { type BenchFile, type BenchPart, type BenchRecord, copyShare } from './record.ts';

const number = (value: number, digits = 3): string => Number(value.toPrecision(digits)).toString();

function timeText(seconds: number): string {
  if (seconds >= 1) return `${number(seconds)} s`;
  return seconds >= 1e-3 ? `${number(seconds * 1e3)} ms` : `${number(seconds * 1e6)} us`;
}

function rate(perS: number, unit: string): string {
  if (perS >= 1e9) return `${number(perS / 1e9)} G${unit}/s`;
  return perS >= 1e4 ? `${number(perS / 1e6)} M${unit}/s` : `${number(perS)} ${unit}/s`;
}

function row(record: BenchRecord, part: BenchPart): string[] {
  const { name, size, elements, unit, seconds, bytes, flops, verified, more } = record;
  const share = copyShare(record, part.copyBytesPerS);
  const spread = (seconds.upperQuartile - seconds.lowerQuartile) / seconds.median;
  const words = Object.entries(more ?? {}).map(
    ([key, value]) => `${key} ${typeof value === 'number' ? number(value) : value}`,
  );
  return [
    name,
    size,
    timeText(seconds.median),
    `${number(100 * spread, 2)} %`,
    rate(elements / seconds.median, unit),
    bytes === undefined ? '' : `${number(bytes / seconds.median / 1e9)} GB/s`,
    share === undefined ? '' : `${number(100 * share)} %`,
    flops === undefined ? '' : number(flops / seconds.median / 1e9),
    verified ? `${number(verified.worst, 2)} (${verified.against})` : '',
    words.join(', '),
  ];
}

const HEAD = ['what', 'size', 'median', 'quartiles', 'rate', 'bytes', 'of copy', 'GFLOP/s', 'apart', 'more'];

/** What a file of results says, as a page. */
export function resultTable(file: BenchFile): string {
  const parts = Object.entries(file.benches).map(([name, part]) => {
    const { measured, load, copyBytesPerS, records } = part;
    const copy = copyBytesPerS ? `; copy, read and write: ${number(copyBytesPerS.median / 1e9)} GB/s` : '';
    const head = `## ${name}\n\n${measured.slice(0, 16)}Z, load ${number(load, 2)}${copy}`;
    return `${head}\n\n${markdownTable(
      HEAD,
      records.map((record) => row(record, part)),
    )}\n`;
  });
  const kind = file.isSoftware ? ' (software: growth and ratios count, times do not)' : '';
  return `# ${file.adapter}, ${file.date}${kind}\n\nNode ${file.node}, ${file.processors}. Quartiles: their distance over the median. Of copy: share of the bandwidth of a plain copy, measured in turn with each record.\n\n${parts.join('\n')}`;
}

/** Two files of results as ratios of median times, first over second; and what only one of them has. */
export function comparisonTable(first: BenchFile, second: BenchFile): string {
  const recordsOf = ({ benches }: BenchFile): Map<string, BenchRecord> =>
    new Map(
      Object.values(benches).flatMap(({ records }) =>
        records.map((record) => [`${record.name}, ${record.size}`, record] as const),
      ),
    );
  const [before, after] = [recordsOf(first), recordsOf(second)];
  const shared = [...before].filter(([key]) => after.has(key));
  const rows = shared.map(([key, record]) => {
    const [a, b] = [record.seconds, after.get(key)!.seconds];
    return [key, timeText(a.median), timeText(b.median), number(a.median / b.median), number(a.least / b.least)];
  });
  const only = [
    ...[...before.keys()].filter((key) => !after.has(key)).map((key) => `only in the first: ${key}`),
    ...[...after.keys()].filter((key) => !before.has(key)).map((key) => `only in the second: ${key}`),
  ];
  const heads = [
    'what',
    `${first.adapter}, ${first.date}`,
    `${second.adapter}, ${second.date}`,
    'ratio',
    'of the least',
  ];
  return `${[markdownTable(heads, rows), ...only].join('\n')}\n`;
}
