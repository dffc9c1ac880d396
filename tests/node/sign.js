// Reads one JSON object and lets one of the vendor's SDKs do what it asks for.
//
//   {"sdk": "vonage", "params", "secret", "algorithm"}  prints what @vonage/auth would send
//   {"sdk": "nexmo", "params", "secret", "method"}      prints the signature by nexmo
//   {"sdk": "nexmo", "sms": [from, to, text], "port", "secret", "method"}   sends a message
//
// In `params`, {"undefined": true} stands for a value that JSON does not have.
const { readFileSync } = require("fs");
const { Auth } = require("@vonage/auth");
const Nexmo = require("nexmo");

const request = JSON.parse(readFileSync(0, "utf8"));

function valuesOf(params) {
  const isUndefined = (value) => value !== null && value.undefined;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, isUndefined(value) ? undefined : value]),
  );
}

async function vonage({ params, secret, algorithm }) {
  const auth = new Auth({ apiKey: "a1b2c3d4", signature: { secret, algorithm } });
  console.log(JSON.stringify(await auth.createSignatureHash(valuesOf(params))));
}

function nexmo({ params, sms, port, secret, method }) {
  if (!sms) {
    console.log(JSON.stringify(Nexmo.generateSignature(method, secret, params)));
    return;
  }
  const credentials = { apiKey: "a1b2c3d4", signatureSecret: secret, signatureMethod: method };
  const client = new Nexmo(credentials, { restHost: "127.0.0.1", port });
  client.message.sendSms(...sms, {}, (_, answer) => console.log(JSON.stringify(answer)));
}

({ vonage, nexmo })[request.sdk](request);
