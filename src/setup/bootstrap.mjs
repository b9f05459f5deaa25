#!/usr/bin/env node
/*
 * The first file that runs, on a machine where nothing is installed yet: plain JavaScript, Node built-ins only.
 * It makes the dependencies match package-lock.json, then hands over to launch.ts. It writes to stderr only, since
 * stdout belongs to the answer of the command.
 */
const NEEDED_NODE = [20, 19];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor < NEEDED_NODE[1])) {
  console.error(`Sentryal needs Node.js ${NEEDED_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  console.error('Install a current release of Node.js and run the command again.');
  process.exit(1);
}

const { ensureDependencies } = await import('./dependencies.mjs');
try {
  const args = process.argv.slice(2);
  await ensureDependencies({ withDevelopment: args[0] === '--script' });
  const { register } = await import('tsx/esm/api');
  register();
  const { launch } = await import('./launch.ts');
  process.exitCode = await launch(args);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  if (error?.remedy) console.error(error.remedy);
  process.exitCode = 1;
}
