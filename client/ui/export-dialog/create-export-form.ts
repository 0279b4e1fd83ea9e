import { createSignal } from 'solid-js';
import type { Way } from '../../export/exports.ts';
import type { SavedExport } from '../../export/saved-exports.ts';
import { downloadSupport } from '../../sink/download-support.ts';
import { type KeepSupport, keepSupport } from '../../sink/keep-support.ts';
import { MEMORY_FILE_BYTES } from '../../sink/memory-limit.ts';
import { isForFolder } from '../../sink/open-target.ts';
import { canPickFile } from '../../sink/picker.ts';
import { prepareDownloads } from '../../sink/stream-saver.ts';
import type { Place } from '../../sink/target.ts';
import type { NewExport } from '../exports-dock/create-export-list.ts';
import { t } from '../lib/i18n.ts';
import type { Found } from '../search/state/create-search.ts';
import { parseTime } from '../search/time/times.ts';
import type { SetPlace } from '../several/start-set.ts';
import { type Choices, marksOf, partsOf, readChoices, writeChoices } from './choices.ts';
import { createFileFormat } from './create-file-format.ts';
import { createFileSize } from './create-file-size.ts';
import { createOrderChoice } from './create-order-choice.ts';
import { createSample } from './create-sample.ts';
import { createSetChoice } from './create-set-choice.ts';
import { createWayCheck } from './create-way-check.ts';
import { defaultTemplate, endingOf, faultOf, fileNameOf, type NameSlots } from './file-name.ts';

type Options = {
  found: Found;
  /** Opens the file and begins the export; false when the person chose no file after all. */
  onStart: (asked: NewExport, place: Place) => Promise<boolean>;
  /** The same of several, which one press asks for. */
  onStartSet: (asked: readonly NewExport[], place: SetPlace) => Promise<boolean>;
  /** As `Exports.findWay`. */
  findWay: (signal: AbortSignal) => Promise<Way>;
};

/** The choices as they are being made, and what they come to. */
export function createExportForm(props: Options) {
  const slots = slotsOf(props.found, Date.now());
  const remembered = readChoices();
  const [choices, setChoices] = createSignal<Choices>(remembered);
  const [template, setTemplate] = createSignal(remembered.templates[remembered.kind] ?? defaultTemplate(slots));
  const [nameInput, setNameInput] = createSignal<HTMLInputElement>();
  const [keep, setKeep] = createSignal<KeepSupport>();
  void keepSupport().then(setKeep);
  const sample = createSample(props.found);
  const way = createWayCheck(props.findWay);
  const { support, canPick, place, inMemory } = createWhere(choices);

  const { format, isReady, ...file } = createFileFormat({ found: props.found, sample, choices });
  const sorting = createOrderChoice({ found: props.found, sample, format, keep });
  const whole = () => ({ ...format(), parts: partsOf(choices()) });
  const set = createSetChoice({
    found: props.found,
    named: () => ({ fileName: fileNameOf(template(), slots, whole()), ending: endingOf(whole()) }),
  });
  const isFolder = () => isForFolder(place(), { inParts: set.isChosen() || partsOf(choices()) !== undefined });
  const named = () => ({ ...whole(), isFolder: isFolder() });
  const fileName = () => fileNameOf(template(), slots, named());
  const fault = () => faultOf(fileName());
  const total = () => {
    const now = sample.state();
    return now.kind === 'ready' ? now.total : props.found.total;
  };
  const bytes = createFileSize({ sample: sample.sample, format, total });
  const fits = () => !inMemory() || (bytes() ?? 0) * set.largestShare() <= MEMORY_FILE_BYTES;
  const canStart = () =>
    fits() && !way.fault() && fault() === undefined && isReady() && (!set.isChosen() || set.plan() !== undefined);

  /** What is asked for, but the file's name. */
  const recipe = () => recipeOf(props.found, { format: format(), order: sorting.order(), choices: choices() });
  /** As it is saved: of a file for each value, by which field. */
  const savedRecipe = (): SavedExport['request'] => ({ ...recipe(), ...set.each() });

  async function begin(): Promise<boolean> {
    writeChoices(choices(), template() === defaultTemplate(slots) ? '' : template());
    if (set.isChosen()) {
      return props.onStartSet(set.exportsOf(recipe()), { folder: isFolder() ? fileName() : undefined });
    }
    return props.onStart({ ...recipe(), fileName: fileName() }, place());
  }

  const starting = createStart(begin);
  return {
    ...{ choices, template, sample, way, support, canPick, place, isFolder, keep, format, fileName, fault, canStart },
    ...{ total, bytes, inMemory, fits, savedRecipe, isReady, set },
    ending: () => endingOf(named()),
    ...{ ...file, sorting, setTemplate, setNameInput, busy: starting.busy, failure: starting.failure },
    change: (part: Partial<Choices>) => setChoices({ ...choices(), ...part }),
    /** Whether it has begun. */
    async start(): Promise<boolean> {
      if (fault()) nameInput()?.focus();
      return canStart() && (await starting.run());
    },
  };
}

export type ExportForm = ReturnType<typeof createExportForm>;

type Parts = { format: NewExport['format']; order: NewExport['order'] | undefined; choices: Choices };

function recipeOf({ search }: Found, { format, order, choices }: Parts): Omit<NewExport, 'fileName'> {
  return { search, format, ...(order ? { order } : {}), ...marksOf(choices) };
}

/** Where the file can go, and goes. */
function createWhere(choices: () => Choices) {
  const [support, setSupport] = createSignal(downloadSupport());
  void prepareDownloads().then(setSupport);
  const canPick = canPickFile();
  const place = (): Place =>
    canPick && (choices().place === 'picked' || support().kind === 'memory') ? 'picked' : 'downloads';
  const inMemory = () => {
    const now = support();
    return place() === 'downloads' && now.kind === 'memory' && now.reason;
  };
  return { support, canPick, place, inMemory };
}

/** Runs `begin` once: a second press while the file opens does nothing. */
function createStart(begin: () => Promise<boolean>) {
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();

  async function run(): Promise<boolean> {
    if (busy()) return false;
    setBusy(true);
    setFailure(undefined);
    try {
      return await begin();
    } catch {
      setFailure(t().exports.notStarted);
      return false;
    } finally {
      setBusy(false);
    }
  }

  return { busy, failure, run };
}

function slotsOf({ search: { index, q, dql = '', time } }: Found, now: number): NameSlots {
  const at = (text: string | undefined) => (text === undefined ? undefined : parseTime(text));
  return { index, query: q === '' ? dql : q, from: at(time?.from), to: at(time?.to), now };
}
