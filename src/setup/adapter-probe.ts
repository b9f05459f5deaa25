import { fileURLToPath } from 'node:url';
import type { AdapterDescription } from '../gpu/index.ts';
import type { AdapterEnvironment } from './adapter-environment.ts';
import { PROJECT_FOLDER } from './project.ts';
import { runTool } from './run-tool.ts';
import { moduleFile, typescriptNode } from './typescript-node.ts';

/** What the probe found: an adapter on which a device opens, or why there is none. */
export type ProbeReport = FoundAdapter | { readonly failure: string };

export interface FoundAdapter {
  readonly adapter: AdapterDescription;
  /** What a person would call it. */
  readonly name: string;
}

const PROBE_TIMEOUT_MS = 20_000;

/** Opens the adapter in a child process with `environment` added to this one's. Never throws. */
export async function probeAdapter(choice: string, environment: AdapterEnvironment): Promise<ProbeReport> {
  const script = fileURLToPath(new URL(moduleFile('./probe'), import.meta.url));
  const result = await runTool(process.execPath, [...typescriptNode(), script, choice], {
    cwd: PROJECT_FOLDER,
    environment: { ...process.env, ...environment },
    timeoutMs: PROBE_TIMEOUT_MS,
  });
  return readReport(result.stdout) ?? { failure: result.failure || 'the probe ended without a report' };
}

function readReport(stdout: string): ProbeReport | undefined {
  const line = stdout.trim().split('\n').at(-1);
  try {
    return line ? (JSON.parse(line) as ProbeReport) : undefined;
  } catch {
    return undefined;
  }
}
