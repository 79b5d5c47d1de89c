/** Where `find` is told to look, if in one place that is no slot. */
const SEARCHED = /(?<=\bfind\s+(?:-[HLP]\s+)?)(~|\$\{?\w+\}?|\$\(pwd\)|`pwd`|\/)([\w./*-]*)(?=\s+[-\\(!|;>&]|\s*$)/;
/** Places that stand for none in particular: they are somebody's own. */
const ANYWHERE = /^(~|\$|`|\/(home|tmp|root|path|dir|foo|a|x|myfolder|folder|some)\b)/i;
/** What speaks of the place one is in, and of a home. */
const SAYS_HERE = /\b(current|this|present|working)\s+(working\s+)?(director(y|ies)|folder|dir)\b|\bhere\b/i;
const SAYS_HOME = /\bhome\b|~/i;

/**
 * Bash whose `find` looks where one is (`.`), where an example looks in a place that the utterance does not speak of.
 * @param elsewhere whether the utterance names a place that the code does not look in yet
 */
export function withoutForeignPlace(code: string, utterance: string, elsewhere: boolean): string {
  return code.replace(SEARCHED, (place) => (isMeant(place, utterance, elsewhere) ? place : "."));
}

/** The place that an utterance names by what it is. */
export function spokenPlace(utterance: string): string | undefined {
  if (/\b(my|the|user's|your) home (director\w*|folder)/i.test(utterance)) return "~";
  return /\b(entire|whole) (file ?system|system|disk|drive|hard drive|machine)\b/i.test(utterance) ? "/" : undefined;
}

/** The code with a place instead of the folder one is in, if it says that one once. */
export function inPlace(code: string, place: string): string {
  const parts = code.split(/(?<=\s)\.(?=\s|$)/);
  return parts.length === 2 ? parts.join(place) : code;
}

function isMeant(place: string, utterance: string, elsewhere: boolean): boolean {
  const name = place.replace(/\/+$/, "");
  if (name !== "" && utterance.includes(name)) return true;
  if (elsewhere || SAYS_HERE.test(utterance)) return false;
  if (/^(~|\$\{?HOME|\/home)/.test(place) && SAYS_HOME.test(utterance)) return true;
  return !ANYWHERE.test(place);
}
