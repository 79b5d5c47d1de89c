/** What code does that cannot be undone, or that reaches past this machine; a person should know before it is run. */
export const CAUTIONS = ["deletes", "overwrites", "moves", "stops", "rights", "sends", "runs"] as const;
export type Caution = (typeof CAUTIONS)[number];

/** Words by which an utterance asks for it. */
const ASKED: Readonly<Record<Caution, RegExp>> = {
  deletes:
    /\b(?:delet|remov|eras|clean|clear|purg|prun|wip|unlink|drop|discard|trash|destroy|empty|shred|rid|uninstall|rm|reset|undo|revert|forget|mirror|sync|mov)/i,
  overwrites:
    /\b(?:writ|format|wip|overwrit|zero|truncat|creat|clon|cop|burn|partition|swap|dd|resiz|shrink|replac|substitut|chang|edit|modif|updat|insert|append|prepend|add|delet|remov|eras|convert|sort|sav|stor|redirect|output|export|dump|log|print|fil|set|put|install|download|generat|mak|in.?place|s?ed\b|comment|strip|trim|extract|compress|merg|restor|reset|undo|revert|discard|forc)/i,
  moves:
    /\b(?:mov|renam|organi[sz]|put|transfer|relocat|chang|replac|add|append|prepend|remov|strip|convert|mv|archiv)/i,
  stops:
    /\b(?:kill|stop|terminat|end|exit|shut|reboot|restart|power|halt|signal|close|quit|abort|pkill|free|cancel|suspend|sleep|disabl|unmount|umount|eject|detach|disconnect|down\b|emergenc)/i,
  rights:
    /\b(?:permission|right|own|mode|execut|readabl|writ|chmod|chown|group|access|acl|user|chgrp|mak|set|allow|grant|den|privileg|recursiv)/i,
  sends:
    /\b(?:send|upload|post|push|publish|mail|transfer|cop|sync|submit|put|deploy|request|curl|remote|ssh|scp|server)/i,
  runs: /\b(?:run|execut|call|launch|start|invok|install|command|shell|script|process|program|open|subprocess|system|ping|eval|output|pip|spawn)/i,
};

/** Several cautions, each once, in the order of CAUTIONS. */
export function inOrder(found: Iterable<Caution>): readonly Caution[] {
  const all = new Set(found);
  return CAUTIONS.filter((caution) => all.has(caution));
}

/** Those that the utterance does not ask for. */
export function unasked(cautions: readonly Caution[], utterance: string): readonly Caution[] {
  return cautions.filter((caution) => !ASKED[caution].test(utterance));
}
