export const LOG_LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Writes one message; `requestId` is the job it is about. */
export type Log = (level: LogLevel, message: string, requestId?: string) => void;

/** Plain data, so that a thread can be given it. */
export interface LogStyle {
  readonly level: LogLevel;
  /** One JSON object a line, as RunPod's console reads it; else lines for people. */
  readonly isJson: boolean;
  /** Texts that must never be written. */
  readonly secrets: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const MASK = '********';
/** Longer messages lose their middle. */
const LONGEST_MESSAGE = 4096;
/** Shorter values are too common to be masked wherever they occur. */
const SHORTEST_SECRET = 6;
/** Names of variables whose values are secret, RunPod's and ours. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD/i;

/** RunPod's names and numbers of levels; TRACE and NOTSET show everything that there is. */
const RUNPOD_LEVELS: Readonly<Record<string, LogLevel>> = {
  NOTSET: 'DEBUG',
  TRACE: 'DEBUG',
  DEBUG: 'DEBUG',
  INFO: 'INFO',
  WARN: 'WARN',
  ERROR: 'ERROR',
  '0': 'DEBUG',
  '1': 'DEBUG',
  '2': 'DEBUG',
  '3': 'INFO',
  '4': 'WARN',
  '5': 'ERROR',
};

/**
 * How to log in an environment: RUNPOD_LOG_LEVEL or RUNPOD_DEBUG_LEVEL before `fallback`, JSON lines on an endpoint,
 * every variable that is named like a secret masked.
 * @param asked level given on the command line
 */
export function readLogStyle(environment: Environment, fallback: LogLevel, asked?: string): LogStyle {
  const named = asked ?? environment['RUNPOD_LOG_LEVEL'] ?? environment['RUNPOD_DEBUG_LEVEL'];
  const secrets = Object.entries(environment)
    .filter(([name, value]) => SECRET_NAME.test(name) && value !== undefined && value.length >= SHORTEST_SECRET)
    .map(([, value]) => value!);
  return {
    level: RUNPOD_LEVELS[named?.trim().toUpperCase() ?? ''] ?? fallback,
    isJson: Boolean(environment['RUNPOD_ENDPOINT_ID']),
    secrets: [...new Set(secrets)].toSorted((a, b) => b.length - a.length),
  };
}

/** A text without secrets, and without user names, passwords and queries of addresses. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const masked = secrets.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
  return masked
    .replaceAll(/\/\/[^/\s@"']*@/g, `//${MASK}@`)
    .replaceAll(/(https?:\/\/[^\s?"'#]*\?)[^\s"']*/g, `$1${MASK}`);
}

function shortened(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  const half = Math.floor(LONGEST_MESSAGE / 2) - 16;
  return `${message.slice(0, half)}\n... cut ...\n${message.slice(-half)}`;
}

/** One line of the log; undefined where the level does not ask for it. */
export function logLine(style: LogStyle, level: LogLevel, message: string, requestId?: string): string | undefined {
  if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(style.level)) return undefined;
  const text = shortened(withoutSecrets(message, style.secrets));
  if (style.isJson) return JSON.stringify({ requestId: requestId ?? null, message: text, level });
  return [level.padEnd(6), ...(requestId === undefined ? [] : [requestId]), text].join(' | ');
}

/** A log that writes lines. */
export function createLog(style: LogStyle, write: (line: string) => void): Log {
  return (level, message, requestId) => {
    const line = logLine(style, level, message, requestId);
    if (line !== undefined) write(`${line}\n`);
  };
}
