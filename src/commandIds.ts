/** Ids of our commands. Toolbars, shortcuts and other people's settings name them: keep them. */
export const CommandIds = {
  copy: 'gdrive:copy',
  copyAndInsertCode: 'gdrive:copy-and-insert-code',
  copyLink: 'gdrive:copy-link',
  copyPath: 'gdrive:copy-path',
  copyToFolder: 'gdrive:copy-to-folder',
  copyToWorkspace: 'gdrive:copy-to-workspace',
  goUp: 'gdrive:go-up',
  moveSection: 'gdrive:move-section',
  open: 'gdrive:open',
  openInDrive: 'gdrive:open-in-drive',
  openSettings: 'gdrive:open-settings',
  pasteIntoWorkspace: 'gdrive:paste-into-workspace',
  refuseChange: 'gdrive:refuse-change',
  refusePaste: 'gdrive:refuse-paste',
  refresh: 'gdrive:refresh',
  selectAll: 'gdrive:select-all',
  showDetails: 'gdrive:show-details',
  showPanel: 'gdrive:show-panel',
  toggleFilter: 'gdrive:toggle-filter',
  toggleTransfers: 'gdrive:toggle-transfers',
  upload: 'gdrive:upload'
} as const;
