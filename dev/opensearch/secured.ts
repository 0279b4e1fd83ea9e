import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../system/command.ts';
import { SetupError } from '../system/setup-error.ts';
import { OPENSEARCH_2, SECURITY_PLUGIN } from './artifacts.ts';
import { furnished } from './distribution.ts';
import { fetchArtifact } from './fetch-artifact.ts';
import type { Java, JavaRange } from './java.ts';
import type { NodeOptions } from './node.ts';
import { unzip } from './unzip.ts';

/** Its Java: without the security manager, which newer ones have lost, it does not start. */
export const SECURED_JAVA: JavaRange = { from: 17, to: 21 };
/** Files that the demo installer makes and each node's config needs: certificates, and the plugin's own settings. */
const CONFIG = ['esnode.pem', 'esnode-key.pem', 'kirk.pem', 'kirk-key.pem', 'root-ca.pem', 'opensearch-security'];

/** Whom the cluster's own set-up asks as. Its port is open to this machine only, and its data goes with it. */
const ADMIN = { username: 'admin', password: 'Sluice-9-tests-only!' };

/** How a secured node is reached. */
export type Secured = {
  /** PEM text of the demo authority that signed the node's certificate. */
  ca: string;
  /** A file with the same. */
  caFile: string;
  admin: { username: string; password: string };
};

/** OpenSearch with its security plugin and the plugin's demo configuration, unpacked under `home` at the first call. */
export function securedDistribution(home: string, java: Java): Promise<string> {
  return furnished(join(home, `opensearch-${OPENSEARCH_2.version}-secured`), OPENSEARCH_2, async (folder, work) => {
    const plugin = join(folder, 'plugins', 'opensearch-security');
    await unzip(await fetchArtifact(work, SECURITY_PLUGIN), plugin);
    await mkdir(join(folder, 'config'), { recursive: true });
    await cp(join(plugin, 'config'), join(folder, 'config', 'opensearch-security'), { recursive: true });
    await installDemo(folder, java);
  });
}

/** Certificates and an admin; the script calls Java once and does nothing else. */
async function installDemo(folder: string, java: Java): Promise<void> {
  const script = join(folder, 'plugins', 'opensearch-security', 'tools', 'install_demo_configuration.sh');
  const done = await run('bash', [script, '-y', '-i'], {
    env: { ...process.env, OPENSEARCH_JAVA_HOME: java.home, OPENSEARCH_INITIAL_ADMIN_PASSWORD: ADMIN.password },
  });
  if (!done.ok) throw new SetupError(`OpenSearch's security plugin could not be set up: ${done.stdout.slice(-300)}`);
}

export async function securedOf(distribution: string): Promise<Secured> {
  const caFile = join(distribution, 'config', 'root-ca.pem');
  return { ca: await readFile(caFile, 'utf8'), caFile, admin: ADMIN };
}

/** Puts the certificates and the plugin's settings into a node's config. */
export async function copySecurity(distribution: string, config: string): Promise<void> {
  for (const name of CONFIG) await cp(join(distribution, 'config', name), join(config, name), { recursive: true });
}

/** Lines of opensearch.yml for the plugin. `config` may be changed by the admin, so that tests can bring an identity provider. */
export const SECURED_SETTINGS: NodeOptions['settings'] = {
  'plugins.security.ssl.transport.pemcert_filepath': 'esnode.pem',
  'plugins.security.ssl.transport.pemkey_filepath': 'esnode-key.pem',
  'plugins.security.ssl.transport.pemtrustedcas_filepath': 'root-ca.pem',
  'plugins.security.ssl.transport.enforce_hostname_verification': false,
  'plugins.security.ssl.http.enabled': true,
  'plugins.security.ssl.http.pemcert_filepath': 'esnode.pem',
  'plugins.security.ssl.http.pemkey_filepath': 'esnode-key.pem',
  'plugins.security.ssl.http.pemtrustedcas_filepath': 'root-ca.pem',
  'plugins.security.allow_unsafe_democertificates': true,
  'plugins.security.allow_default_init_securityindex': true,
  'plugins.security.authcz.admin_dn': 'CN=kirk,OU=client,O=client,L=test,C=de',
  'plugins.security.audit.type': 'noop',
  'plugins.security.restapi.roles_enabled': 'all_access',
  'plugins.security.unsupported.restapi.allow_securityconfig_modification': true,
};
