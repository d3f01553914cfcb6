/** `jupyter gdrive status` */
import { hasEnded, type Status, type Transfer } from '../../protocol';
import type { Command } from './command';
import { FAILED, OK } from './exitStatus';
import * as format from './format';

const LABEL_COLUMNS = 13;
const CONNECTION = {
  offline: 'Google does not answer',
  rateLimited: 'Drive asks to slow down'
} as const;

export const status: Command = async (_, { client, output, workspace }) => {
  const answer = await client.status();
  const transfers = await client.transfers();
  if (output.asJson) {
    output.printJson('status', { ...answer, transfers });
  } else {
    output.print(...statusLines(answer, workspace), ...transferLines(transfers));
    answer.wrongSettings.forEach(({ message }) => output.tell(message));
  }
  if (answer.problem === null) {
    return OK;
  }
  output.tell(answer.problem.message);
  return FAILED;
};

export function statusLines(answer: Status, workspace: string): string[] {
  const { account, credentials, rootFolder, connection, endpoint } = answer;
  return [
    line('Account', account === null ? 'none' : accountText(account)),
    line('Credentials', credentials === null ? 'none' : credentials.origin),
    line(
      'Root folder',
      rootFolder === null ? 'all of Drive' : `${rootFolder.title} (id ${rootFolder.id})`
    ),
    line('Uploads', uploadsText(answer)),
    line('Workspace', workspace),
    ...(connection === 'online' ? [] : [line('Connection', CONNECTION[connection])]),
    ...(endpoint === null ? [] : [line('Instead of', `Google, an emulator at ${endpoint}`)])
  ];
}

export function transferLines(transfers: readonly Transfer[]): string[] {
  const open = transfers.filter(({ state }) => !hasEnded(state));
  const lines = open.flatMap(transfer => {
    const doubt = format.doubt(transfer);
    const told = line('Transfer', `${transfer.state}: ${format.task(transfer)}`);
    return doubt === '' ? [told] : [told, line('', doubt)];
  });
  const canResume = open.some(({ state }) => state === 'interrupted');
  return canResume ? [...lines, line('', 'Go on with: jupyter gdrive resume')] : lines;
}

function line(label: string, value: string): string {
  return `${(label === '' ? '' : `${label}:`).padEnd(LABEL_COLUMNS)}${format.plain(value)}`;
}

function accountText({ name, email, kind }: NonNullable<Status['account']>): string {
  const whose = name === '' || name === email ? email : `${name} <${email}>`;
  return kind === 'serviceAccount' ? `${whose}, a service account` : whose;
}

function uploadsText({ canUpload }: Status): string {
  return canUpload
    ? 'possible'
    : 'switched off (on: c.GDrive.allow_uploads by the administrator, or ' +
        '“Uploads” in the settings for credentials of your own)';
}
