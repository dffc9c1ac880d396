// Runs the vectors of every kind in ANSWERS. Needs Node.js 20.11 and nothing else: node runner.mjs [folder]
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
const refuse = (error) => { throw error; };
const need = (condition, error) => condition || refuse(error);
const attempt = (work, otherwise) => { try { return work(); } catch (error) { return otherwise(error); } };
// Parameters: pairs of name and value in, a Map without the nulls out
const isNonEmptyText = (text) => text !== "" && text.isWellFormed();
function parameters(pairs) {
  for (const [name, value] of pairs)
    need(isNonEmptyText(name) && !/[&=]/.test(name) && (value ?? "").isWellFormed(), "parameter-error");
  need(new Set(pairs.map(([name]) => name)).size === pairs.length, "duplicate-parameter");
  return new Map(pairs.filter(([, value]) => value !== null));
}
const canonical = (params) => [...params].filter(([name]) => name !== "sig")
  .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))) // by code point
  .map(([name, value]) => `&${name}=${value.replace(/[&=]/g, "_")}`).join("");
function signature(params, secret, method) {
  need(isNonEmptyText(secret), "parameter-error");
  if (method === "md5hash") return createHash("md5").update(canonical(params) + secret).digest("hex");
  return createHmac(method, secret).update(canonical(params)).digest("hex");
}
function unixTime(text) {
  if (/^[0-9]{1,18}$/.test(text)) return Number(text);
  const iso = /^(?!0000)\d{4}-..-.. /.test(text) && `${text.replace(" ", "T")}.000Z`;
  const written = attempt(() => new Date(iso).toISOString(), () => "no real date");
  return need(written === iso, "timestamp-invalid") && Date.parse(iso) / 1000;
}
function verify({ request, pairs, secrets, method, tolerance, now }, seen) {
  const params = request ? read(request) : parameters(pairs);
  const received = params.get("sig")?.toLowerCase() ?? refuse("signature-missing");
  need(secrets.some((secret) => signature(params, secret, method) === received), "signature-mismatch");
  const age = now - unixTime(params.get("timestamp") ?? refuse("timestamp-missing"));
  need(tolerance === null || Math.abs(age) <= tolerance, "signature-expired");
  need(!seen.has(received) && seen.add(received), "replay-detected");
  return params.delete("sig") && params;
}
// Media types
const FORM = "application/x-www-form-urlencoded";
const JSON_TYPES = /^(application\/(json|jsonrequest|x-javascript)|text\/(x-)?(json|javascript))$/;
function isForm(mediaType) {
  const [type, ...attributes] = mediaType.toLowerCase().split(";").map((part) => part.trim());
  const isUTF8 = attributes.every((text) => !/^charset/.test(text) || /^charset=("?)utf-8\1$/.test(text));
  return need((type === FORM || JSON_TYPES.test(type)) && isUTF8, "unsupported-media-type") && type === FORM;
}
const encode = (params, mediaType) =>
  isForm(mediaType) ? `${new URLSearchParams(params)}` : JSON.stringify(Object.fromEntries(params));
const unescaped = (text) => decodeURIComponent(text.replaceAll("+", " ")); // throws if it is not UTF-8
const readForm = (text) => (text ? text.split("&") : [])
  .map((field) => /^([^=]*)=(.*)$/s.exec(field).slice(1).map(unescaped)); // throws without a =
const STRING = String.raw`"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const MEMBER = `(${STRING})~:~(${STRING}|${NUMBER}|true|false|null)~`;
const spaced = (pattern) => new RegExp(pattern.replaceAll("~", "[ \\t\\r\\n]*"), "g");
function readObject(text) { // JSON.parse would lose duplicates and the text of numbers
  need(spaced(`^~\\{~(${MEMBER}(,~${MEMBER})*)?\\}~$`).test(text), "encoding-error");
  const valueOf = (json) => json === "null" ? null : json[0] === '"' ? JSON.parse(json) : json;
  return [...text.matchAll(spaced(MEMBER))].map(([, name, value]) => [JSON.parse(name), valueOf(value)]);
}
function decode(body, mediaType) {
  const reader = isForm(mediaType) ? readForm : readObject;
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return parameters(attempt(() => reader(utf8.decode(body)), () => refuse("encoding-error")));
}
// Requests
function bytes({ body, body_base64: base64, body_repeated: repeated }) {
  if (!repeated) return base64 ? Buffer.from(base64, "base64") : Buffer.from(body);
  const units = Array.from({ length: repeated.count }, (_, n) => repeated.unit.replace("{n}", n));
  return Buffer.from(repeated.prefix + units.join("") + repeated.suffix);
}
function read({ method, url, headers, ...content }) {
  const [body, query] = [bytes(content), url.split("?").slice(1).join("?")];
  need(/^(GET|POST)$/.test(method) && !url.includes("#"), "request-error");
  if (!body.length) return decode(Buffer.from(query), FORM);
  need(method === "POST" && !query, "request-error");
  need(body.length <= 1_048_576, "request-too-large");
  return decode(body, new Headers(headers).get("content-type") ?? "");
}
const METHODS = ["md5hash", "md5", "sha1", "sha256", "sha512"];
const ANSWERS = { verdicts: verify, replays: verify, requests: ({ request }) => read(request),
  canonical: ({ pairs }) => canonical(parameters(pairs)),
  signatures: (c) => new Map(METHODS.map((name) => [name, signature(parameters(c.pairs), c.secret, name)])),
  encode: (c) => encode(parameters(c.pairs), c.media_type), decode: (c) => decode(bytes(c), c.media_type) };
function isAllowed(got, { expected, error }) {
  const plain = got instanceof Map ? Object.fromEntries(got) : got;
  return [expected, error].flat().some((allowed) => isDeepStrictEqual(plain, allowed));
}
function passes({ answer, steps, ...test }, seen = new Set()) {
  const outcome = (step) => attempt(() => answer({ ...test, ...step }, seen), (error) => error);
  return (steps ?? [test]).every((step) => isAllowed(outcome(step), step));
}
const folder = process.argv[2] ?? import.meta.dirname;
const tests = Object.entries(ANSWERS).flatMap(([kind, answer]) =>
  JSON.parse(readFileSync(`${folder}/${kind}.json`)).cases.map((test) => ({ answer, ...test })));
const failed = tests.filter((test) => !passes(test));
for (const { id, comment } of failed) console.log(`failed: ${id} (${comment})`);
console.log(`${tests.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length ? 1 : 0;
