/*
 * Starts ping-thread.ts where it is TypeScript still: a thread does not have the loader of its process, so it is
 * registered here. A build starts ping-thread.js itself.
 */
import { register } from 'tsx/esm/api';

register();
await import('./ping-thread.ts');
