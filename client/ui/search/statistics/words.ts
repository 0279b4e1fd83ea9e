import { inLanguage } from '../../lib/i18n.ts';
import { enStatistics } from '../../messages/en-statistics.ts';
import { koStatistics } from '../../messages/ko-statistics.ts';

/** Fetched with the first column that is counted. */
export const words = () => inLanguage({ en: enStatistics, ko: koStatistics });
