import { WebSocket } from 'ws';

/**
 * Whether the kernel has all that a socket was given, and its memory may be used again: what is not written, also half
 * of a write, is in the stream's queue, and counts.
 */
export function hasSentAll(socket: unknown): boolean {
  return socket instanceof WebSocket && socket.bufferedAmount === 0;
}
