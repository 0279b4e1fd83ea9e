/** The variables by which the set-up tells tests in the browser what it started. */
export const E2E_URLS = 'SLUICE_E2E_URLS';
export const E2E_OPENSEARCH = 'SLUICE_E2E_OPENSEARCH';

/** The user that tests sign in as. */
export const E2E_USER = { name: 'demo', password: 'a-password-for-tests' };

/** Tests that run at once have a proxy each: they would take each other's places. */
export const TESTS_AT_ONCE = 3;

/** The proxy of this test; `undefined` before the set-up. */
export function e2eUrl(): string | undefined {
  return process.env[E2E_URLS]?.split(' ')[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
}
