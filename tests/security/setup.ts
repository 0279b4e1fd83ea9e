import { Client } from '@opensearch-project/opensearch';
import type { TestProject } from 'vitest/node';
import { securedCluster } from '../../dev/test/cluster.ts';
import { settle } from './people.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The secured OpenSearch: its authority as PEM text and as a file, and its admin. */
    secured: { url: string; ca: string; caFile: string; admin: { username: string; password: string } };
  }
}

/** One OpenSearch with the security plugin for the run, with indices and accounts in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, secured, stop } = await securedCluster();
  const admin = new Client({ node: url, ssl: { ca: secured.ca }, auth: secured.admin });
  await settle(admin);
  await admin.close();
  project.provide('secured', { url, ...secured });
  return stop;
}
