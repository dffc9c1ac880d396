// Reads a JSON list of questions, and prints a JSON list of what the vendor's SDKs answer.
//
//   {"ask": "vonage signs", "params"}            the parameters that @vonage/auth would send
//   {"ask": "nexmo sends", "params", "port"}     "sent": nexmo sent them as a message
//   {"ask": "vonage accepts", "params"}          whether @vonage/sms takes a callback for genuine
//   {"ask": "vonage accepts a token", "params"}  whether @vonage/jwt takes it for a webhook's
//
// Each has a "secret". An error is answered as {"error": its name}.
const { readFileSync } = require("fs");
const { AlgorithmTypes, Auth } = require("@vonage/auth");
const { verifySignature } = require("@vonage/jwt");
const { SMS } = require("@vonage/sms");
const Nexmo = require("nexmo");

const answers = {
  "vonage signs": ({ params, secret }) =>
    new Auth({
      apiKey: "a1b2c3d4",
      signature: { secret, algorithm: AlgorithmTypes.sha256hmac },
    }).createSignatureHash(params),

  "nexmo sends": ({ params: { from, to, text, ...options }, secret, port }) =>
    new Promise((resolve) => {
      const account = { apiKey: "a1b2c3d4", signatureSecret: secret, signatureMethod: "sha256" };
      const client = new Nexmo(account, { restHost: "127.0.0.1", port });
      client.message.sendSms(from, to, text, options, () => resolve("sent"));
    }),

  "vonage accepts": ({ params, secret }) =>
    SMS.prototype.verifySignature(params.sig, params, secret, AlgorithmTypes.sha256hmac),

  "vonage accepts a token": ({ params, secret }) => verifySignature(params, secret),
};

async function answer(question) {
  try {
    return await answers[question.ask](question);
  } catch (error) {
    return { error: error.name };
  }
}

(async () => {
  const results = [];
  for (const question of JSON.parse(readFileSync(0, "utf8"))) {
    results.push(await answer(question));
  }
  console.log(JSON.stringify(results));
})();
