import { inLanguage } from '../lib/i18n.ts';
import { enSaved } from '../messages/en-saved.ts';
import { koSaved } from '../messages/ko-saved.ts';

/** Fetched with the parts that say them. */
export const words = () => inLanguage({ en: enSaved, ko: koSaved });
