import { resolve } from 'node:path';
import { isSentryalError } from '../errors/index.ts';
import { readSettings } from '../settings/index.ts';
import { READY_VARIABLE } from './adapter-environment.ts';
import { type AdapterNeed, type LaunchPlan, planLaunch } from './arguments.ts';
import { runChecks } from './check-chain.ts';
import { runNode } from './child-process.ts';
import { adapterLine, prepareAdapter } from './prepare-adapter.ts';
import { PROJECT_FOLDER } from './project.ts';
import { typescriptNode } from './typescript-node.ts';

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
  if (need === 'none' || process.env[READY_VARIABLE]) return common;
  try {
    const { cacheDir, adapter } = readSettings().settings;
    const prepared = await prepareAdapter({ cacheFolder: cacheDir, choice: adapter, tell });
    const line = adapterLine(prepared);
    tell(line);
    return { ...common, ...prepared.environment, [READY_VARIABLE]: line.replace('adapter: ', '') };
  } catch (error) {
    if (need === 'required' || !isSentryalError(error)) throw error;
    tell(`${error.message}\n${error.remedy}`);
    return common;
  }
}
