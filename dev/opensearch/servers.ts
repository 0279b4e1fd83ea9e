import { type Artifact, OPENSEARCH } from './artifacts.ts';
import { furnished } from './distribution.ts';
import type { JavaRange } from './java.ts';

/** A server that people have, as a distribution of no plugins. */
export type Server = {
  artifact: Artifact & { name: 'opensearch' | 'elasticsearch' };
  java: JavaRange;
  /** Whether it is started by its own script: what that ends in is known of OpenSearch 3 only. */
  isScripted: boolean;
  /** Lines of its yml, beside those every node has. */
  settings: Readonly<Record<string, boolean>>;
};

type Listed = [name: Server['artifact']['name'], version: string, from: number, to: number, sha512: string];

// biome-ignore format: a line each
const LISTED: readonly Listed[] = [
  ['opensearch', '1.3.20', 11, 17, 'b5a4eb38d6ec52d8b619af2d9f9bc859025eb6c8b8ae3f175b6223868f4d186a56c18867fbb202893cdabd9e0886582dc6e260289535c75a64d37c02bf0548ce'],
  ['opensearch', '2.3.0', 17, 17, '34dc22912965da3c61e2a108937f3e2f2405bf57b2c578f4eabbb2aab815b58459f0a34f03e8d5d9c41b4200fae771127dbe182a89e803f5c5e2371954269ebd'],
  ['opensearch', '2.11.1', 17, 21, '88af2ff4b157a1c289a3bbadd73d48fe92d60d3272cb34139cb8ae764bc6a04467fc4d1d312393e332a397cab1129399f215537db67633b910919e540dfc46af'],
  ['opensearch', '2.19.6', 17, 21, '8adbfaa13162b8d42b388ece6b39bfb7f1a349ab9c128d4eced78ba1dd43b5a10850b43b8aac19fa5ab11f4d5c355ddf6f6617514d6112b0936a1903005d1d36'],
  ['opensearch', '3.0.0', 21, 24, 'f1850a078e11b61b4f7e347b934d83d27029c22e80e22faa766734a27b63cda9a60f21bb0a3a63d542d62c6518c983fe408fb8bbc8275cabc9a24f3aab5a87c8'],
  ['opensearch', '3.3.2', 21, 25, '31228339b638173823dd9ca0810d0c3b514b1c4c9e755643abcfefacd7753350bd78bbfb6f131659f5040bdab1bafef51b4b20d7f983f2358ee8d716610d67af'],
  ['opensearch', OPENSEARCH.version, 21, Number.POSITIVE_INFINITY, OPENSEARCH.sha512],
  ['elasticsearch', '7.10.2', 11, 17, '853593984630301b690b5f11e79615d84dc29f64aca84e95543e6015eb7a94e44348ff2e3c5cd905bd0af4c6e8f453f6fdb8a43c2cc80e00f34c6b4499264f35'],
  ['elasticsearch', '8.15.0', 17, 21, '4fc93643145992e4c30be31ce2e603df2fe6b119bae603526589e403bb1c43cff76aed209a93f4454736c8645c927cd47621e44bd594cb5b5b595f5ed5eb0644'],
  ['elasticsearch', '8.19.0', 17, 21, 'bd600df798d23d2683c999e19299164a2b3af265bc09b43fb86e1f5fbc0ccb14e8b2ac12b36631d835bcabc0eda2a050e06696e9f9ac283a309be6a6612a8017'],
  ['elasticsearch', '9.2.0', 21, 25, '2c624e913bb8712fb1698fc1ab3a241c868228183f089ff3cde17ad7bc7b5a9663454c2af939c65e075663826371e3d4344dca43a55a8aab9594f9a64b01d2c7'],
];

/** By name and version, such as `opensearch-1.3.20`, oldest first; each with the range of Java that it runs on. */
export const SERVERS: ReadonlyMap<string, Server> = new Map(
  LISTED.map(([name, version, from, to, sha512]) => {
    const group = `org.${name}.distribution.integ-test-zip`;
    const artifact = { group, name, version, type: 'zip' as const, sha512 };
    // From 8 on it makes itself certificates and passwords at its first start, and answers no plain HTTP. Those before know no such setting.
    const isSecuring = name === 'elasticsearch' && !version.startsWith('7.');
    const settings = isSecuring ? { 'xpack.security.enabled': false } : {};
    const isScripted = name === 'elasticsearch' || !version.startsWith('3.');
    return [`${name}-${version}`, { artifact, java: { from, to }, isScripted, settings }];
  }),
);

/** The oldest that is supported. */
export const OLDEST_SERVER = 'opensearch-1.3.20';

/** Its unpacked distribution under `home`, fetched at the first call. @throws SetupError when it cannot be fetched */
export function serverDistribution(home: string, { artifact }: Server): Promise<string> {
  return furnished(`${home}/${artifact.name}-${artifact.version}`, artifact, async () => {});
}
