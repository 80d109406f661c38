// Starts `licensekit lsp` and connects it; everything that is known of the language is known there.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = function activate() {
  const [command, ...args] = workspace.getConfiguration("licensekit").get("command");
  client = new LanguageClient("licensekit", { command, args }, { documentSelector: [{ language: "licensekit" }] });
  return client.start();
};

exports.deactivate = () => client && client.stop();
