/** The variables by which the set-up tells tests in the browser what it started. */
export const E2E_URL = 'SLUICE_E2E_URL';
export const E2E_OPENSEARCH = 'SLUICE_E2E_OPENSEARCH';

/** The user that tests sign in as. */
export const E2E_USER = { name: 'demo', password: 'a-password-for-tests' };
