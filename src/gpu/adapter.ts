import { create } from 'webgpu';
import { SentryalError } from '../errors/index.ts';

/** The adapter in words. */
export interface AdapterDescription {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** True for CPU implementations (llvmpipe, SwiftShader). */
  readonly isSoftware: boolean;
}

/** `auto`: a GPU first, else software; `gpu`, `software`: only that; anything else: part of the adapter's name. */
export type AdapterChoice = string;

const SOFTWARE_PATTERN = /llvmpipe|lavapipe|swiftshader|basic render/i;

/** Dawn's root objects. They must stay referenced while any device lives, or the process hangs or crashes. */
const instances = new Set<GPU>();

/** Reads an adapter's description. */
export function describeAdapter(adapter: GPUAdapter): AdapterDescription {
  const { vendor, architecture, device, description } = adapter.info;
  return {
    vendor,
    architecture,
    device,
    description,
    isSoftware: SOFTWARE_PATTERN.test(`${vendor} ${architecture} ${device} ${description}`),
  };
}

/** One line for logs: what a person would call the adapter. */
export function adapterName(adapter: AdapterDescription): string {
  return (
    adapter.description || adapter.device || `${adapter.vendor} ${adapter.architecture}`.trim() || 'unnamed adapter'
  );
}

function matches(adapter: AdapterDescription, choice: AdapterChoice): boolean {
  if (choice === 'auto') return true;
  if (choice === 'gpu') return !adapter.isSoftware;
  if (choice === 'software') return adapter.isSoftware;
  return adapterName(adapter).toLowerCase().includes(choice.toLowerCase());
}

/**
 * Finds an adapter: high performance first, then whatever there is.
 * @throws SentryalError GPU_NO_ADAPTER
 */
export async function findAdapter(
  choice: AdapterChoice,
  dawnFlags: readonly string[] = [],
): Promise<{ adapter: GPUAdapter; description: AdapterDescription; release: () => void }> {
  const instance = create([...dawnFlags]);
  instances.add(instance);
  const release = (): void => void instances.delete(instance);
  const seen: string[] = [];
  const requests: GPURequestAdapterOptions[] = [
    { powerPreference: 'high-performance' },
    { forceFallbackAdapter: true },
  ];
  for (const request of requests) {
    const adapter = await instance.requestAdapter(request);
    if (!adapter) continue;
    const description = describeAdapter(adapter);
    if (matches(description, choice)) return { adapter, description, release };
    seen.push(adapterName(description));
  }
  release();
  const reason = seen.length > 0 ? ` that matches "${choice}" (seen: ${[...new Set(seen)].join(', ')})` : '';
  throw new SentryalError('GPU_NO_ADAPTER', { reason });
}
