import { createUniqueId, For, Match, Show, Switch } from 'solid-js';
import { canPickFolder } from '../../sink/picker.ts';
import { facetName } from '../search/facets/facet-fields.ts';
import type { Found } from '../search/state/create-search.ts';
import { words } from '../several/words.ts';
import type { SetChoice } from './create-set-choice.ts';
import { setFaultText } from './set-fault-text.ts';
import type { SetPlan } from './set-plan.ts';
import './set-option.css';

type Props = {
  set: SetChoice;
  found: Found;
  /** The new folder that they go into; undefined where they are downloads. */
  folder: string | undefined;
};

/** A file for each value of a field, from one press: which field, and what that comes to. */
export function SetOption(props: Props) {
  const id = createUniqueId();
  const { set } = props;
  return (
    <div>
      <label class="part-label" for={id}>
        {words().option}
      </label>
      <select class="input" id={id} onChange={(event) => set.choose(set.fields[event.currentTarget.selectedIndex - 1])}>
        <option selected={!set.isChosen()}>{words().optionNone}</option>
        <For each={set.fields}>
          {(name) => <option selected={name === set.field()}>{facetName(name, props.found.fields)}</option>}
        </For>
      </select>
      <Show when={set.isChosen()}>
        <Chosen {...props} />
      </Show>
    </div>
  );
}

function Chosen(props: Props) {
  const { set } = props;
  return (
    <div class="set-option">
      <p class="hint" role="status">
        <Switch>
          <Match when={set.answer().kind === 'failed'}>{words().failed}</Match>
          <Match when={set.answer().kind === 'loading'}>{words().counting}</Match>
          <Match when={set.fault()}>{(fault) => setFaultText(fault())}</Match>
          <Match when={set.plan()}>{(plan) => planText(plan())}</Match>
        </Switch>
      </p>
      <Show when={set.answer().kind === 'failed' || set.fault() === 'moved'}>
        <button type="button" class="button small" onClick={set.again}>
          {words().tryAgain}
        </button>
      </Show>
      <Show when={set.plan()}>
        {(plan) => (
          <>
            <Without set={set} />
            <FileTable plan={plan()} />
            <p class="hint">{placeText(props.folder)}</p>
          </>
        )}
      </Show>
    </div>
  );
}

function Without(props: { set: SetChoice }) {
  const count = () => props.set.counted()?.without ?? 0;
  return (
    <Show when={count() > 0} fallback={<p class="hint">{words().withoutNone}</p>}>
      <label class="check">
        <input
          type="checkbox"
          checked={props.set.without()}
          onChange={(event) => props.set.setWithout(event.currentTarget.checked)}
        />
        {words().without(count())}
      </label>
    </Show>
  );
}

/** It scrolls, and so takes the focus. */
function FileTable(props: { plan: SetPlan }) {
  return (
    <section class="set-files" aria-label={words().list} tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">{words().file}</th>
            <th scope="col">{words().rowsHead}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.plan.files}>
            {(file) => (
              <tr>
                <td>{file.fileName}</td>
                <td>{words().rows(file.rows)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}

function planText({ files, sum, total, left }: SetPlan): string {
  const isSeveral = sum + left > total;
  const against = [
    ...(isSeveral ? [words().severalTimes(total)] : []),
    ...(left > 0 ? [words().lacking(left)] : []),
    ...(!isSeveral && left === 0 ? [words().all(total)] : []),
  ];
  return `${words().sum(files.length, sum)}. ${against.join(' ')}`;
}

function placeText(folder: string | undefined): string {
  if (folder !== undefined) return words().folder(folder);
  return canPickFolder() ? `${words().downloads} ${words().toFolder}` : words().downloads;
}
