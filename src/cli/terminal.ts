import type { ProgressEvent, Warning } from '../model/index.ts';
import type { Settings } from '../settings/index.ts';

type LogLevel = Settings['logLevel'];

const LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];
const BAR_WIDTH = 24;
/** Where stderr is not a terminal, a line is written at every stage and at every step of so many percent. */
const PLAIN_STEP_PERCENT = 10;
/** There, what else is said is written after so long a silence. */
const PLAIN_SILENCE_MS = 5000;

/** The part of a stream that is needed here. */
export interface TextSink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Messages and progress for people: one line that is rewritten on a terminal, a few lines elsewhere. */
export class Terminal {
  level: LogLevel = 'info';
  readonly #sink: TextSink;
  #isLineOpen = false;
  #lastStage = '';
  #lastPercent = -PLAIN_STEP_PERCENT;
  #lastMessage = '';
  #lastMs = -Infinity;

  constructor(sink: TextSink) {
    this.#sink = sink;
  }

  /** Writes one message where the level asks for it. */
  log(level: LogLevel, message: string): void {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(this.level)) return;
    this.#clearLine();
    this.#sink.write(`${message}\n`);
  }

  warn(warning: Warning): void {
    this.log('warn', `warning ${warning.code} (${warning.stage}): ${warning.message}`);
  }

  progress(event: ProgressEvent): void {
    if (this.level === 'error' || this.level === 'warn') return;
    if (this.#sink.isTTY) this.#rewriteLine(event);
    else this.#writeSteps(event);
  }

  /** Ends the progress line, so that what follows begins on a line of its own, and starts anew. */
  endProgress(): void {
    this.#clearLine();
    this.#lastStage = '';
    this.#lastPercent = -PLAIN_STEP_PERCENT;
  }

  #clearLine(): void {
    if (this.#isLineOpen) this.#sink.write('\r\u001b[K');
    this.#isLineOpen = false;
  }

  #rewriteLine({ stage, percent, message }: ProgressEvent): void {
    const filled = Math.round((percent / 100) * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    const text = `${bar} ${percent.toFixed(0).padStart(3)} % ${stage}: ${message}`;
    this.#sink.write(`\r\u001b[K${text.slice(0, Math.max(1, (this.#sink.columns || 80) - 1))}`);
    this.#isLineOpen = true;
  }

  #writeSteps({ stage, percent, message }: ProgressEvent): void {
    const nowMs = performance.now();
    const isStep = stage !== this.#lastStage || percent >= this.#lastPercent + PLAIN_STEP_PERCENT;
    const isNews = message !== this.#lastMessage && nowMs - this.#lastMs >= PLAIN_SILENCE_MS;
    if (!isStep && !isNews) return;
    this.#lastMessage = message;
    this.#lastMs = nowMs;
    this.#lastStage = stage;
    this.#lastPercent = percent;
    this.#sink.write(`[${percent.toFixed(0).padStart(3)} %] ${stage}: ${message}\n`);
  }
}
