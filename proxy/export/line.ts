/** The line to one client, as a runtime's WebSocket gives it. */
export interface Line {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** Bytes that are not sent yet, as far as the runtime tells. */
  buffered(): number;
  /** Whether the memory of all that was sent may be used again; false where the runtime does not tell. */
  hasSentAll(): boolean;
  close(code: number, reason: string): void;
}

export interface SocketSession {
  /** Says hello, once: also when the runtime tells of no opening and a message comes first. */
  open(): void;
  receive(data: unknown): void;
  /** What is under way may end; then the line closes, and the client goes on elsewhere. */
  drain(): void;
  /** The user's session is over: says so, and parts. */
  expire(): void;
  /** Cancels all that is under way at OpenSearch. */
  close(): void;
}
