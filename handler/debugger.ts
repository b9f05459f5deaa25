import { release } from 'node:os';
import { packageInfo } from '../src/settings/index.ts';
import type { Handler } from './worker/handler.ts';

/** `--rp_debugger`: outputs that are objects say when and where they were made. */
export function withDebugger(handler: Handler, readyDelayMs: number): Handler {
  return async (job, context) => {
    const started = new Date();
    const value = await handler(job, context);
    const stopped = new Date();
    if (typeof value !== 'object' || value === null || Array.isArray(value) || 'error' in value) return value;
    const timestamps = [
      {
        name: 'handler',
        start_utc: started.toISOString(),
        stop_utc: stopped.toISOString(),
        duration_ms: stopped.getTime() - started.getTime(),
      },
    ];
    const system_info = {
      os: `${process.platform} ${release()}`,
      processor: process.arch,
      node_version: process.versions.node,
      sentryal: packageInfo().version,
    };
    return { ...value, rp_debugger: { system_info, timestamps, ready_delay_ms: Math.round(readyDelayMs) } };
  };
}
