// Speaks the line protocol of the test vectors for one of the vendor's packages:
//
//   node answer.js @vonage/auth | @vonage/sms | @vonage/jwt | nexmo
const { createInterface } = require("readline");
const { AlgorithmTypes, Auth } = require("@vonage/auth");
const { verifySignature } = require("@vonage/jwt");
const { SMS } = require("@vonage/sms");
const Nexmo = require("nexmo");

const ALGORITHMS = {
  md5hash: AlgorithmTypes.md5hash,
  md5: AlgorithmTypes.md5hmac,
  sha1: AlgorithmTypes.sha1hmac,
  sha256: AlgorithmTypes.sha256hmac,
  sha512: AlgorithmTypes.sha512hmac,
};
const METHODS = Object.keys(ALGORITHMS);
const leftOut = (reason) => ({ left_out: reason });

async function signedByAuth({ kind, secret, pairs }) {
  if (kind !== "signatures") return leftOut("it signs and does nothing else");
  const signed = {};
  for (const method of METHODS) {
    const auth = new Auth({ apiKey: "a1b2c3d4", signature: { secret, algorithm: ALGORITHMS[method] } });
    signed[method] = await auth.createSignatureHash(Object.fromEntries(pairs));
  }
  return { signed };
}

function acceptedBySMS({ kind, secrets, method, pairs }) {
  if (kind !== "verdicts" || !pairs) return leftOut("it reads no requests, and remembers none");
  const { sig, ...params } = Object.fromEntries(pairs);
  const verify = SMS.prototype.verifySignature;
  const accepts = (secret) => verify(sig, { ...params, sig }, secret, ALGORITHMS[method]);
  return { accepted: secrets.some(accepts) };
}

function signedByNexmo({ kind, secret, pairs }) {
  if (kind !== "signatures") return leftOut("it signs and does nothing else");
  const params = Object.fromEntries(pairs);
  const sign = (method) => [method, Nexmo.generateSignature(method, secret, params)];
  return { answer: Object.fromEntries(METHODS.map(sign)) };
}

function acceptedByJWT({ kind, secrets, now, steps, request, header, application_id }) {
  if (kind !== "webhooks" || steps) return leftOut("it checks single tokens and nothing else");
  if (!Array.isArray(secrets) || application_id) return leftOut("it has no such argument");
  const name = (header ?? "Authorization").toLowerCase();
  const fields = request.headers.filter(([other]) => other.toLowerCase() === name);
  const token = fields.length === 1 && /^bearer (.*)$/is.exec(fields[0][1]);
  if (!token) return leftOut("it is handed the token, and does not look for it");
  Date.now = () => now * 1000;
  return { accepted: secrets.some((secret) => verifySignature(token[1], secret)) };
}

const ADAPTERS = {
  "@vonage/auth": signedByAuth,
  "@vonage/sms": acceptedBySMS,
  "@vonage/jwt": acceptedByJWT,
  nexmo: signedByNexmo,
};

async function answer(line) {
  const question = JSON.parse(line);
  const names = (question.pairs ?? []).map(([name]) => name);
  if (new Set(names).size < names.length) return leftOut("it takes an object, which has no name twice");
  try {
    return await ADAPTERS[process.argv[2]](question);
  } catch (error) {
    return /^(Missing|Invalid)\w+Error$/.test(error.constructor.name)
      ? { error: error.constructor.name }
      : { crash: error.name };
  }
}

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(line)));
  }
})();
