/** The part of a WebSocket that is used: there is a second carrier, and a test may bring one from elsewhere. */
export interface SocketLike {
  binaryType: BinaryType;
  send(text: string): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void;
}

export type MakeSocket = (url: string) => SocketLike;
