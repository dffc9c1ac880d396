<?php
// A correct receiver of signed callbacks and webhooks, as an example, and a runner of the vectors for it.
// Needs PHP 8.1 and nothing else: php runner.php [folder of the vectors]
declare(strict_types=1);

/** Why a request is rejected, in the words of the vectors. */
final class Rejected extends Exception {}
function need(mixed $condition, string $otherwise): void {
    if (!$condition) throw new Rejected($otherwise);
}

// Parameters: each name once, none that reads as two parameters; one whose value is null is absent.
// PHP makes an integer of the name "1": (string) undoes that wherever names are read.
function parameters(iterable $pairs): array {
    $params = [];
    foreach ($pairs as [$name, $value]) {
        need(preg_match('/\A[^&=]+\z/', $name) === 1, 'parameter-error');
        put_once($params, $name, $value);
    }
    return array_filter($params, fn ($value) => $value !== null);
}
function put_once(array &$map, string $name, mixed $value): void {
    need(!array_key_exists($name, $map), 'duplicate-parameter'); // rule: no duplicates
    $map[$name] = $value;
}

// Signatures
function canonical(array $params): string {
    unset($params['sig']);
    ksort($params, SORT_STRING); // rule: sorted
    $text = '';
    foreach ($params as $name => $value) {
        $value = strtr($value, '&=', '__'); // rule: sanitised
        $text .= "&$name=$value";
    }
    return $text;
}
function signature(array $params, string $secret, string $method): string {
    need($secret !== '', 'parameter-error');
    $text = canonical($params);
    return $method === 'md5hash' ? md5($text . $secret) : hash_hmac($method, $text, $secret);
}
function same(string $made, string $received): bool { // without regard to case, in constant time
    $digits = strtolower($received);
    return hash_equals($made, $digits); // rule: compared whole
}
function any_same(array $made, string $received): bool {
    return (bool) array_filter($made, fn ($digits) => same($digits, $received));
}

// Freshness
function unix_time(string $text): int {
    if (preg_match('/\A[0-9]{1,18}\z/', $text)) { // $ would allow a line end
        return (int) $text;
    }
    need(preg_match('/\A(?!0000)[0-9]{4}-/', $text) === 1, 'timestamp-invalid');
    $time = DateTimeImmutable::createFromFormat('!Y-m-d H:i:s', $text, new DateTimeZone('UTC'));
    need($time && $time->format('Y-m-d H:i:s') === $text, 'timestamp-invalid'); // 30 February is made 2 March
    return $time->getTimestamp();
}

/** Accepts what is within the tolerance of now (null is any age), and that once. */
final class Window {
    public array $seen = [];
    public function __construct(public float $now = 0, public ?float $tolerance = null) {}
    public function check(float $time): void {
        need($this->tolerance === null || abs($this->now - $time) <= $this->tolerance, 'signature-expired');
    }
    // A server keeps the keys where all its processes look, and forgets them when they are stale.
    public function once(string ...$key): void {
        need(!isset($this->seen[serialize($key)]), 'replay-detected');
        $this->seen[serialize($key)] = true;
    }
}
function verify(array $params, iterable $secrets, string $method, Window $window): array {
    need(isset($params['sig']), 'signature-missing');
    $made = array_map(fn ($secret) => signature($params, $secret, $method), [...$secrets]);
    need(any_same($made, $params['sig']), 'signature-mismatch');
    need(isset($params['timestamp']), 'timestamp-missing');
    $window->check(unix_time($params['timestamp']));
    $window->once('sig', strtolower($params['sig']));
    unset($params['sig']);
    return $params;
}

// JSON: no duplicates (json_decode keeps the last), numbers as they were written, at most 64 levels.
// An object becomes an array, and an array an ArrayObject, so that the two differ when they are empty.
final class Numeral {
    public function __construct(public readonly string $text) {}
}

final class JSONReader {
    private const STRING = '"(?:[^"\\\\\x00-\x1f]++|\\\\(?:["\\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+"';
    private const NUMBER = '-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?';
    private int $at = 0;
    private function __construct(private readonly string $text) {}
    public static function read(string $bytes): mixed {
        $reader = new self(utf8($bytes));
        $value = $reader->value(64);
        need($reader->next('\z') !== null, 'encoding-error');
        return $value;
    }
    private function value(int $depth): mixed {
        need($depth >= 0, 'encoding-error');
        if ($this->next('\{') !== null) return $this->object($depth);
        if ($this->next('\[') !== null) return $this->array($depth);
        $token = $this->next(self::STRING . '|' . self::NUMBER . '|true|false|null');
        need($token !== null, 'encoding-error');
        if ($token[0] === '"') return $this->string($token);
        return in_array($token, ['true', 'false', 'null'], true) ? json_decode($token) : new Numeral($token);
    }
    private function object(int $depth): array {
        for ($members = []; $this->next("\}") === null; put_once($members, $name, $this->value($depth - 1))) {
            need(!$members || $this->next(',') !== null, 'encoding-error');
            $name = $this->string($this->next(self::STRING));
            need($this->next(':') !== null, 'encoding-error');
        }
        return $members;
    }
    private function array(int $depth): ArrayObject {
        for ($items = []; $this->next('\]') === null; $items[] = $this->value($depth - 1)) {
            need(!$items || $this->next(',') !== null, 'encoding-error');
        }
        return new ArrayObject($items);
    }
    private function string(?string $token): string {
        need($token !== null, 'encoding-error');
        $string = json_decode($token);
        need(is_string($string), 'parameter-error'); // half of a surrogate pair
        return $string;
    }
    private function next(string $pattern): ?string { // white space may precede it
        if (!preg_match("/[ \\t\\r\\n]*+($pattern)/A", $this->text, $match, 0, $this->at)) return null;
        $this->at += strlen($match[0]);
        return $match[1];
    }
}

// Bodies and queries
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPES = '#\A(application/(json|jsonrequest|x-javascript)|text/(x-)?(json|javascript))\z#';
function decode(string $body, string $mediaType): array {
    $attributes = preg_split('/ *; */', strtolower($mediaType));
    $type = array_shift($attributes);
    $isKnown = ($type === FORM || preg_match(JSON_TYPES, $type)) && !str_contains($mediaType, ',');
    foreach ($attributes as $text) {
        $isKnown = $isKnown && preg_match('/\A(?!charset)|\Acharset=("?)utf-8\1\z/', $text);
    }
    need($isKnown, 'unsupported-media-type');
    return parameters($type === FORM ? read_form(utf8($body)) : read_object($body));
}
function utf8(string $bytes): string {
    need(preg_match('//u', $bytes) === 1, 'encoding-error');
    return $bytes;
}
function read_form(string $text): array { // parse_str changes names and keeps the last duplicate
    $pairs = [];
    foreach ($text === '' ? [] : explode('&', $text) as $field) {
        need(str_contains($field, '=') && !preg_match('/%(?![0-9a-fA-F]{2})/', $field), 'encoding-error');
        $pairs[] = array_map(fn ($part) => utf8(urldecode($part)), explode('=', $field, 2));
    }
    return $pairs;
}
function read_object(string $body): array {
    $pairs = [];
    $members = JSONReader::read($body);
    need(is_array($members), 'encoding-error');
    foreach ($members as $name => $value) {
        need(!is_array($value) && !$value instanceof ArrayObject, 'encoding-error');
        $text = is_bool($value) ? ($value ? 'true' : 'false') : $value;
        $pairs[] = [(string) $name, $text instanceof Numeral ? $text->text : $text];
    }
    return $pairs;
}

// Requests
final class Request {
    public function __construct(
        public readonly string $method,
        public readonly string $url,
        public readonly iterable $headers,
        public readonly string $body,
    ) {}
    public function header(string $name): string { // one that was sent twice is joined, and then fits nothing
        $values = [];
        foreach ($this->headers as [$other, $value]) {
            if (strcasecmp($other, $name) === 0) $values[] = $value;
        }
        return implode(', ', $values);
    }
    public function query(): string {
        return explode('?', $this->url, 2)[1] ?? '';
    }
    public function check(): void { // where a framework has read the body, an empty one is not what was sent
        need($this->body !== '' || preg_match('/\A0*\z/', $this->header('Content-Length')), 'request-error');
        need(max(strlen($this->body), strlen($this->url)) <= 1_048_576, 'request-too-large');
    }
}
function read(Request $request): array {
    $isKnown = $request->method === 'GET' || $request->method === 'POST';
    need($isKnown && !str_contains($request->url, '#'), 'request-error');
    $request->check();
    if ($request->body === '') return decode($request->query(), FORM);
    need($request->method === 'POST' && $request->query() === '', 'request-error');
    return decode($request->body, $request->header('Content-Type'));
}

// Signed webhooks: a bearer token, and the payload that it is bound to
final class WebhookReceiver {
    /** The secrets: a list, or an array of the lists by account. */
    public function __construct(
        private readonly iterable $secrets,
        private readonly string $header = 'Authorization',
        private readonly ?string $application = null,
        private readonly bool $isBound = true,
    ) {}
    public function verify(Request $request, Window $window): array {
        $request->check();
        $isElsewhere = strcasecmp($this->header, 'Authorization') !== 0;
        $token = bearer_token($request->header($this->header), $isElsewhere);
        $parts = explode('.', $token);
        need(strlen($token) <= 8192 && count($parts) === 3, 'token-invalid');
        [$head, $claims, $mac] = [members($parts[0]), members($parts[1]), base64($parts[2])];
        $type = array_key_exists('typ', $head) ? $head['typ'] : 'JWT';
        need(is_string($type) && strcasecmp($type, 'JWT') === 0, 'token-invalid');
        need(($head['alg'] ?? null) === 'HS256' && !array_key_exists('crit', $head), 'token-invalid');
        $account = $claims['api_key'] ?? null;
        need(!is_array($this->secrets) || is_string($account), 'token-invalid');
        $secrets = is_array($this->secrets) ? $this->secrets[$account] ?? [random_bytes(32)] : $this->secrets;
        $made = array_map(fn ($secret) => hash_hmac('sha256', "$parts[0].$parts[1]", $secret), [...$secrets]);
        need(any_same($made, bin2hex($mac)), 'signature-mismatch');
        // Only now are the claims known to be authentic.
        [$id, $hash] = [$claims['jti'] ?? null, $claims['payload_hash'] ?? null];
        need(is_string($account) && $account !== '' && is_string($id) && $id !== '', 'token-invalid');
        need(is_string($hash) && preg_match('/\A[0-9a-fA-F]{64}\z/', $hash), 'token-invalid');
        $application = array_key_exists('application_id', $claims) ? $claims['application_id'] : '';
        need(is_string($application) && ($claims['iss'] ?? null) === 'Vonage', 'token-invalid');
        need($this->application === null || $this->application === $application, 'token-invalid');
        $payload = $this->isBound ? payload($request) : '';
        $fits = same(hash('sha256', $payload), $hash); // rule: body bound
        need($fits || !$this->isBound, 'payload-mismatch');
        need(array_key_exists('iat', $claims), 'timestamp-missing');
        $window->check(seconds($claims['iat']));
        $exp = array_key_exists('exp', $claims) ? seconds($claims['exp']) : INF;
        need($exp > $window->now, 'signature-expired');
        $nbf = array_key_exists('nbf', $claims) ? seconds($claims['nbf']) : -INF;
        need($nbf <= $window->now + ($window->tolerance ?? 0), 'signature-expired');
        $window->once('token', $account, $id);
        return ['api_key' => $account, 'application_id' => $claims['application_id'] ?? null, 'id' => $id,
            'issued_at' => $claims['iat']->text, 'payload' => $payload];
    }
}
function bearer_token(string $field, bool $isElsewhere): string { // there, the word Bearer may be missing
    if (preg_match('/\Abearer(?: +(.*)|)\z/is', $field, $match)) return $match[1] ?? '';
    need($isElsewhere && !preg_match('/\A([\w-]+ |\z)/', $field), 'signature-missing');
    return $field;
}
function members(string $part): array {
    try {
        $value = JSONReader::read(base64($part));
    } catch (Rejected) {
        throw new Rejected('token-invalid');
    }
    need(is_array($value), 'token-invalid');
    return $value;
}
function base64(string $part): string { // the decoder takes white space, and bits that stand for nothing
    $bytes = (string) base64_decode(strtr($part, '-_', '+/'));
    need(rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=') === $part, 'token-invalid');
    return $bytes;
}
function seconds(mixed $claim): float {
    need($claim instanceof Numeral && preg_match('/\A-?[0-9]+\z/', $claim->text), 'timestamp-invalid');
    return (float) $claim->text;
}
function payload(Request $request): string { // a GET without a body binds its query, as compact JSON
    [$body, $query] = [$request->body, $request->query()];
    if ($request->method !== 'GET' || $body !== '' || $query === '') return $body;
    $members = [];
    foreach (decode($query, FORM) as $name => $text) $members[] = quoted("$name") . ':' . quoted($text);
    return '{' . implode(',', $members) . '}';
}
function quoted(string $text): string {
    $flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS | JSON_UNESCAPED_SLASHES;
    return json_encode($text, $flags);
}

// The runner
function bytes(array $given, string $name): string {
    if (isset($given["{$name}_base64"])) return base64_decode($given["{$name}_base64"]);
    if (isset($given[$name])) return $given[$name];
    $part = $given["{$name}_repeated"];
    $bytes = $part['prefix'];
    for ($n = 0; $n < (int) $part['count']->text; $n++) $bytes .= str_replace('{n}', "$n", $part['unit']);
    return $bytes . $part['suffix'];
}
function answer(string $kind, array $test, Window $window): mixed {
    $given = $test['request'] ?? null;
    $body = $given ? bytes($given, 'body') : '';
    $request = $given ? new Request($given['method'], $given['url'], $given['headers'], $body) : null;
    if ($kind === 'decode') return decode(bytes($test, 'body'), $test['media_type']);
    if ($kind === 'webhooks') {
        $header = $test['header'] ?? 'Authorization';
        $options = [$header, $test['application_id'] ?? null, $test['verify_payload'] ?? true];
        return (new WebhookReceiver($test['secrets'], ...$options))->verify($request, $window);
    }
    $params = $request ? read($request) : parameters($test['pairs']);
    if ($kind === 'requests') return $params;
    if ($kind === 'canonical') return canonical($params);
    if ($kind !== 'signatures') return verify($params, $test['secrets'], $test['method'], $window);
    $signatures = [];
    foreach (['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as $method) {
        $signatures[$method] = signature($params, $test['secret'], $method);
    }
    return $signatures;
}
function passes(string $kind, array $test, Window $window): bool {
    if (isset($test['now'])) $window->now = (float) $test['now']->text;
    if (isset($test['tolerance'])) $window->tolerance = (float) $test['tolerance']->text;
    try {
        $got = answer($kind, $test, $window);
    } catch (Rejected $error) {
        return $error->getMessage() === ($test['error'] ?? null);
    }
    $expected = $test['expected'] ?? null;
    if ($kind === 'webhooks' && $expected) {
        $expected['issued_at'] = $expected['issued_at']->text;
        $expected['payload'] = bytes($expected, 'payload');
        unset($expected['payload_base64']);
    }
    if (is_array($got) && is_array($expected)) {
        ksort($got, SORT_STRING);
        ksort($expected, SORT_STRING);
    }
    return $got === $expected;
}
ini_set('memory_limit', '-1'); // a body of one case has 100 MB
[$passed, $failed] = [0, 0];
foreach (['canonical', 'signatures', 'decode', 'requests', 'verdicts', 'replays', 'webhooks'] as $kind) {
    foreach (JSONReader::read(file_get_contents(($argv[1] ?? '.') . "/$kind.json"))['cases'] as $test) {
        $window = new Window();
        $isRight = true;
        foreach ($test['steps'] ?? [[]] as $step) $isRight &= passes($kind, $step + $test, $window);
        $isRight ? $passed++ : $failed++;
        if (!$isRight) echo "failed: {$test['id']} ({$test['comment']})\n";
    }
}
echo "$passed passed, $failed failed\n";
exit($failed ? 1 : 0);
