/** A file in a Maven repository. */
export type Artifact = {
  group: string;
  name: string;
  version: string;
  type: 'zip' | 'jar';
  /** In hex: what is fetched has to be this very file, wherever it came from. */
  sha512: string;
};

const DISTRIBUTIONS = 'org.opensearch.distribution.integ-test-zip';

/** OpenSearch as `npm start` runs it. */
export const OPENSEARCH: Artifact = {
  group: DISTRIBUTIONS,
  name: 'opensearch',
  version: '3.8.0',
  type: 'zip',
  sha512:
    '8470fc447309e84216f9359030db53a85b087492e161e5ce1a29276e776d4725b802f93ba8d218ea88e4a7999addadb863be93b8e1f89e9a292163e636e62de3',
};

/** The newest OpenSearch whose security plugin is published with all that it loads. */
export const OPENSEARCH_2: Artifact = {
  group: DISTRIBUTIONS,
  name: 'opensearch',
  version: '2.19.4',
  type: 'zip',
  sha512:
    'f647ffad1263d5cef32657abe14533cf83e297b7dda42b0c27fa7250aa1de22367876a4b4bbc76205d84dabeea5f70c8c34d93753e751441a469f09b5e24a8a2',
};

/** Its security plugin. */
export const SECURITY_PLUGIN: Artifact = {
  group: 'org.opensearch.plugin',
  name: 'opensearch-security',
  version: `${OPENSEARCH_2.version}.0`,
  type: 'zip',
  sha512:
    'b744225727ab6c6bbb970e97a096feb7745b2d512eaf7c1b4fe80721963e20485b1df6c04222eb11c2c81167654d9cf804be73fe6908a9973b4d0b17e2b5a18b',
};

const ICU_VERSION = '77.1';

/** ICU, and what offers it to a Java that has no data of its own for a language. */
export const ICU: readonly Artifact[] = [
  {
    group: 'com.ibm.icu',
    name: 'icu4j',
    version: ICU_VERSION,
    type: 'jar',
    sha512:
      '79cc9eed08f8ee403552fdba5b3e236b328df15a183a2000d0db01b802095e07c54b3cec416bae2d9daec04617ff568f2b28a345853eb95f779b51ab7d21dc17',
  },
  {
    group: 'com.ibm.icu',
    name: 'icu4j-localespi',
    version: ICU_VERSION,
    type: 'jar',
    sha512:
      'e97262906d393229a26e7be64f19d1ba4eba8dffdf8d0b1b7622e81862c0514071fb872ff8b8dcee45709d04dcadab494e9b7a3db99bd5a4bc487878f7f482c4',
  },
];
