import { createUniqueId, For } from 'solid-js';
import { isForFolder } from '../../sink/open-target.ts';
import type { Place } from '../../sink/target.ts';
import { t } from '../lib/i18n.ts';

const PLACES: readonly Place[] = ['downloads', 'picked'];

type Props = {
  value: Place;
  /** Whether this browser can stream a download. */
  canDownload: boolean;
  /** The file is in parts, which go into a folder where the person picks the place. */
  inParts: boolean;
  onChange: (place: Place) => void;
};

/** Where the file goes; each place says what a reload does to it. */
export function PlaceChoice(props: Props) {
  const id = createUniqueId();
  const help = (place: Place) =>
    isForFolder(place, props) ? t().dialog.folder.placeHelp : t().dialog.placeHelp[place];
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
                disabled={place === 'downloads' && !props.canDownload}
                aria-describedby={`${id}-${place}-help`}
                onChange={() => props.onChange(place)}
              />
              <label for={`${id}-${place}`}>{t().dialog.places[place]}</label>
              <p id={`${id}-${place}-help`}>{help(place)}</p>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}
