// A correct receiver of signed callbacks and webhooks, as an example, and a runner of the vectors for it.
// Needs Java 17 and nothing else: java Runner.java [folder of the vectors]
import static java.nio.charset.StandardCharsets.*;
import java.nio.ByteBuffer;
import java.nio.file.*;
import java.security.MessageDigest;
import java.time.*;
import java.time.format.*;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.regex.*;
import java.util.stream.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class Runner {
  /** Why a request is rejected, in the words of the vectors. */
  static final class Rejected extends RuntimeException { Rejected(String kind) { super(kind); } }
  static void need(boolean condition, String otherwise) { if (!condition) throw new Rejected(otherwise); }
  static <T> T attempt(Callable<T> work, String otherwise) {
    try { return work.call(); } catch (Exception error) { throw new Rejected(otherwise); }
  }

  // Parameters: each name once, none that reads as two parameters; one whose value is null is absent
  record Pair(String name, String value) {}
  static Map<String, String> parameters(List<Pair> pairs) {
    Map<String, String> params = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      need(pair.name.matches("(?s)[^&=]+"), "parameter-error");
      putOnce(params, pair.name, pair.value);
    }
    params.values().removeIf(Objects::isNull);
    return params;
  }
  static <V> void putOnce(Map<String, V> map, String name, V value) {
    need(!map.containsKey(name), "duplicate-parameter"); // rule: no duplicates
    map.put(name, value);
  }

  // Signatures
  static String canonical(Map<String, String> params) {
    StringBuilder text = new StringBuilder();
    List<String> names = new ArrayList<>(params.keySet());
    // By code point. String.compareTo goes by UTF-16 code unit, another order beyond U+FFFF.
    names.sort((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8))); // rule: sorted
    for (String name : names) {
      String value = params.get(name).replaceAll("[&=]", "_"); // rule: sanitised
      if (!name.equals("sig")) text.append("&" + name + "=" + value);
    }
    return text.toString();
  }
  static String signature(Map<String, String> params, String secret, String method) {
    need(!secret.isEmpty(), "parameter-error");
    if (method.equals("md5hash")) return hash("MD5", (canonical(params) + secret).getBytes(UTF_8));
    return hmac("Hmac" + method.toUpperCase(Locale.ROOT), secret, canonical(params));
  }
  static String hash(String name, byte[] data) {
    return attempt(() -> hex(MessageDigest.getInstance(name).digest(data)), "parameter-error");
  }
  static String hmac(String name, String secret, String text) {
    return attempt(() -> {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), name));
      return hex(mac.doFinal(text.getBytes(UTF_8)));
    }, "parameter-error");
  }
  static String hex(byte[] bytes) { return HexFormat.of().formatHex(bytes); }
  static boolean same(String made, String received) { // without regard to case, in constant time
    byte[] digits = received.toLowerCase(Locale.ROOT).getBytes(UTF_8);
    return MessageDigest.isEqual(made.getBytes(UTF_8), digits); // rule: compared whole
  }

  // Freshness
  static double unixTime(String text) {
    if (text.matches("[0-9]{1,18}")) return Double.parseDouble(text);
    var form = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
    need(text.matches("(?!0000)[0-9]{4}-.*"), "timestamp-invalid");
    return attempt(() -> LocalDateTime.parse(text, form).toEpochSecond(ZoneOffset.UTC), "timestamp-invalid");
  }
  /** Accepts what is within the tolerance of now (null is any age), and that once. */
  record Window(Double now, Double tolerance, Set<String> seen) {
    void check(double at) { need(tolerance == null || Math.abs(now - at) <= tolerance, "signature-expired"); }
    // A server keeps the keys where all its processes look, and forgets them when they are stale.
    void once(String key) { need(seen.add(key), "replay-detected"); }
  }
  static Map<String, String> verify(
      Map<String, String> params, List<String> secrets, String method, Window window) {
    need(params.containsKey("sig"), "signature-missing");
    String sig = params.get("sig").toLowerCase(Locale.ROOT);
    boolean isAuthentic = secrets.stream().anyMatch(secret -> same(signature(params, secret, method), sig));
    need(isAuthentic, "signature-mismatch");
    need(params.containsKey("timestamp"), "timestamp-missing");
    window.check(unixTime(params.get("timestamp")));
    window.once("sig " + sig);
    params.remove("sig");
    return params;
  }

  // JSON: no duplicates, numbers as they were written, at most 64 levels
  record Numeral(String text) { public String toString() { return text; } }
  static final class Json {
    static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private final String text;
    private int at = 0;
    private Json(String text) { this.text = text + "\0"; } // an end that no rule takes for its own
    static Object read(byte[] json) {
      Json reader = new Json(utf8(json));
      Object value = reader.value(64);
      need(reader.next("\0") && reader.at == reader.text.length(), "encoding-error");
      return value;
    }
    private Object value(int levels) {
      need(levels >= 0, "encoding-error");
      if (next("{")) return members("}", new LinkedHashMap<>(), null, levels);
      if (next("[")) return members("]", null, new ArrayList<>(), levels);
      if (next("\"")) return string();
      return next("true") ? true : next("false") ? false : next("null") ? null : number();
    }
    private Object members(String end, Map<String, Object> object, List<Object> array, int levels) {
      for (boolean isFirst = true; !next(end); isFirst = false) {
        need((isFirst || next(",")) && (object == null || next("\"")), "encoding-error");
        String name = object == null ? null : string();
        need(object == null || next(":"), "encoding-error");
        if (object == null) array.add(value(levels - 1)); else putOnce(object, name, value(levels - 1));
      }
      return object == null ? array : object;
    }
    private String string() {
      StringBuilder string = new StringBuilder();
      for (char character; (character = text.charAt(at++)) != '"'; ) {
        need(character >= ' ', "encoding-error");
        string.append(character == '\\' ? escaped() : character);
      }
      need(UTF_8.newEncoder().canEncode(string), "parameter-error"); // no half of a surrogate pair
      return string.toString();
    }
    private char escaped() {
      int which = "\"\\/bfnrt".indexOf(text.charAt(at++));
      if (which >= 0) return "\"\\/\b\f\n\r\t".charAt(which);
      String code = text.substring(at - 1, Math.min(at += 4, text.length()));
      need(code.matches("u[0-9a-fA-F]{4}"), "encoding-error");
      return (char) HexFormat.fromHexDigits(code, 1, 5);
    }
    private Numeral number() {
      Matcher match = NUMBER.matcher(text).region(at, text.length());
      need(match.lookingAt(), "encoding-error");
      at = match.end();
      return new Numeral(match.group());
    }
    private boolean next(String token) { // white space may precede it
      while (" \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
      boolean isNext = text.startsWith(token, at);
      at += isNext ? token.length() : 0;
      return isNext;
    }
  }

  // Bodies and queries
  static final String FORM = "application/x-www-form-urlencoded";
  static final String JSON_TYPES = "application/(json|jsonrequest|x-javascript)|text/(x-)?(json|javascript)";
  static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})?");
  static Map<String, String> decode(byte[] body, String mediaType) {
    String[] parts = mediaType.toLowerCase(Locale.ROOT).split(" *; *");
    boolean isForm = parts[0].equals(FORM);
    need((isForm || parts[0].matches(JSON_TYPES)) && !mediaType.contains(","), "unsupported-media-type");
    for (String part : parts)
      need(!part.startsWith("charset") || part.matches("charset=(\"?)utf-8\\1"), "unsupported-media-type");
    return parameters(isForm ? readForm(body) : readObject(body));
  }
  static List<Pair> readForm(byte[] body) {
    List<Pair> pairs = new ArrayList<>();
    utf8(body); // as a whole: no character starts raw and ends as an escape
    for (String field : body.length == 0 ? new String[0] : new String(body, ISO_8859_1).split("&", -1)) {
      int end = field.indexOf('=');
      need(end >= 0, "encoding-error");
      pairs.add(new Pair(unescaped(field.substring(0, end)), unescaped(field.substring(end + 1))));
    }
    return pairs;
  }
  static String unescaped(String field) { // URLDecoder puts U+FFFD for what is not UTF-8
    String bytes = attempt(() -> ESCAPE.matcher(field.replace('+', ' ')).replaceAll(found ->
      Matcher.quoteReplacement("" + (char) HexFormat.fromHexDigits(found.group(), 1, 3))), "encoding-error");
    return utf8(bytes.getBytes(ISO_8859_1));
  }
  static String utf8(byte[] bytes) { // a new String has U+FFFD for what is not UTF-8
    return attempt(() -> UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), "encoding-error");
  }
  static List<Pair> readObject(byte[] body) {
    if (!(Json.read(body) instanceof Map<?, ?> members)) throw new Rejected("encoding-error");
    List<Pair> pairs = new ArrayList<>();
    members.forEach((name, value) -> {
      need(!(value instanceof Map || value instanceof List), "encoding-error");
      pairs.add(new Pair((String) name, Objects.toString(value, null)));
    });
    return pairs;
  }

  // Requests
  record Request(String method, String url, List<Pair> headers, byte[] body) {
    String header(String name) { // one that was sent twice is joined, and then fits nothing
      return headers.stream().filter(header -> header.name.equalsIgnoreCase(name)).map(Pair::value)
          .reduce((first, second) -> first + ", " + second).orElse("");
    }
    byte[] query() { return url.contains("?") ? url.split("\\?", 2)[1].getBytes(UTF_8) : new byte[0]; }
    void check() { // a framework may have read the body: then an empty one is not what was sent
      need(body.length > 0 || header("Content-Length").matches("0*"), "request-error");
      need(Math.max(body.length, url.length()) <= 1_048_576, "request-too-large");
    }
  }
  static Map<String, String> read(Request request) {
    boolean isPost = request.method.equals("POST"), hasQuery = request.query().length > 0;
    need((isPost || request.method.equals("GET")) && !request.url.contains("#"), "request-error");
    request.check();
    if (request.body.length == 0) return decode(request.query(), FORM);
    need(isPost && !hasQuery, "request-error");
    return decode(request.body, request.header("Content-Type"));
  }

  // Signed webhooks: a bearer token, and the payload that it is bound to
  record Webhook(String apiKey, String applicationId, String id, Numeral issuedAt, String payload) {}
  static Webhook verifyWebhook(
      Request request, Object secrets, String header, Object application, boolean isBound, Window window) {
    request.check();
    String token = token(request.header(header), header.equalsIgnoreCase("Authorization"));
    String[] parts = token.split("\\.", -1);
    need(token.length() <= 8192 && parts.length == 3, "token-invalid");
    Map<String, Object> head = members(parts[0]), claims = members(parts[1]);
    String mac = hex(base64(parts[2])), signed = parts[0] + "." + parts[1];
    boolean isJWT = head.getOrDefault("typ", "JWT") instanceof String type && type.equalsIgnoreCase("JWT");
    need(isJWT && "HS256".equals(head.get("alg")) && !head.containsKey("crit"), "token-invalid");
    need(secrets instanceof List || claims.get("api_key") instanceof String, "token-invalid");
    Object known = secrets instanceof Map<?, ?> accounts ? accounts.get(claims.get("api_key")) : secrets;
    List<String> keys = known == null ? List.of(UUID.randomUUID().toString()) : as(known);
    need(keys.stream().anyMatch(key -> same(hmac("HmacSHA256", key, signed), mac)), "signature-mismatch");
    // Only now are the claims known to be authentic.
    String account = text(claims, "api_key"), id = text(claims, "jti"), bound = text(claims, "payload_hash");
    boolean isFrom = claims.getOrDefault("application_id", "") instanceof String sender
        && (application == null || application.equals(sender));
    need(isFrom && "Vonage".equals(claims.get("iss")) && bound.matches("[0-9a-fA-F]{64}"), "token-invalid");
    byte[] payload = isBound ? payload(request) : new byte[0];
    need(!isBound || same(hash("SHA-256", payload), bound), "payload-mismatch"); // rule: body bound
    need(claims.containsKey("iat"), "timestamp-missing");
    window.check(seconds(claims, "iat"));
    double leeway = window.tolerance == null ? 0 : window.tolerance;
    need(!claims.containsKey("exp") || seconds(claims, "exp") > window.now, "signature-expired");
    need(!claims.containsKey("nbf") || seconds(claims, "nbf") <= window.now + leeway, "signature-expired");
    window.once("token " + account.length() + " " + account + id);
    return new Webhook(account, as(claims.get("application_id")), id, as(claims.get("iat")), hex(payload));
  }
  static String token(String field, boolean isScheme) { // the word Bearer may be missing elsewhere
    if (field.matches("(?is)bearer( .*)?")) return field.substring(6).replaceFirst("^ +", "");
    need(!isScheme && !field.matches("|[\\w-]+ .*"), "signature-missing");
    return field;
  }
  static Map<String, Object> members(String part) {
    return attempt(() -> as(new HashMap<>((Map<?, ?>) Json.read(base64(part)))), "token-invalid");
  }
  static byte[] base64(String part) { // the decoder takes padding, and bits that stand for nothing
    byte[] bytes = attempt(() -> Base64.getUrlDecoder().decode(part), "token-invalid");
    need(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part), "token-invalid");
    return bytes;
  }
  static String text(Map<String, Object> claims, String name) {
    if (claims.get(name) instanceof String text && !text.isEmpty()) return text;
    throw new Rejected("token-invalid");
  }
  static double seconds(Map<String, Object> claims, String name) {
    need(claims.get(name) instanceof Numeral number && number.text.matches("-?[0-9]+"), "timestamp-invalid");
    return number(claims, name);
  }
  static byte[] payload(Request request) { // a GET without a body binds its query, as compact JSON
    boolean isQuery = request.method.equals("GET") && request.body.length == 0 && request.query().length > 0;
    return !isQuery ? request.body : decode(request.query(), FORM).entrySet().stream()
        .map(field -> quoted(field.getKey()) + ":" + quoted(field.getValue()))
        .collect(Collectors.joining(",", "{", "}")).getBytes(UTF_8);
  }
  static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\b", "\\b")
        .replace("\f", "\\f").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    return '"' + Pattern.compile("[\0-\37]").matcher(escaped).replaceAll(found ->
        String.format("\\\\u%04x", (int) found.group().charAt(0))) + '"';
  }

  // The runner
  @SuppressWarnings("unchecked") static <T> T as(Object value) { return (T) value; }
  static Double number(Map<String, Object> test, String name) {
    return test.get(name) instanceof Numeral number ? Double.valueOf(number.text) : null;
  }
  static List<Pair> pairs(Object list) {
    List<List<String>> pairs = as(list);
    return pairs.stream().map(pair -> new Pair(pair.get(0), pair.get(1))).toList();
  }
  static byte[] bytes(Map<String, Object> test, String name) {
    if (test.get(name) instanceof String text) return text.getBytes(UTF_8);
    if (test.get(name + "_base64") instanceof String text) return Base64.getDecoder().decode(text);
    Map<String, Object> part = as(test.get(name + "_repeated"));
    StringBuilder text = new StringBuilder(part.get("prefix").toString());
    String unit = as(part.get("unit"));
    for (int n = 0; n < number(part, "count"); n++) text.append(unit.replace("{n}", "" + n));
    return text.append(part.get("suffix")).toString().getBytes(UTF_8);
  }
  static Object answer(String kind, Map<String, Object> test, Set<String> seen) {
    Window window = new Window(number(test, "now"), number(test, "tolerance"), seen);
    Map<String, Object> given = as(test.get("request"));
    Request request = given == null ? null : new Request(
        as(given.get("method")), as(given.get("url")), pairs(given.get("headers")), bytes(given, "body"));
    if (kind.equals("decode")) return decode(bytes(test, "body"), as(test.get("media_type")));
    if (kind.equals("webhooks"))
      return verifyWebhook(request, test.get("secrets"), as(test.getOrDefault("header", "Authorization")),
          test.get("application_id"), !test.containsKey("verify_payload"), window);
    Map<String, String> params = request == null ? parameters(pairs(test.get("pairs"))) : read(request);
    if (kind.equals("requests")) return params;
    if (kind.equals("canonical")) return canonical(params);
    if (kind.equals("signatures"))
      return Stream.of("md5hash", "md5", "sha1", "sha256", "sha512")
          .collect(Collectors.toMap(name -> name, name -> signature(params, as(test.get("secret")), name)));
    return verify(params, as(test.get("secrets")), as(test.get("method")), window);
  }
  static Object expected(String kind, Map<String, Object> test) {
    if (!kind.equals("webhooks") || !(test.get("expected") instanceof Map)) return test.get("expected");
    Map<String, Object> webhook = as(test.get("expected"));
    return new Webhook(as(webhook.get("api_key")), as(webhook.get("application_id")), as(webhook.get("id")),
        as(webhook.get("issued_at")), hex(bytes(webhook, "payload")));
  }
  static boolean passes(String kind, Map<String, Object> test, Set<String> seen) {
    try {
      return answer(kind, test, seen).equals(expected(kind, test));
    } catch (Rejected error) {
      return error.getMessage().equals(test.get("error"));
    }
  }
  static boolean passesAll(String kind, Map<String, Object> test) {
    Set<String> seen = new HashSet<>();
    List<Map<String, Object>> steps = as(test.getOrDefault("steps", List.of(test)));
    for (Map<String, Object> step : steps) test.forEach(step::putIfAbsent);
    boolean isRight = steps.stream().allMatch(step -> passes(kind, step, seen));
    if (!isRight) System.out.println("failed: " + test.get("id") + " (" + test.get("comment") + ")");
    return isRight;
  }
  public static void main(String[] folder) throws Exception {
    Map<Boolean, Integer> counts = new HashMap<>(Map.of(true, 0, false, 0));
    for (String kind : "canonical signatures decode requests verdicts replays webhooks".split(" ")) {
      byte[] json = Files.readAllBytes(Path.of(folder.length > 0 ? folder[0] : ".", kind + ".json"));
      Map<String, List<Map<String, Object>>> file = as(Json.read(json));
      for (Map<String, Object> test : file.get("cases")) counts.merge(passesAll(kind, test), 1, Integer::sum);
    }
    System.out.println(counts.get(true) + " passed, " + counts.get(false) + " failed");
    System.exit(counts.get(false) > 0 ? 1 : 0);
  }
}
