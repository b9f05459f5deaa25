import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFolderLock } from './folder-lock.mjs';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const INSTALL_TIMEOUT_MS = 15 * 60_000;

/**
 * Installs what package-lock.json asks for unless node_modules has it already (then nothing touches the network).
 * Where the project is itself an installed package there is no lock file, and its package manager has done the work.
 */
export async function ensureDependencies({ withDevelopment }, project = PROJECT) {
  if (!existsSync(join(project, 'package-lock.json'))) return;
  if (!(await missingDependency(project, withDevelopment))) return;
  const lock = join(project, '.cache', 'locks', 'dependencies');
  const onWait = () => console.error('setup: waiting for another process that installs the dependencies');
  await withFolderLock(lock, { timeoutMs: INSTALL_TIMEOUT_MS, onWait }, async () => {
    const missing = await missingDependency(project, withDevelopment);
    if (!missing) return;
    console.error(`setup: installing dependencies (${missing})`);
    await npmInstall(project, withDevelopment);
  });
}

/**
 * Why node_modules does not satisfy package-lock.json, or undefined when it does. npm writes
 * node_modules/.package-lock.json last, so it is there only after a complete installation.
 */
export async function missingDependency(project, withDevelopment) {
  const wanted = await readPackages(join(project, 'package-lock.json'));
  const present = await readPackages(join(project, 'node_modules', '.package-lock.json')).catch(() => undefined);
  if (!present) return 'node_modules is not complete';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || (!withDevelopment && (entry.dev || entry.devOptional))) continue;
    const found = present[path];
    if (!found && isOptionalHere(entry)) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (!found) return `${name} is missing`;
    if (found.version !== entry.version) return `${name} is ${found.version}, not ${entry.version}`;
  }
  return undefined;
}

async function readPackages(file) {
  return JSON.parse(await readFile(file, 'utf8')).packages;
}

/** Optional and not made for just this platform; with `libc` npm alone knows whether it fits. */
function isOptionalHere({ optional, os, cpu, libc }) {
  if (!optional) return false;
  const made = os && cpu && !libc && os.includes(process.platform) && cpu.includes(process.arch);
  return !made;
}

async function npmInstall(project, withDevelopment) {
  // No dependency needs its install script (esbuild and webgpu bring their binaries as files), so none is run.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  if (withDevelopment) args.push('--include=dev');
  const npmScript = process.env.npm_execpath;
  const isNpm = npmScript && basename(npmScript) === 'npm-cli.js' && existsSync(npmScript);
  const onWindows = process.platform === 'win32';
  const [command, commandArgs] = isNpm ? [process.execPath, [npmScript, ...args]] : ['npm', args];
  const child = spawn(command, commandArgs, {
    cwd: project,
    // npm's own stdout goes to our stderr.
    stdio: ['ignore', process.stderr, process.stderr],
    shell: !isNpm && onWindows,
  });
  const failure = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : `it ended with ${signal ?? code}`));
  });
  if (failure === undefined) return;
  const error = new Error(`The dependencies could not be installed: npm ${args.join(' ')}: ${failure}.`);
  error.remedy = 'See the lines of npm above; the first start needs the network and npm on the PATH.';
  throw error;
}
