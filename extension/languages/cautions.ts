/** What code does that cannot be undone; a person should know before it is run. */
export const CAUTIONS = ["deletes", "overwrites", "stops"] as const;
export type Caution = (typeof CAUTIONS)[number];

/** Words by which an utterance asks for it. */
const ASKED: Readonly<Record<Caution, RegExp>> = {
  deletes:
    /\b(?:delet|remov|eras|clean|clear|purg|prun|wip|unlink|drop|discard|trash|destroy|empty|shred|rid|uninstall|rm)/i,
  overwrites: /\b(?:writ|format|wip|overwrit|zero|truncat|creat|clon|cop|burn|partition|swap|dd|resiz|shrink)/i,
  stops: /\b(?:kill|stop|terminat|end|exit|shut|reboot|restart|power|halt|signal|close|quit|abort|pkill)/i,
};

/** The cautions of `names`, in the order of CAUTIONS. */
export function cautionsAmong(
  names: Iterable<string>,
  dangerous: Readonly<Record<string, Caution>>,
): readonly Caution[] {
  const found = new Set([...names].flatMap((name) => dangerous[name] ?? []));
  return CAUTIONS.filter((caution) => found.has(caution));
}

/** Those that the utterance does not ask for. */
export function unasked(cautions: readonly Caution[], utterance: string): readonly Caution[] {
  return cautions.filter((caution) => !ASKED[caution].test(utterance));
}
