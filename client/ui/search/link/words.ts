import { inLanguage } from '../../lib/i18n.ts';
import { enLink } from '../../messages/en-link.ts';
import { koLink } from '../../messages/ko-link.ts';

/** Fetched with the first link, and not with the page. */
export const words = () => inLanguage({ en: enLink, ko: koLink });
