import { inLanguage } from '../lib/i18n.ts';
import { enSeveral } from '../messages/en-several.ts';
import { koSeveral } from '../messages/ko-several.ts';

/** Fetched with the parts that say them. */
export const words = () => inLanguage({ en: enSeveral, ko: koSeveral });
