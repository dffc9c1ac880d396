// A receiver on the vendor's SDKs for Node, as their documentation shows it, with Express.
// It prints its port.
const express = require("express");
const { AlgorithmTypes } = require("@vonage/auth");
const { verifySignature } = require("@vonage/jwt");
const { SMS } = require("@vonage/sms");

const secret = process.env.NEXMO_SIGNATURE_SECRET;
const app = express();
app.use(express.json());
app.use(express.urlencoded({ extended: true }));

app.all("/callback", (request, response) => {
  const token = request.headers.authorization?.split(" ")[1];
  const params = Object.assign({}, request.query, request.body);
  const authentic = token
    ? verifySignature(token, secret)
    : SMS.prototype.verifySignature(params.sig, params, secret, AlgorithmTypes.sha256hmac);
  response.sendStatus(authentic ? 200 : 401);
});

const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
