import { release } from 'node:os';
import { type SentryalError, toSentryalError } from '../errors/index.ts';
import {
  describeSettings,
  installedVersion,
  packageInfo,
  sidecarEnvironment,
  type Settings,
} from '../settings/index.ts';
import { adapterHelp, describeSystem } from '../setup/index.ts';
import { defineCommand } from './command.ts';
import { softwareVulkanState } from './software-vulkan.ts';

/** A line of the report: what, and how it is. */
type Row = readonly [label: string, value: string];

interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

interface AdapterReport {
  readonly section: Section;
  readonly failure?: SentryalError;
}

/** Where a container was made for NVIDIA's driver, the piece of it that is missing; else what this system needs. */
async function adapterAdvice({ adapter }: Settings): Promise<string> {
  const isForNvidia = process.platform === 'linux' && process.env['NVIDIA_DRIVER_CAPABILITIES'] !== undefined;
  if (isForNvidia && adapter !== 'software') {
    const { missingNvidiaPieces, thisMachine } = await import('../../handler/index.ts');
    const missing = missingNvidiaPieces(thisMachine(process.env));
    if (missing.length > 0) return missing.join('\n');
  }
  return adapterHelp(describeSystem(), adapter);
}

/** Opens the adapter as a job does; the lack of one is a finding, not a crash. */
async function adapterReport(settings: Settings): Promise<AdapterReport> {
  try {
    const { adapterName, openGpu } = await import('../gpu/index.ts');
    const gpu = await openGpu({ adapter: settings.adapter, timeoutS: settings.gpuTimeoutS });
    const { vendor, architecture, device, isSoftware } = gpu.adapter;
    const rows: Row[] = [
      ['name', adapterName(gpu.adapter)],
      ['kind', isSoftware ? 'software (CPU)' : 'GPU'],
      ['vendor, architecture, device', [vendor, architecture, device].filter(Boolean).join(', ') || 'not told'],
      ['timestamps', gpu.hasTimestamps ? 'yes' : 'no'],
      ...Object.entries(gpu.limits).map(([name, value]): Row => [name, value.toLocaleString('en')]),
    ];
    await gpu.close();
    return { section: { title: 'WebGPU adapter', rows } };
  } catch (error) {
    const failure = toSentryalError(error);
    const rows: Row[] = [
      ['missing', failure.message],
      ['how to get it', await adapterAdvice(settings)],
    ];
    return { section: { title: 'WebGPU adapter', rows }, failure };
  }
}

function machineSection(): Section {
  return {
    title: 'Machine',
    rows: [
      ['sentryal', packageInfo().version],
      ['Node.js', process.versions.node],
      ['platform', `${process.platform} ${release()} ${process.arch}`],
    ],
  };
}

function dependencySection(): Section {
  const rows = Object.entries(packageInfo().dependencies).map(([name, wanted]): Row => {
    const found = installedVersion(name);
    if (found === undefined) return [name, `missing: run \`npm ci\` (wanted ${wanted})`];
    return [name, found === wanted ? found : `${found}, wanted ${wanted}: run \`npm ci\``];
  });
  return { title: 'Packages', rows };
}

function settingsSection(environment: NodeJS.ProcessEnv): Section {
  const note = { default: ' (default)', environment: '', unknown: ' (not a setting)' } as const;
  const rows = describeSettings(environment).map(({ name, value, source }): Row => [
    name,
    `${value || '(empty)'}${note[source]}`,
  ]);
  return { title: 'Settings', rows };
}

function formatSection({ title, rows }: Section): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(
    ([label, value]) => `  ${label.padEnd(width)}  ${value.replaceAll('\n', `\n${' '.repeat(width + 4)}`)}`,
  );
  return [title, ...lines, ''].join('\n');
}

/** Starts ISCE3 as a job with the backend isce3 does. */
async function isce3Report(settings: Settings): Promise<AdapterReport> {
  const { sharedIsce3 } = await import('../geometry/index.ts');
  const title = 'ISCE3 (only the backend isce3 needs it)';
  try {
    const { isce3, ...others } = await sharedIsce3(sidecarEnvironment()).versions();
    const rows = Object.entries(others).map(([name, version]): Row => [name, version ?? 'missing']);
    return { section: { title, rows: [['isce3', isce3], ...rows] } };
  } catch (error) {
    const failure = toSentryalError(error);
    const rows: Row[] = [
      [settings.backend === 'isce3' ? 'missing' : 'not here', failure.message],
      ['how to get it', failure.remedy],
    ];
    return { section: { title, rows }, ...(settings.backend === 'isce3' && { failure }) };
  }
}

/** `doctor`: what is here, what is missing and how to get it. */
export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'Tell what this machine has, what is missing and how to get it.',
  positionals: [],
  options: {},
  answersOnStdout: false,
  async run(_, context) {
    const adapter = await adapterReport(context.settings);
    const isce3 = await isce3Report(context.settings);
    const sections = [
      machineSection(),
      adapter.section,
      { title: 'Software Vulkan in the cache folder', rows: await softwareVulkanState(context.settings.cacheDir) },
      dependencySection(),
      isce3.section,
      settingsSection(process.env),
    ];
    context.print(`${sections.map(formatSection).join('\n')}\n`);
    const isComplete = adapter.failure === undefined && isce3.failure === undefined;
    context.print(isComplete ? 'Nothing is missing.\n' : 'Jobs cannot run here yet: see "missing" above.\n');
    return isComplete ? 0 : 1;
  },
});
