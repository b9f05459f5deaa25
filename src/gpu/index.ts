export { type AdapterChoice, type AdapterDescription, adapterName, findAdapter } from './adapter.ts';
export { composeShader } from './compose.ts';
export { Gpu, type GpuOptions, type KernelUse, openGpu } from './gpu.ts';
export type { GpuLimits } from './limits.ts';
export { type BufferNames, type Kernel, type ScalarType, defineKernel, packParams, paramsSizeBytes } from './kernel.ts';
export { type BoundKernel, type DeviceBuffer, type DispatchOptions, GpuScope, type Workgroups } from './scope.ts';
