// Times the official SDK for Node. One request a line, as JSON, and one answer a line:
// {"prepare": {"method", "secret", "params"}}  answers with a signature, to be compared;
// {"subject": index, "number": n}              answers with the seconds that n signatures took.
const Nexmo = require("nexmo");

const subjects = [];

function prepared({ method, secret, params }) {
  const client = new Nexmo({
    apiKey: params.api_key,
    apiSecret: secret,
    signatureSecret: secret,
    signatureMethod: method,
  });
  subjects.push({ client, params });
  return client.generateSignature(params);
}

function timed(subject, number) {
  const { client, params } = subjects[subject];
  const start = process.hrtime.bigint();
  for (let i = 0; i < number; i++) client.generateSignature(params);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { prepare, subject, number } = JSON.parse(line);
    const answer = prepare ? prepared(prepare) : timed(subject, number);
    process.stdout.write(JSON.stringify(answer) + "\n");
  });
