import { createUniqueId, For, Show } from 'solid-js';
import type { DownloadSupport } from '../../sink/download-support.ts';
import { isForFolder } from '../../sink/open-target.ts';
import type { Place } from '../../sink/target.ts';
import { t } from '../lib/i18n.ts';

const PLACES: readonly Place[] = ['downloads', 'picked'];

type Props = {
  value: Place;
  /** Whether this browser can stream a download, and if not, why: said under what cannot be chosen. */
  support: DownloadSupport;
  /** The file is in parts, which go into a folder where the person picks the place. */
  inParts: boolean;
  onChange: (place: Place) => void;
};

/** Where the file goes; each place says what a reload does to it. */
export function PlaceChoice(props: Props) {
  const id = createUniqueId();
  const help = (place: Place) =>
    isForFolder(place, props) ? t().dialog.folder.placeHelp : t().dialog.placeHelp[place];
  const whyNot = (place: Place) =>
    place === 'downloads' && props.support.kind === 'memory' && t().dialog.notHere[props.support.reason];
  return (
    <div role="radiogroup" aria-labelledby={id}>
      <h3 id={id}>{t().dialog.place}</h3>
      <div class="formats places">
        <For each={PLACES}>
          {(place) => (
            <div class="format">
              <input
                type="radio"
                name="place"
                id={`${id}-${place}`}
                checked={props.value === place}
                disabled={Boolean(whyNot(place))}
                aria-describedby={`${id}-${place}-help${whyNot(place) ? ` ${id}-${place}-why` : ''}`}
                onChange={() => props.onChange(place)}
              />
              <label for={`${id}-${place}`}>{t().dialog.places[place]}</label>
              <p id={`${id}-${place}-help`}>{help(place)}</p>
              <Show when={whyNot(place)}>{(why) => <p id={`${id}-${place}-why`}>{why()}</p>}</Show>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}
