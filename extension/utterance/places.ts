/** How an utterance says folder, as a part of a pattern. */
export const FOLDER = "(?:director(?:y|ies)|folders?|dirs?)";

/** Where `find` is told to look, if in one place that is no slot. */
const SEARCHED = /(?<=\bfind\s+(?:-[HLP]\s+)?)(~|\$\{?\w+\}?|\$\(pwd\)|`pwd`|\/)([\w./*-]*)(?=\s+[-\\(!|;>&]|\s*$)/;
/** Places that are the same on every machine: an example may mean them without a word. */
const EVERYWHERE = /^\/($|(bin|boot|dev|etc|lib\w*|media|mnt|opt|proc|run|sbin|srv|sys|usr|var)\b)/;
const HOME = /^(~|\$\{?HOME\}?)/;
const SAYS_HERE = new RegExp(`\\b(current|this|present|working)\\s+(working\\s+)?${FOLDER}\\b|\\bhere\\b`, "i");
const SAYS_HOME = new RegExp(`\\b(my|the|user's|your) home ${FOLDER}\\b`, "i");
const SAYS_ALL = /\b(entire|whole) (file ?system|system|disk|drive|hard drive|machine)\b/i;

/** The place that an utterance names by what it is. */
export function spokenPlace(utterance: string): string | undefined {
  if (SAYS_HOME.test(utterance)) return "~";
  return SAYS_ALL.test(utterance) ? "/" : undefined;
}

/**
 * Bash that looks in `place`, if it looked where one is (`.`) and said so once. What looks in a place that only an example meant
 * looks where one is.
 * @param place the one that the utterance names and the code does not use yet, if there is one
 */
export function withPlace(code: string, utterance: string, place: string | undefined): string {
  const here = code.replace(SEARCHED, (searched) => (isMeant(searched, utterance, place) ? searched : "."));
  const parts = here.split(/(?<=\s)\.(?=\s|$)/);
  return place !== undefined && parts.length === 2 ? parts.join(place) : here;
}

function isMeant(searched: string, utterance: string, place: string | undefined): boolean {
  const name = searched.replace(/\/+$/, "");
  if (name !== "" && utterance.includes(name)) return true;
  if (place !== undefined || SAYS_HERE.test(utterance)) return searched === place;
  return EVERYWHERE.test(searched) || (HOME.test(searched) && /\bhome\b/i.test(utterance));
}
