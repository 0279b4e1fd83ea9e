import { ErrorBoundary, type JSX, Suspense } from 'solid-js';
import { SluiceError } from '../../../shared/errors.ts';
import { ErrorNote } from './error-note.tsx';

/** A part of the page that is fetched when it is needed. One that cannot be had, as after a deployment, says so in its place. */
export function Later(props: { children: JSX.Element; fallback?: JSX.Element }) {
  return (
    <ErrorBoundary fallback={(cause: unknown) => <ErrorNote error={faultOf(cause).toBody()} />}>
      <Suspense fallback={props.fallback}>{props.children}</Suspense>
    </ErrorBoundary>
  );
}

/** Browsers tell a module that did not come by a TypeError, each in words of its own. */
function faultOf(cause: unknown): SluiceError {
  const isMissing = cause instanceof TypeError && /import|module/i.test(cause.message);
  return isMissing ? new SluiceError('not_found', 'A part of the page did not come.') : SluiceError.from(cause);
}
