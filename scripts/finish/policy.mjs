// The Content-Security-Policy of a page: nothing from any other host, nothing inline but what is there at the build.
import { createHash } from "node:crypto";

const INLINE = { script: /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g, style: /<style>([\s\S]*?)<\/style>/g };
// Before everything that loads something; the declaration of the characters has to be among the first bytes.
const PLACE = '<meta charset="utf-8">\n';

/** How a policy names the scripts (`script`) or the styles (`style`) that stand within the page. */
export function inlineSources(page, kind) {
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [...page.matchAll(INLINE[kind])].map(([, text]) => hash(text));
}

/** The policy of the page. What shows pictures of its own (previews, files to save) has them as blob or data. */
export function policyOf(page) {
  return {
    "default-src": ["'none'"],
    "script-src": ["'self'", "'wasm-unsafe-eval'", ...inlineSources(page, "script")],
    "worker-src": ["'self'"],
    "connect-src": ["'self'"],
    "style-src": ["'self'", ...inlineSources(page, "style")],
    "img-src": ["'self'", "blob:", "data:"],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
  };
}

/** The page with its policy in it. */
export function withPolicy(page, policy) {
  if (!page.includes(PLACE)) throw new Error(`the page has no line ${PLACE.trim()}, behind which its policy belongs`);
  const text = Object.entries(policy).map(([what, sources]) => `${what} ${sources.join(" ")}`).join("; ");
  return page.replace(PLACE, () => `${PLACE}<meta http-equiv="Content-Security-Policy" content="${text}">\n`);
}
