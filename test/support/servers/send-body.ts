import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Ends an answer whose head is written, with its body or with what a fault leaves of it.
 * @param fault `reset-in-body`, `truncated` and `stall-in-body` send half of the body; every other sends all of it
 * @returns bytes of the body that were sent
 */
export function sendBody(response: ServerResponse, body: Uint8Array, fault: unknown): number {
  const half = body.subarray(0, Math.floor(body.byteLength / 2));
  if (fault === 'reset-in-body' || fault === 'truncated') {
    const leave = (socket: Socket | null): void =>
      void (fault === 'truncated' ? socket?.end() : socket?.resetAndDestroy());
    response.write(half, () => leave(response.socket));
    return half.byteLength;
  }
  if (fault === 'stall-in-body') {
    response.write(half);
    return half.byteLength;
  }
  response.end(body);
  return body.byteLength;
}
