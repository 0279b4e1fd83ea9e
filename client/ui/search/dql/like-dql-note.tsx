import { createMemo, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { OtherLanguageNote } from '../query/query-notes.tsx';
import { CapitalsButton, SmallOperatorNote } from '../query/query-string-notes.tsx';
import { dqlSigns } from './other-language.ts';

type Props = {
  query: string;
  /** OpenSearch refuses it as it is. */
  hasFault: boolean;
  onMend: (query: string) => void;
  /** Asks it as DQL. */
  onSwitch: (query: string) => void;
};

/** A query string that was meant as DQL: what it means there is a press away, and Lucene's way to write it, where there is one. */
export function LikeDqlNote(props: Props) {
  const signs = createMemo(() => dqlSigns(props.query));
  return (
    <Show
      when={signs()}
      fallback={
        <Show when={!props.hasFault}>
          <SmallOperatorNote {...props} />
        </Show>
      }
    >
      <OtherLanguageNote words={t().query.likeDql} label={t().query.asDql} onSwitch={() => props.onSwitch(props.query)}>
        <Show when={signs() === 'operators'}>
          <CapitalsButton {...props} />
        </Show>
      </OtherLanguageNote>
    </Show>
  );
}
