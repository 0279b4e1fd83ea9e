import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** Hashes for AWS's signer, by Node. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | Uint8Array);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }
  reset(): void {}
}

/** AWS's own signer, to hold ours against. */
export function awsSigner(credentials: Keys): SignatureV4 {
  return new SignatureV4({ credentials, region: 'eu-west-1', service: 'es', sha256: Sha256 });
}
