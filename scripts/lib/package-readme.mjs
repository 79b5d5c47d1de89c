/** The README as an extension page shows it: such a page knows no folder that a relative link could start from. */

const LINK = /(!?)\[((?:[^[\]]|!\[[^\]]*\]\([^)]*\))*)\]\(([^)\s]+)\)/g;
/** What every page accepts inside a document; SVG, many refuse. */
const EMBEDDED = /\.(png|jpe?g|gif|webp)$/i;

/**
 * Pictures of the repository are carried in the text, links to its other files leave their words behind.
 * @param {string} markdown
 * @param {(path: string) => Buffer} read a file of the repository
 */
export function packagedReadme(markdown, read) {
  const rewritten = markdown.replace(LINK, (all, image, text, target) => {
    if (/^(\w+:|#)/.test(target)) return all;
    if (!image) return text;
    const type = EMBEDDED.exec(target)?.[1]?.toLowerCase().replace("jpg", "jpeg");
    return type ? `![${text}](data:image/${type};base64,${read(target).toString("base64")})` : "";
  });
  return rewritten.replace(/\n{3,}/g, "\n\n");
}
