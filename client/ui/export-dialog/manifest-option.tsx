import { t } from '../lib/i18n.ts';
import { Option } from './document-options.tsx';

/** Whether what is known of the file is saved beside it. */
export function ManifestOption(props: { manifest: boolean; isFolder: boolean; onChange: (manifest: boolean) => void }) {
  return (
    <Option
      label={t().dialog.manifest}
      help={props.isFolder ? t().dialog.folder.manifestHelp : t().dialog.manifestHelp}
      value={props.manifest}
      onChange={props.onChange}
    />
  );
}
