# A correct receiver of signed callbacks and webhooks, as an example, and a runner of the vectors for it.
# Needs Ruby 3.1 and nothing else: ruby runner.rb [folder of the vectors]
require "digest"
require "openssl"
require "securerandom"
require "set"
require "strscan"

# Why a request is rejected, in the words of the vectors.
class Rejected < StandardError; end

def need(condition, otherwise)
  raise Rejected, otherwise unless condition
end

# Parameters: each name once, none that reads as two parameters; one whose value is null is absent

def parameters(pairs)
  pairs.each_with_object({}) { |(name, value), params|
    need(name.match?(/\A[^&=]+\z/m), "parameter-error")
    put_once(params, name, value)
  }.compact
end

def put_once(hash, name, value)
  need(!hash.key?(name), "duplicate-parameter") # rule: no duplicates
  hash[name] = value
end

# Signatures

def canonical(params)
  names = params.keys - ["sig"]
  names = names.sort # rule: sorted
  names.map do |name|
    value = params[name].tr("&=", "_") # rule: sanitised
    "&#{name}=#{value}"
  end.join
end

def signature(params, secret, method)
  need(!secret.empty?, "parameter-error")
  return Digest::MD5.hexdigest(canonical(params) + secret) if method == "md5hash"
  OpenSSL::HMAC.hexdigest(method, secret, canonical(params))
end

def same?(made, received) # without regard to case, in constant time
  digits = received.downcase(:ascii)
  OpenSSL.secure_compare(made, digits) # rule: compared whole
end

# Freshness

def unix_time(text)
  return text.to_i if text.match?(/\A[0-9]{1,18}\z/) # ^ and $ are the ends of a line
  need(text.match?(/\A(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\z/), "timestamp-invalid")
  time = Time.utc(*text.split(/\D/)) rescue raise(Rejected, "timestamp-invalid")
  need(time.strftime("%Y-%m-%d %H:%M:%S") == text, "timestamp-invalid") # 30 February is made 1 or 2 March
  time.to_i
end

# Accepts what is within the tolerance of now (nil is any age), and that once.
Window = Struct.new(:now, :tolerance, :seen) do
  def check(time)
    need(tolerance.nil? || (now - time).abs <= tolerance, "signature-expired")
  end

  def once(key) # a server keeps the keys where all its processes look, and forgets them when they are stale
    need(seen.add?(key), "replay-detected")
  end
end

def verify(params, secrets, method, window)
  sig = params["sig"]
  need(sig, "signature-missing")
  need(secrets.any? { |secret| same?(signature(params, secret, method), sig) }, "signature-mismatch")
  need(params.key?("timestamp"), "timestamp-missing")
  window.check(unix_time(params["timestamp"]))
  window.once(["sig", sig.downcase])
  params.reject { |name| name == "sig" }
end

# JSON: no duplicates (Ruby keeps the last), numbers as they were written, at most 64 levels

Numeral = Struct.new(:to_s)

class JSONReader
  ESCAPES = %w[" \\ / b f n r t].zip(["\"", "\\", "/", "\b", "\f", "\n", "\r", "\t"]).to_h
  UNIT = /[^"\\\x00-\x1f]+|\\(["\\\/bfnrt])|((?:\\u\h{4})+)/ # a run of \u escapes: half a pair is not text
  NUMBER = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/

  def self.read(bytes) = new(utf8(bytes)).document

  def initialize(text)
    @text = StringScanner.new(text)
  end

  def document
    value = value(64)
    @text.skip(/[ \t\r\n]*/)
    need(@text.eos?, "encoding-error")
    value
  end

  private

  def value(levels)
    need(levels >= 0, "encoding-error")
    return object(levels) if next?("{")
    return array(levels) if next?("[")
    return string if next?('"')
    return true if next?("true")
    return false if next?("false")
    return nil if next?("null")
    need(@text.scan(NUMBER), "encoding-error")
    Numeral.new(@text.matched)
  end

  def object(levels)
    members = {}
    until next?("}")
      need((members.empty? || next?(",")) && next?('"'), "encoding-error")
      name = string
      need(next?(":"), "encoding-error")
      put_once(members, name, value(levels - 1))
    end
    members
  end

  def array(levels)
    items = []
    until next?("]")
      need(items.empty? || next?(","), "encoding-error")
      items << value(levels - 1)
    end
    items
  end

  def string
    string = +""
    until @text.skip(/"/)
      need(@text.scan(UNIT), "encoding-error")
      string << (@text[1] ? ESCAPES[@text[1]] : @text[2] ? utf16(@text[2]) : @text.matched)
    end
    string
  end

  def utf16(escapes)
    escapes.scan(/\h{4}/).map(&:hex).pack("n*").force_encoding("UTF-16BE").encode("UTF-8")
  rescue EncodingError
    raise Rejected, "parameter-error"
  end

  def next?(token) # white space may precede it
    @text.skip(/[ \t\r\n]*/)
    @text.skip(token)
  end
end

# Bodies and queries

FORM = "application/x-www-form-urlencoded"
JSON_TYPES = %r{\A(application/(json|jsonrequest|x-javascript)|text/(x-)?(json|javascript))\z}

def decode(body, media_type)
  type, *attributes = media_type.downcase(:ascii).split(/ *; */)
  is_utf8 = attributes.all? { |text| !text.start_with?("charset") || text.match?(/\Acharset=("?)utf-8\1\z/) }
  is_known = (type == FORM || JSON_TYPES.match?(type.to_s)) && !media_type.include?(",")
  need(is_known && is_utf8, "unsupported-media-type")
  parameters(type == FORM ? read_form(utf8(body)) : read_object(body))
end

def utf8(bytes)
  text = bytes.dup.force_encoding("UTF-8")
  need(text.valid_encoding?, "encoding-error")
  text
end

def read_form(text)
  text.split("&", -1).map do |field|
    need(field.include?("="), "encoding-error")
    field.split("=", 2).map { |part| unescaped(part) }
  end
end

def unescaped(text)
  utf8(text.b.tr("+", " ").gsub(/%(\h\h)?/n) { $1 ? $1.hex.chr : raise(Rejected, "encoding-error") })
end

def read_object(body)
  members = JSONReader.read(body)
  is_flat = members.is_a?(Hash) && members.values.none? { |value| value.is_a?(Hash) || value.is_a?(Array) }
  need(is_flat, "encoding-error")
  members.map { |name, value| [name, value.nil? ? nil : value.to_s] }
end

# Requests

Request = Struct.new(:http_method, :url, :headers, :body) do
  def header(name) # one that was sent twice is joined, and then fits nothing
    headers.select { |other, _| other.casecmp?(name) }.map(&:last).join(", ")
  end

  def query = url.partition("?").last

  def check # a framework may have read the body: then an empty one is not what was sent
    need(!body.empty? || header("Content-Length").match?(/\A0*\z/), "request-error")
    need([body.bytesize, url.bytesize].max <= 1_048_576, "request-too-large")
  end
end

def read(request)
  need(%w[GET POST].include?(request.http_method) && !request.url.include?("#"), "request-error")
  request.check
  return decode(request.query, FORM) if request.body.empty?
  need(request.http_method == "POST" && request.query.empty?, "request-error")
  decode(request.body, request.header("Content-Type"))
end

# Signed webhooks: a bearer token, and the payload that it is bound to

Webhook = Struct.new(:api_key, :application_id, :id, :issued_at, :payload)

def verify_webhook(request, secrets, window, header: "Authorization", application_id: nil, bound: true)
  request.check
  token = bearer_token(request.header(header), header.casecmp?("Authorization"))
  parts = token.split(".", -1)
  need(token.bytesize <= 8192 && parts.size == 3, "token-invalid")
  head, claims, mac = members(parts[0]), members(parts[1]), base64(parts[2])
  type = head.fetch("typ", "JWT")
  is_jwt = type.is_a?(String) && type.casecmp?("JWT")
  need(is_jwt && head["alg"] == "HS256" && !head.key?("crit"), "token-invalid") # HS256 and nothing else
  need(secrets.is_a?(Array) || claims["api_key"].is_a?(String), "token-invalid")
  known = secrets.is_a?(Hash) ? secrets.fetch(claims["api_key"], [SecureRandom.hex]) : secrets
  signed = parts.take(2).join(".")
  made = known.map { |secret| OpenSSL::HMAC.hexdigest("sha256", secret, signed) }
  need(made.any? { |digits| same?(digits, mac.unpack1("H*")) }, "signature-mismatch")
  # Only now are the claims known to be authentic.
  account, id, hash = %w[api_key jti payload_hash].map { |name| claims[name] }
  need([account, id].all? { |text| text.is_a?(String) && !text.empty? }, "token-invalid")
  need(hash.is_a?(String) && hash.match?(/\A\h{64}\z/) && claims["iss"] == "Vonage", "token-invalid")
  need(!claims.key?("application_id") || claims["application_id"].is_a?(String), "token-invalid")
  need(!application_id || claims["application_id"] == application_id, "token-invalid")
  payload = bound ? payload_of(request) : ""
  need(!bound || same?(Digest::SHA256.hexdigest(payload), hash), "payload-mismatch") # rule: body bound
  need(claims.key?("iat"), "timestamp-missing")
  window.check(seconds(claims, "iat"))
  leeway = window.tolerance || 0
  need(!claims.key?("exp") || seconds(claims, "exp") > window.now, "signature-expired")
  need(!claims.key?("nbf") || seconds(claims, "nbf") <= window.now + leeway, "signature-expired")
  window.once(["token", account, id])
  Webhook.new(account, claims["application_id"], id, claims["iat"].to_s.to_i, payload)
end

def bearer_token(field, in_authorization) # the word Bearer may be missing in another header
  return field[6..].sub(/\A +/, "") if field.match?(/\Abearer( |\z)/i)
  need(!in_authorization && !field.match?(/\A([\w-]+ |\z)/), "signature-missing")
  field
end

def members(part)
  JSONReader.read(base64(part)).tap { |value| need(value.is_a?(Hash), "token-invalid") }
rescue Rejected
  raise Rejected, "token-invalid"
end

def base64(part) # the decoder takes white space, and bits that stand for nothing
  bytes = part.tr("-_", "+/").unpack1("m")
  need([bytes].pack("m0").tr("+/", "-_").delete("=") == part, "token-invalid")
  bytes
end

def seconds(claims, name)
  need(claims[name].is_a?(Numeral) && claims[name].to_s.match?(/\A-?[0-9]+\z/), "timestamp-invalid")
  claims[name].to_s.to_i
end

def payload_of(request) # a GET without a body binds its query, as compact JSON
  return request.body if request.http_method != "GET" || !request.body.empty? || request.query.empty?
  "{#{decode(request.query, FORM).map { |pair| pair.map { |text| quoted(text) }.join(":") }.join(",")}}"
end

def quoted(text)
  short = JSONReader::ESCAPES.except("/").invert
  %("#{text.gsub(/["\\\x00-\x1f]/) { |char| "\\#{short.fetch(char) { format("u%04x", char.ord) }}" }}")
end

# The runner

def number(value)
  value && (value.to_s.match?(/\A-?\d+\z/) ? value.to_s.to_i : value.to_s.to_r)
end

def bytes(given, name)
  return given[name] if given[name]
  return given["#{name}_base64"].unpack1("m") if given["#{name}_base64"]
  prefix, unit, count, suffix = given["#{name}_repeated"].values
  prefix + (0...number(count)).map { |n| unit.sub("{n}", n.to_s) }.join + suffix
end

def request_of(given) = Request.new(given["method"], given["url"], given["headers"], bytes(given, "body"))

def answer(kind, test, seen)
  window = Window.new(number(test["now"]), number(test["tolerance"]), seen)
  return decode(bytes(test, "body"), test["media_type"]) if kind == "decode"
  return answer_webhook(test, window) if kind == "webhooks"
  params = test["request"] ? read(request_of(test["request"])) : parameters(test["pairs"])
  return params if kind == "requests"
  return canonical(params) if kind == "canonical"
  return verify(params, test["secrets"], test["method"], window) if kind != "signatures"
  %w[md5hash md5 sha1 sha256 sha512].to_h { |name| [name, signature(params, test["secret"], name)] }
end

def answer_webhook(test, window)
  options = { header: test["header"], application_id: test["application_id"] }.compact
  options[:bound] = false if test["verify_payload"] == false
  webhook = verify_webhook(request_of(test["request"]), test["secrets"], window, **options)
  webhook.to_h.merge(payload: webhook.payload.b)
end

def expected(kind, test)
  return test["expected"] if kind != "webhooks" || !test["expected"]
  number, payload = number(test["expected"]["issued_at"]), bytes(test["expected"], "payload").b
  test["expected"].slice("api_key", "application_id", "id").transform_keys(&:to_sym)
    .merge(issued_at: number, payload: payload)
end

def passes?(kind, test, seen)
  answer(kind, test, seen) == expected(kind, test)
rescue Rejected => error
  error.message == test["error"]
end

folder = ARGV[0] || "."
kinds = %w[canonical signatures decode requests verdicts replays webhooks]
tests = kinds.flat_map do |kind|
  JSONReader.read(File.binread("#{folder}/#{kind}.json"))["cases"].map { |test| [kind, test] }
end
failed = tests.reject do |kind, test|
  seen = Set.new
  test.fetch("steps", [{}]).all? { |step| passes?(kind, test.merge(step), seen) }
end
failed.each { |_, test| puts "failed: #{test["id"]} (#{test["comment"]})" }
puts "#{tests.size - failed.size} passed, #{failed.size} failed"
exit(failed.empty?)
