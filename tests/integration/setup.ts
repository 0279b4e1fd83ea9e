import type { TestProject } from 'vitest/node';
import { testCluster } from '../../dev/test/cluster.ts';
import type { RuntimeName } from '../support/runtimes.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of the run's OpenSearch. */
    opensearchUrl: string;
    /** What the proxy runs on. */
    runtime: RuntimeName;
  }
}

/** One OpenSearch for the run; tests take its address with `inject('opensearchUrl')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await testCluster();
  project.provide('opensearchUrl', cluster.url);
  return cluster.stop;
}
