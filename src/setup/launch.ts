import { resolve } from 'node:path';
import { isSentryalError } from '../errors/index.ts';
import { type AdapterNeed, type LaunchPlan, planLaunch } from './arguments.ts';
import { runChecks } from './check-chain.ts';
import { runNode } from './child-process.ts';
import { adapterLine, prepareAdapter } from './prepare-adapter.ts';
import { PROJECT_FOLDER, cacheFolder } from './project.ts';
import { typescriptNode } from './typescript-node.ts';

/** Set for every process that runs with a prepared environment: the adapter's name. A nested start does nothing. */
const READY = 'SENTRYAL_ADAPTER_READY';

const tell = (line: string): void => console.error(line);

/**
 * Prepares the environment and runs what the arguments of bootstrap.mjs ask for.
 * @returns the exit code
 */
export async function launch(args: readonly string[]): Promise<number> {
  const plan = planLaunch(args);
  const environment = await preparedEnvironment(plan.kind === 'check' ? 'wanted' : plan.adapter);
  if (plan.kind === 'check') return runChecks(environment, plan.args);
  return runNode({ args: [...typescriptNode(), ...scriptAndArguments(plan)], environment });
}

function scriptAndArguments(plan: Exclude<LaunchPlan, { kind: 'check' }>): readonly string[] {
  if (plan.kind === 'module') return [resolve(PROJECT_FOLDER, plan.file), ...plan.args];
  return [resolve(PROJECT_FOLDER, 'src/cli/main.ts'), ...plan.args];
}

async function preparedEnvironment(need: AdapterNeed): Promise<NodeJS.ProcessEnv> {
  const common = { ...process.env, TSX_TSCONFIG_PATH: resolve(PROJECT_FOLDER, 'tsconfig.json') };
  if (need === 'none' || process.env[READY]) return common;
  try {
    const choice = process.env['SENTRYAL_ADAPTER'] || 'auto';
    const prepared = await prepareAdapter({ cacheFolder: cacheFolder(), choice, tell });
    const line = adapterLine(prepared);
    tell(line);
    return { ...common, ...prepared.environment, [READY]: line.replace('adapter: ', '') };
  } catch (error) {
    if (need === 'required' || !isSentryalError(error)) throw error;
    tell(`${error.message}\n${error.remedy}`);
    return common;
  }
}
