import { linkIn } from '../address/link-in.ts';
import type { Draft } from './create-draft.ts';

type Options = { input: () => HTMLElement | undefined; onLink: (link: string) => void };

/** The query's field as where a link of Discover may be put: it is opened in place of a search for its words. */
export function createLinkEntry(form: Draft, { input, onLink }: Options) {
  function open(link: string): void {
    form.forget();
    onLink(link);
  }

  return {
    submit(event: SubmitEvent): void {
      event.preventDefault();
      const link = linkIn(form.text());
      if (link === undefined) form.send({});
      else open(link);
    },
    /** At once, wherever in the field. */
    paste(event: ClipboardEvent): void {
      const text = event.target === input() ? event.clipboardData?.getData('text/plain') : undefined;
      const link = linkIn(text ?? '');
      if (link === undefined) return;
      event.preventDefault();
      open(link);
    },
  };
}
