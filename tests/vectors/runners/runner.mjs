// A correct receiver of signed callbacks and webhooks, as an example, and a runner of the vectors for it.
// Needs Node.js 20 and nothing else: node runner.mjs [folder of the vectors]
import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

const reject = (error) => { throw error; }; // why a request is rejected, in the words of the vectors
const need = (condition, error) => condition || reject(error);
const attempt = (work, otherwise) => { try { return work(); } catch (error) { return otherwise(error); } };

// Parameters: each name once, none that reads as two parameters; one whose value is null is absent
function parameters(pairs) {
  const params = new Map(); // an object would take __proto__ for its prototype
  for (const [name, value] of pairs) {
    need(/^[^&=]+$/.test(name) && name.isWellFormed() && (value ?? "").isWellFormed(), "parameter-error");
    putOnce(params, name, value);
  }
  return new Map([...params].filter(([, value]) => value !== null));
}
function putOnce(map, name, value) {
  need(!map.has(name), "duplicate-parameter"); // rule: no duplicates
  map.set(name, value);
}

// Signatures
function canonical(params) {
  const names = [...params.keys()].filter((name) => name !== "sig");
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))); // rule: sorted
  const sanitised = (value) => value.replace(/[&=]/g, "_"); // rule: sanitised
  return names.map((name) => `&${name}=${sanitised(params.get(name))}`).join("");
}
function signature(params, secret, method) {
  need(secret !== "" && secret.isWellFormed(), "parameter-error");
  if (method === "md5hash") return createHash("md5").update(canonical(params) + secret).digest("hex");
  return createHmac(method, secret).update(canonical(params)).digest("hex");
}
function isSame(made, received) { // without regard to case, in constant time
  const [ours, theirs] = [made, received.toLowerCase()].map((text) => Buffer.from(text));
  return ours.length === theirs.length && timingSafeEqual(ours, theirs); // rule: compared whole
}

// Freshness
function unixTime(text) {
  if (/^[0-9]{1,18}$/.test(text)) return Number(text);
  const iso = /^(?!0000)\d{4}-..-.. /.test(text) && `${text.replace(" ", "T")}.000Z`;
  const written = attempt(() => new Date(iso).toISOString(), () => "no real date");
  return need(written === iso, "timestamp-invalid") && Date.parse(iso) / 1000;
}
// Accepts times within the tolerance of now (null is any age), and each key once. A server keeps the keys
// where all its processes look, and forgets them when they are stale.
class Window {
  constructor(now, tolerance, seen) { Object.assign(this, { now, tolerance, seen }); }
  check(time) {
    need(this.tolerance === null || Math.abs(this.now - time) <= this.tolerance, "signature-expired");
  }
  once(...key) { need(!this.seen.has(`${key}`) && this.seen.add(`${key}`), "replay-detected"); }
}
function verify(params, secrets, method, window) {
  const received = params.get("sig") ?? reject("signature-missing");
  need(secrets.some((secret) => isSame(signature(params, secret, method), received)), "signature-mismatch");
  window.check(unixTime(params.get("timestamp") ?? reject("timestamp-missing")));
  window.once("sig", received.toLowerCase());
  return params.delete("sig") && params;
}

// JSON: no duplicates (JSON.parse keeps the last), numbers as they were written, at most 64 levels
class Numeral {
  constructor(text) { this.text = text; }
}
const STRING = String.raw`"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
function readJSON(bytes) {
  const text = utf8(bytes);
  let at = 0;
  function take(pattern) { // white space may precede it
    const sticky = new RegExp(`[ \\t\\r\\n]*(${pattern})`, "y");
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    at = match ? sticky.lastIndex : at;
    return match?.[1];
  }
  function string() {
    const string = JSON.parse(take(STRING) ?? reject("encoding-error"));
    return need(string.isWellFormed(), "parameter-error") && string;
  }
  function value(levels) {
    need(levels >= 0, "encoding-error");
    const [members, items] = [new Map(), []];
    if (take("\\{")) {
      while (!take("\\}")) {
        need(members.size === 0 || take(","), "encoding-error");
        const name = string();
        need(take(":"), "encoding-error");
        putOnce(members, name, value(levels - 1));
      }
      return members;
    }
    if (take("\\[")) {
      while (!take("\\]")) {
        need(items.length === 0 || take(","), "encoding-error");
        items.push(value(levels - 1));
      }
      return items;
    }
    if (take('(?=")') !== undefined) return string();
    const word = take(`${NUMBER}|true|false|null`) ?? reject("encoding-error");
    return /[tfn]/.test(word[0]) ? JSON.parse(word) : new Numeral(word);
  }
  const whole = value(64);
  return need(take("$") !== undefined, "encoding-error") && whole;
}

// Bodies and queries
const FORM = "application/x-www-form-urlencoded";
const JSON_TYPES = /^(application\/(json|jsonrequest|x-javascript)|text\/(x-)?(json|javascript))$/;
function decode(body, mediaType) {
  const [type, ...attributes] = mediaType.toLowerCase().split(/ *; */);
  const isUTF8 = attributes.every((text) => /^(?!charset)|^charset=("?)utf-8\1$/.test(text));
  const isKnown = (type === FORM || JSON_TYPES.test(type)) && isUTF8 && !mediaType.includes(",");
  need(isKnown, "unsupported-media-type");
  return parameters(type === FORM ? readForm(utf8(body)) : readObject(body));
}
function utf8(bytes) { // toString puts U+FFFD for what is not UTF-8
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return attempt(() => decoder.decode(bytes), () => reject("encoding-error"));
}
function readForm(text) {
  const unescaped = (part) => // throws if it is not UTF-8
    attempt(() => decodeURIComponent(part.replaceAll("+", " ")), () => reject("encoding-error"));
  const fields = text ? text.split("&") : [];
  const divided = fields.map((field) => /^([^=]*)=(.*)$/s.exec(field) ?? reject("encoding-error"));
  return divided.map(([, name, value]) => [unescaped(name), unescaped(value)]);
}
function readObject(body) {
  const members = readJSON(body);
  need(members instanceof Map, "encoding-error");
  return [...members].map(([name, value]) => {
    need(!(value instanceof Map || Array.isArray(value)), "encoding-error");
    return [name, value === null ? null : value instanceof Numeral ? value.text : `${value}`];
  });
}

// Requests
class Request {
  constructor(method, url, headers, body) { Object.assign(this, { method, url, headers, body }); }
  header(name) { // one that was sent twice is joined, and then fits nothing
    return this.headers.filter(([other]) => other.toLowerCase() === name.toLowerCase())
      .map(([, value]) => value).join(", ");
  }
  query() { return this.url.split("?").slice(1).join("?"); }
  check() { // where a framework has read the body, an empty one is not what was sent
    need(this.body.length || /^0*$/.test(this.header("Content-Length")), "request-error");
    need(Math.max(this.body.length, this.url.length) <= 1_048_576, "request-too-large");
  }
}
function read(request) {
  need(/^(GET|POST)$/.test(request.method) && !request.url.includes("#"), "request-error");
  request.check();
  if (!request.body.length) return decode(Buffer.from(request.query()), FORM);
  need(request.method === "POST" && !request.query(), "request-error");
  return decode(request.body, request.header("Content-Type"));
}

// Signed webhooks: a bearer token, and the payload that it is bound to. Secrets: a list, or a Map by account.
function verifyWebhook(request, secrets, window, how = {}) {
  const { header = "Authorization", application, isBound = true } = how;
  request.check();
  const token = bearerToken(request.header(header), header.toLowerCase() === "authorization");
  const parts = token.split(".");
  need(token.length <= 8192 && parts.length === 3, "token-invalid");
  const [head, claims, mac] = [members(parts[0]), members(parts[1]), base64(parts[2]).toString("hex")];
  const type = head.has("typ") ? head.get("typ") : "JWT";
  need(typeof type === "string" && type.toUpperCase() === "JWT" && !head.has("crit"), "token-invalid");
  need(head.get("alg") === "HS256", "token-invalid"); // and nothing else
  const account = claims.get("api_key");
  need(Array.isArray(secrets) || typeof account === "string", "token-invalid");
  const known = Array.isArray(secrets) ? secrets : secrets.get(account) ?? [randomUUID()];
  const made = (secret) => createHmac("sha256", secret).update(`${parts[0]}.${parts[1]}`).digest("hex");
  need(known.some((secret) => isSame(made(secret), mac)), "signature-mismatch");
  // Only now are the claims known to be authentic.
  const [id, hash] = [claims.get("jti"), claims.get("payload_hash")];
  need([account, id, hash].every((text) => typeof text === "string" && text), "token-invalid");
  need(/^[0-9a-fA-F]{64}$/.test(hash) && claims.get("iss") === "Vonage", "token-invalid");
  const sender = claims.has("application_id") ? claims.get("application_id") : "";
  need(typeof sender === "string" && (application ?? sender) === sender, "token-invalid");
  const payload = isBound ? payloadOf(request) : Buffer.alloc(0);
  const digest = createHash("sha256").update(payload).digest("hex");
  need(!isBound || isSame(digest, hash), "payload-mismatch"); // rule: body bound
  need(claims.has("iat"), "timestamp-missing");
  window.check(seconds(claims.get("iat")));
  need(!claims.has("exp") || seconds(claims.get("exp")) > window.now, "signature-expired");
  const latest = window.now + (window.tolerance ?? 0);
  need(!claims.has("nbf") || seconds(claims.get("nbf")) <= latest, "signature-expired");
  window.once("token", JSON.stringify([account, id]));
  const [application_id, issued_at] = [claims.get("application_id") ?? null, seconds(claims.get("iat"))];
  return { api_key: account, application_id, id, issued_at, payload };
}
function bearerToken(field, isAuthorization) { // the word Bearer may be missing in another header
  const bearer = /^bearer(?: +(.*)|)$/is.exec(field);
  need(bearer || !(isAuthorization || /^([\w-]+ |$)/.test(field)), "signature-missing");
  return bearer ? bearer[1] ?? "" : field;
}
function members(part) {
  const value = attempt(() => readJSON(base64(part)), () => null);
  return need(value instanceof Map, "token-invalid") && value;
}
function base64(part) { // the decoder takes nearly everything
  const bytes = Buffer.from(part, "base64url");
  return need(bytes.toString("base64url") === part, "token-invalid") && bytes;
}
function seconds(claim) {
  need(claim instanceof Numeral && /^-?[0-9]+$/.test(claim.text), "timestamp-invalid");
  return Number(claim.text);
}
function payloadOf(request) { // a GET without a body binds its query, as compact JSON
  if (request.method !== "GET" || request.body.length || !request.query()) return request.body;
  const params = [...decode(Buffer.from(request.query()), FORM)];
  const pairs = params.map((pair) => pair.map((text) => JSON.stringify(text)).join(":"));
  return Buffer.from(`{${pairs}}`); // an object would put names that are numbers first
}

// The runner
function bytes(given, name = "body") {
  const { [name]: text, [`${name}_base64`]: base64, [`${name}_repeated`]: repeated } = given;
  if (!repeated) return base64 === undefined ? Buffer.from(text) : Buffer.from(base64, "base64");
  const units = Array.from({ length: repeated.count }, (_, n) => repeated.unit.replace("{n}", n));
  return Buffer.from(repeated.prefix + units.join("") + repeated.suffix);
}
const requestOf = ({ request }) => new Request(request.method, request.url, request.headers, bytes(request));
const windowOf = ({ now, tolerance }, seen) => new Window(now, tolerance, seen);
const received = (test) => test.request ? read(requestOf(test)) : parameters(test.pairs);
const METHODS = ["md5hash", "md5", "sha1", "sha256", "sha512"];
const verified = (test, seen) => verify(received(test), test.secrets, test.method, windowOf(test, seen));
const ANSWERS = {
  canonical: (test) => canonical(received(test)),
  signatures: (test) => new Map(METHODS.map((name) => [name, signature(received(test), test.secret, name)])),
  decode: (test) => decode(bytes(test), test.media_type),
  requests: received,
  verdicts: verified,
  replays: verified,
  webhooks: webhook,
};
function webhook(test, seen) {
  const secrets = Array.isArray(test.secrets) ? test.secrets : new Map(Object.entries(test.secrets));
  const how = { header: test.header, application: test.application_id, isBound: test.verify_payload };
  return verifyWebhook(requestOf(test), secrets, windowOf(test, seen), how);
}
function isAllowed(got, { expected, error }) {
  const plain = got instanceof Map ? Object.fromEntries(got) : got;
  if (expected && "issued_at" in Object(expected) && plain.payload) { // bytes
    const { payload, payload_base64, ...others } = expected;
    return isDeepStrictEqual(plain, { ...others, payload: bytes(expected, "payload") });
  }
  return [expected, error].some((allowed) => isDeepStrictEqual(plain, allowed));
}
function passes({ answer, steps, ...test }, seen = new Set()) {
  const outcome = (step) => attempt(() => answer({ ...test, ...step }, seen), (error) => error);
  return (steps ?? [test]).every((step) => isAllowed(outcome(step), step));
}
const folder = process.argv[2] ?? ".";
const tests = Object.entries(ANSWERS).flatMap(([kind, answer]) =>
  JSON.parse(readFileSync(`${folder}/${kind}.json`)).cases.map((test) => ({ answer, ...test })));
const failed = tests.filter((test) => !passes(test));
for (const { id, comment } of failed) console.log(`failed: ${id} (${comment})`);
console.log(`${tests.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length ? 1 : 0;
