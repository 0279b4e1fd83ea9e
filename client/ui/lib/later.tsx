import { createSignal, ErrorBoundary, type JSX, onCleanup, Show, Suspense } from 'solid-js';
import { SluiceError } from '../../../shared/errors.ts';
import { ErrorNote } from './error-note.tsx';
import { isMissing, mendStyles } from './missing.ts';
import { ComingDialog, MissingDialog, MissingNote } from './missing-note.tsx';

type Props = {
  children: JSX.Element;
  fallback?: JSX.Element;
  /** It is a dialog, which this closes: what is to be said of it is said in one. */
  onClose?: () => void;
};

/** A part of the page that is fetched when it is needed. One that does not come says so in its place, and can be asked for again. */
export function Later(props: Props) {
  return (
    <ErrorBoundary fallback={(cause: unknown, reset) => <Failed {...props} cause={cause} onAgain={reset} />}>
      <Suspense fallback={<Coming {...props} />}>{props.children}</Suspense>
    </ErrorBoundary>
  );
}

function Failed(props: Props & { cause: unknown; onAgain: () => void }) {
  // What is no missing part is a fault of ours: the console has it whole.
  if (!isMissing(props.cause)) reportError(props.cause);
  const again = () => void mendStyles().then(props.onAgain);
  return (
    <Show when={isMissing(props.cause)} fallback={<ErrorNote error={SluiceError.from(props.cause).toBody()} />}>
      <Show when={props.onClose} fallback={<MissingNote onAgain={again} />}>
        {(close) => <MissingDialog onAgain={again} onClose={close()} />}
      </Show>
    </Show>
  );
}

/** ms until it is told that a dialog is on its way: most are there at once. */
const COMING_AFTER_MS = 1000;

function Coming(props: Props) {
  const [isLate, setIsLate] = createSignal(false);
  const timer = setTimeout(() => setIsLate(true), COMING_AFTER_MS);
  onCleanup(() => clearTimeout(timer));
  return (
    <Show when={props.onClose} fallback={props.fallback}>
      {(close) => (
        <Show when={isLate()}>
          <ComingDialog onClose={close()} />
        </Show>
      )}
    </Show>
  );
}
