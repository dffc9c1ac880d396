// A correct receiver of signed callbacks and webhooks, as an example, and a runner of the vectors for it.
// Needs Go 1.19 and nothing else: go run runner.go [folder of the vectors]. (gofmt makes it longer.)
package main

import (
	"crypto"
	"crypto/hmac"
	"crypto/md5"
	_ "crypto/sha1"
	"crypto/sha256"
	_ "crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/url"
	"os"
	"regexp"
	"sort"
	"strings"
	"time"
	"unicode/utf8"
)
// Rejected says why a request is rejected, in the words of the vectors. It is thrown as a panic.
type Rejected string
func need(condition bool, otherwise Rejected) { if !condition { panic(otherwise) } }
func attempt(work func() any) (result any) {
	defer func() { if cause := recover(); cause != nil { result = cause.(Rejected) } }()
	return work()
}

// Parameters: each name once, none that reads as two parameters; one whose value is null is absent
type pair struct { name string; value any }
func parameters(pairs []pair) map[string]string {
	all, params := map[string]any{}, map[string]string{}
	for _, pair := range pairs {
		need(pair.name != "" && !strings.ContainsAny(pair.name, "&="), "parameter-error")
		putOnce(all, pair.name, pair.value)
		if text, isText := pair.value.(string); isText { params[pair.name] = text }
	}
	return params
}
func putOnce(members map[string]any, name string, value any) {
	if _, isThere := members[name]; isThere { panic(Rejected("duplicate-parameter")) } // rule: no duplicates
	members[name] = value
}

// Signatures
var hashes = map[string]crypto.Hash{"md5": crypto.MD5, "sha1": crypto.SHA1,
	"sha256": crypto.SHA256, "sha512": crypto.SHA512}
var sanitised = strings.NewReplacer("&", "_", "=", "_")
func canonical(params map[string]string) string {
	names, text := []string{}, ""
	for name := range params { if name != "sig" { names = append(names, name) } }
	sort.Strings(names) // rule: sorted
	for _, name := range names {
		value := sanitised.Replace(params[name]) // rule: sanitised
		text += "&" + name + "=" + value
	}
	return text
}
func signature(params map[string]string, secret, method string) string {
	need(secret != "", "parameter-error")
	if method == "md5hash" { return fmt.Sprintf("%x", md5.Sum([]byte(canonical(params)+secret))) }
	return mac(method, secret, canonical(params))
}
func mac(method, secret, text string) string {
	mac := hmac.New(hashes[method].New, []byte(secret))
	mac.Write([]byte(text))
	return fmt.Sprintf("%x", mac.Sum(nil))
}
func isSame(made, received string) bool { // without regard to case, in constant time
	digits := strings.ToLower(received)
	return hmac.Equal([]byte(made), []byte(digits)) // rule: compared whole
}
func needOne(secrets []any, received string, made func(secret string) string) {
	isFound := false
	for _, secret := range secrets { isFound = isFound || isSame(made(secret.(string)), received) }
	need(isFound, "signature-mismatch")
}

// Freshness
var digits = regexp.MustCompile(`^[0-9]{1,18}$`)
func unixTime(text string) float64 {
	const layout = "2006-01-02 15:04:05"
	if digits.MatchString(text) { return number(json.Number(text), 0) }
	moment, err := time.Parse(layout, text) // takes fractions of a second, and the year 0
	need(err == nil && moment.Format(layout) == text && moment.Year() > 0, "timestamp-invalid")
	return float64(moment.Unix())
}

// Window accepts what is within the tolerance of now (infinity is any age), and that once.
// A server keeps what was seen where all its processes look, and forgets what is stale.
type Window struct { now, tolerance float64; seen map[string]bool }
func (in Window) check(at float64) { need(math.Abs(in.now-at) <= in.tolerance, "signature-expired") }
func (in Window) once(key string) { need(!in.seen[key], "replay-detected"); in.seen[key] = true }
func verify(params map[string]string, secrets []any, method string, window Window) map[string]string {
	sig, isSigned := params["sig"]
	need(isSigned, "signature-missing")
	needOne(secrets, sig, func(secret string) string { return signature(params, secret, method) })
	timestamp, isThere := params["timestamp"]
	need(isThere, "timestamp-missing")
	window.check(unixTime(timestamp))
	window.once("sig " + strings.ToLower(sig))
	delete(params, "sig")
	return params
}

// JSON: no duplicates (Unmarshal keeps the last), numbers as they were written, at most 64 levels
var whole = regexp.MustCompile(`\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)
var half = regexp.MustCompile(`\\u[dD][89a-fA-F]`) // of a surrogate pair
func readJSON(text string) any {
	need(utf8.ValidString(text), "encoding-error") // the decoder puts U+FFFD for what is not UTF-8
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	value := readValue(decoder, 64)
	_, err := decoder.Token()
	need(err == io.EOF, "encoding-error")
	need(!half.MatchString(whole.ReplaceAllString(text, "")), "parameter-error") // U+FFFD here, too
	return value
}
func readValue(decoder *json.Decoder, levels int) any {
	token, err := decoder.Token()
	need(err == nil && levels >= 0, "encoding-error")
	var value any
	switch members, items := map[string]any{}, []any{}; token {
	case json.Delim('{'):
		for decoder.More() { putOnce(members, readValue(decoder, levels-1).(string), readValue(decoder, levels-1)) }
		value = members
	case json.Delim('['):
		for decoder.More() { items = append(items, readValue(decoder, levels-1)) }
		value = items
	default:
		return token
	}
	_, err = decoder.Token()
	need(err == nil, "encoding-error")
	return value
}

// Bodies and queries
const form = "application/x-www-form-urlencoded"
var isJSON = regexp.MustCompile(`^(application/(json|jsonrequest|x-javascript)|text/(x-)?(json|javascript))$`)
var semicolon = regexp.MustCompile(` *; *`)
var isUTF8 = regexp.MustCompile(`^(charset=utf-8|charset="utf-8")$`)
func decode(body, mediaType string) map[string]string {
	parts := semicolon.Split(strings.ToLower(mediaType), -1)
	isKnown := (parts[0] == form || isJSON.MatchString(parts[0])) && !strings.Contains(mediaType, ",")
	for _, part := range parts {
		isKnown = isKnown && (!strings.HasPrefix(part, "charset") || isUTF8.MatchString(part))
	}
	need(isKnown, "unsupported-media-type")
	if parts[0] == form { return parameters(readForm(body)) }
	return parameters(readObject(body))
}
func readForm(body string) (pairs []pair) {
	need(utf8.ValidString(body), "encoding-error")
	for _, field := range strings.Split(body, "&") {
		name, value, isField := strings.Cut(field, "=")
		need(isField || body == "", "encoding-error")
		if isField { pairs = append(pairs, pair{unescaped(name), unescaped(value)}) }
	}
	return pairs
}
func unescaped(text string) string {
	text, err := url.QueryUnescape(text)
	need(err == nil && utf8.ValidString(text), "encoding-error")
	return text
}
func readObject(body string) (pairs []pair) {
	members, isObject := readJSON(body).(map[string]any)
	need(isObject, "encoding-error")
	for name, value := range members {
		switch value.(type) {
		case map[string]any, []any: panic(Rejected("encoding-error"))
		case bool, json.Number: value = fmt.Sprint(value)
		}
		pairs = append(pairs, pair{name, value})
	}
	return pairs
}

// Requests
type request struct { method, url, body string; headers []pair }
func (r request) header(name string) string { // one that was sent twice is joined, and then fits nothing
	all := []string{}
	for _, h := range r.headers { if strings.EqualFold(h.name, name) { all = append(all, h.value.(string)) } }
	return strings.Join(all, ", ")
}
func (request request) query() string { return strings.Join(strings.Split(request.url, "?")[1:], "?") }
func (request request) check() { // where a framework has read the body, an empty one is not what was sent
	need(request.body != "" || strings.Trim(request.header("Content-Length"), "0") == "", "request-error")
	need(len(request.body) <= 1_048_576 && len(request.url) <= 1_048_576, "request-too-large")
}
func read(r request) map[string]string {
	need((r.method == "GET" || r.method == "POST") && !strings.Contains(r.url, "#"), "request-error")
	r.check()
	if r.body == "" { return decode(r.query(), form) }
	need(r.method == "POST" && r.query() == "", "request-error")
	return decode(r.body, r.header("Content-Type"))
}

// Signed webhooks: a bearer token, and the payload that it is bound to
type receiver struct { secrets any; header, application string; isBound bool } // secrets: all, or by account
var bearer, scheme = regexp.MustCompile(`(?i)^bearer($| +)`), regexp.MustCompile(`^([\w-]+ |$)`)
var hexadecimal, integer = regexp.MustCompile(`^[0-9a-fA-F]{64}$`), regexp.MustCompile(`^-?[0-9]+$`)
func (receiver receiver) verify(request request, window Window) map[string]any {
	request.check()
	field, isElsewhere := request.header(receiver.header), !strings.EqualFold(receiver.header, "Authorization")
	need(bearer.MatchString(field) || isElsewhere && !scheme.MatchString(field), "signature-missing")
	parts := strings.Split(bearer.ReplaceAllString(field, ""), ".") // elsewhere, Bearer may be missing
	need(len(field) <= 8192 && len(parts) == 3, "token-invalid")
	head, claims, sent := members(parts[0]), members(parts[1]), unbase64(parts[2])
	_, isCritical := head["crit"]
	need(strings.EqualFold(text(head, "typ", "JWT"), "JWT") && !isCritical, "token-invalid")
	need(head["alg"] == "HS256", "token-invalid") // and nothing else
	account, isText := claims["api_key"].(string)
	secrets, isList := receiver.secrets.([]any)
	need(isList || isText, "token-invalid")
	if !isList { secrets, isList = receiver.secrets.(map[string]any)[account].([]any) }
	made := func(secret string) string { return mac("sha256", secret, parts[0]+"."+parts[1]) }
	if !isList { made("unknown") } // takes as long as for an account that is known
	needOne(secrets, fmt.Sprintf("%x", sent), made)
	// Only now are the claims known to be authentic.
	id, bound := text(claims, "jti", ""), text(claims, "payload_hash", "")
	need(text(claims, "api_key", "") != "" && id != "" && hexadecimal.MatchString(bound), "token-invalid")
	isFrom := text(claims, "application_id", "") == receiver.application || receiver.application == ""
	need(isFrom && claims["iss"] == "Vonage", "token-invalid")
	payload := ""
	if receiver.isBound {
		payload = payloadOf(request)
		hash := sha256.Sum256([]byte(payload))
		need(isSame(fmt.Sprintf("%x", hash), bound), "payload-mismatch") // rule: body bound
	}
	_, isIssued := claims["iat"]
	need(isIssued, "timestamp-missing")
	window.check(seconds(claims, "iat", 0))
	need(seconds(claims, "exp", math.Inf(1)) > window.now, "signature-expired")
	leeway := window.tolerance
	if math.IsInf(leeway, 1) { leeway = 0 }
	need(seconds(claims, "nbf", math.Inf(-1)) <= window.now+leeway, "signature-expired")
	window.once(fmt.Sprintf("token %q %q", account, id))
	return map[string]any{"api_key": account, "application_id": claims["application_id"], "id": id,
		"issued_at": claims["iat"], "payload": payload}
}
func members(part string) map[string]any {
	members, isObject := attempt(func() any { return readJSON(unbase64(part)) }).(map[string]any)
	need(isObject, "token-invalid")
	return members
}
func unbase64(part string) string { // the decoder takes line ends, and bits that stand for nothing
	bytes, _ := base64.RawURLEncoding.DecodeString(part)
	need(base64.RawURLEncoding.EncodeToString(bytes) == part, "token-invalid")
	return string(bytes)
}
func text(claims map[string]any, name, absent string) string {
	claim, isThere := claims[name]
	text, isText := claim.(string)
	need(isText || !isThere, "token-invalid")
	return map[bool]string{true: text, false: absent}[isThere]
}
func seconds(claims map[string]any, name string, absent float64) float64 {
	claim, isThere := claims[name]
	number, _ := claim.(json.Number)
	need(!isThere || integer.MatchString(string(number)), "timestamp-invalid")
	if isThere { absent, _ = number.Float64() }
	return absent
}
func payloadOf(request request) string { // a GET without a body binds its query, as compact JSON
	if request.method != "GET" || request.body != "" || request.query() == "" { return request.body }
	pairs, members := readForm(request.query()), []string{}
	parameters(pairs)
	for _, pair := range pairs { members = append(members, quoted(pair.name)+":"+quoted(pair.value.(string))) }
	return "{" + strings.Join(members, ",") + "}"
}
func quoted(text string) string { // Marshal escapes <, >, &, U+2028 and U+2029
	is := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\b", `\b`, "\f", `\f`, "\n", `\n`, "\r", `\r`, "\t", `\t`)
	text = is.Replace(text)
	for n := range [32]int{} { text = strings.ReplaceAll(text, string(rune(n)), fmt.Sprintf(`\u%04x`, n)) }
	return `"` + text + `"`
}

// The runner
type object = map[string]any
func number(value any, absent float64) float64 {
	if value != nil { absent, _ = value.(json.Number).Float64() }
	return absent
}
func pairs(list any) (pairs []pair) {
	for _, item := range list.([]any) { pairs = append(pairs, pair{item.([]any)[0].(string), item.([]any)[1]}) }
	return pairs
}
func bytes(given object, name string) string {
	if body, isText := given[name].(string); isText { return body }
	bytes, _ := base64.StdEncoding.DecodeString(text(given, name+"_base64", ""))
	part, isRepeated := given[name+"_repeated"].(object)
	if !isRepeated { return string(bytes) }
	for n := 0; n < int(number(part["count"], 0)); n++ {
		bytes = append(bytes, strings.ReplaceAll(text(part, "unit", ""), "{n}", fmt.Sprint(n))...)
	}
	return text(part, "prefix", "") + string(bytes) + text(part, "suffix", "")
}
func answer(kind string, test object, window Window) any {
	if kind == "decode" { return decode(bytes(test, "body"), text(test, "media_type", "")) }
	given, isRequest := test["request"].(object)
	if !isRequest { return answerParams(kind, test, parameters(pairs(test["pairs"])), window) }
	body, headers := bytes(given, "body"), pairs(given["headers"])
	received := request{text(given, "method", ""), text(given, "url", ""), body, headers}
	if kind != "webhooks" { return answerParams(kind, test, read(received), window) }
	header, application := text(test, "header", "Authorization"), text(test, "application_id", "")
	return receiver{test["secrets"], header, application, test["verify_payload"] == nil}.verify(received, window)
}
func answerParams(kind string, test object, params map[string]string, window Window) any {
	if kind == "requests" { return params }
	if kind == "canonical" { return canonical(params) }
	if kind != "signatures" { return verify(params, test["secrets"].([]any), text(test, "method", ""), window) }
	made := map[string]string{"md5hash": "", "md5": "", "sha1": "", "sha256": "", "sha512": ""}
	for method := range made { made[method] = signature(params, text(test, "secret", ""), method) }
	return made
}
func passes(kind string, test, step object, seen map[string]bool) bool {
	for name, value := range test { if _, isThere := step[name]; !isThere { step[name] = value } }
	window := Window{number(step["now"], 0), number(step["tolerance"], math.Inf(1)), seen}
	expected, isObject := step["expected"].(object)
	if kind == "webhooks" && isObject {
		expected["payload"] = bytes(expected, "payload")
		delete(expected, "payload_base64")
	}
	got := attempt(func() any { return answer(kind, step, window) })
	if error, isRejected := got.(Rejected); isRejected { return step["error"] == string(error) }
	return fmt.Sprintf("%q", got) == fmt.Sprintf("%q", step["expected"])
}
func main() {
	folder, passed, failed := append(os.Args, ".")[1], 0, 0
	for _, kind := range strings.Fields("canonical signatures decode requests verdicts replays webhooks") {
		file, err := os.ReadFile(folder + "/" + kind + ".json")
		if err != nil { panic(err) }
		for _, item := range readJSON(string(file)).(object)["cases"].([]any) {
			test, isRight, seen := item.(object), true, map[string]bool{}
			steps, hasSteps := test["steps"].([]any)
			if !hasSteps { steps = []any{test} }
			for _, step := range steps { isRight = passes(kind, test, step.(object), seen) && isRight }
			if !isRight { fmt.Printf("failed: %s (%s)\n", test["id"], test["comment"]) }
			if isRight { passed++ } else { failed++ }
		}
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 { os.Exit(1) }
}
