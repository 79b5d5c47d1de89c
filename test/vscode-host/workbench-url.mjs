/**
 * The address of a workbench, without its protocol and host: those are in front of it, and in the URIs of `authority`.
 * @param {string} authority host:port as the browser sees it
 * @param {{folder: string, openFile?: string, openLine?: number, extensionDevelopmentPath?: string, extensionTestsPath?: string, token?: string}} options
 *   absolute paths; the line counts from 1
 */
export function workbenchPath(authority, options) {
  const { folder, openFile, openLine, extensionDevelopmentPath, extensionTestsPath, token } = options;
  const remote = (path) => `vscode-remote://${authority}${encodeURI(path)}`;
  const payload = [
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
    ...(openLine ? [["gotoLineMode", "true"]] : []),
    ...(openFile ? [["openFile", remote(openLine ? `${openFile}:${openLine}:1` : openFile)]] : []),
    ...(extensionDevelopmentPath ? [["extensionDevelopmentPath", remote(extensionDevelopmentPath)]] : []),
    ...(extensionTestsPath ? [["extensionTestsPath", remote(extensionTestsPath)]] : []),
  ];
  return `/?${new URLSearchParams({ ...(token ? { tkn: token } : {}), folder, payload: JSON.stringify(payload) })}`;
}
