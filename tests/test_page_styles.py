"""The pages of ``explain`` and ``audit``, as Chromium shows them: on a phone, and on paper."""

from pathlib import Path
from typing import Any

import pytest
from browser import computed
from command_line import call
from common import NOW
from test_cli_raw import SECRET

from nexmo_sig import Signer, WebhookVerifier, explain, explain_webhook
from nexmo_sig._html.explanation import page
from nexmo_sig.testing import webhook_request

ROOT = Path(__file__).parent.parent
PHONE, SCREEN, PAPER = 390, 1280, 718  # CSS pixels; A4 between its margins
MODES = [
    *((width, "screen", scheme) for width in (PHONE, SCREEN) for scheme in ("light", "dark")),
    (PAPER, "print", "dark"),
]

# What is too wide for the page or cut by its parent, words over two lines, text with a contrast of less than 4.5 to its
# background (WCAG 2.2, 1.4.3), what is not shown, and the colours of all backgrounds.
LOOK = """(() => {
  const found = {cut: [], broken: [], faint: [], hidden: [], backgrounds: []};
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = numbers(colour).map(
      x => x / 255 <= .04045 ? x / 255 / 12.92 : ((x / 255 + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const isClear = colour => numbers(colour)[3] === 0;
  for (const element of document.querySelectorAll("body, body *:not(svg *)")) {
    const style = getComputedStyle(element), name = element.outerHTML.slice(0, 80);
    const isShown = element.checkVisibility();
    const heading = element.closest(".wide thead, .label");  // either of them is shown
    const labels = element.closest(".wide")?.querySelector(".label");
    const isInstead = heading && !heading.matches(".label") && (labels?.checkVisibility() ?? true);
    if (!isShown && !heading?.matches(".label") && !isInstead) found.hidden.push(name);
    if (!isShown) continue;
    if (element.getBoundingClientRect().right > innerWidth + 1) found.cut.push(name);
    if (element.clientWidth && element.scrollWidth > element.clientWidth) found.cut.push(name);
    let back = element;
    while (back.parentElement && isClear(getComputedStyle(back).backgroundColor))
      back = back.parentElement;
    const behind = getComputedStyle(back).backgroundColor;
    if (!isClear(behind) && !found.backgrounds.includes(behind)) found.backgrounds.push(behind);
    const [dim, bright] = [light(style.color), light(behind)].sort((a, b) => a - b);
    const hasText = [...element.childNodes].some(node => node.nodeType == 3 && node.data.trim());
    for (const node of element.childNodes) for (const word of node.data?.matchAll(/\\b\\w{2,20}\\b/g) ?? []) {
      const range = new Range();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (range.getClientRects().length > 1) found.broken.push(word[0]);
    }
    if (hasText && (bright + .05) / (dim + .05) < 4.5) found.faint.push(name);
  }
  return found;
})()"""
FILLS = '[...document.querySelectorAll("rect")].map(rect => getComputedStyle(rect).fill)'

pytestmark = pytest.mark.program


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    signer, verifier = Signer(SECRET, "sha256"), WebhookVerifier(SECRET)
    forged = signer.sign({"text": "fish & chips", "to": "447700900000" * 40}, NOW) | {"a": "STOP"}
    swapped = webhook_request("messages-inbound", SECRET, "body-swapped", now=NOW)
    written = tmp_path_factory.mktemp("audit") / "audit.html"
    settings = {
        "NEXMO_SIGNATURE_SECRET": "ExampleSignatureSecret",
        "NEXMO_SIGNATURE_METHOD": "sha256",
    }
    recording = ROOT / "docs" / "examples" / "access.log"
    call("audit", "--html", str(written), "--show-values", str(recording), settings=settings)
    return {
        "sig": page(explain(signer.sign({"text": "a & b"}, NOW), signer, now=NOW)),
        "forged sig": page(explain(forged, signer, now=NOW), show_values=True),
        "token": page(explain_webhook(swapped, verifier, now=NOW), swapped, show_values=True),
        "audit": written.read_text(encoding="utf-8"),
    }


@pytest.mark.parametrize("name", ["sig", "forged sig", "token", "audit"])
def test_all_is_shown_on_a_phone_a_screen_and_paper(
    name: str, pages: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(pages[name], encoding="utf-8")
    seen: list[dict[str, Any]] = computed(LOOK, file, tmp_path / "browser", MODES)
    for mode, found in zip(MODES, seen, strict=True):
        assert {**found, "backgrounds": []} == {key: [] for key in found}, mode
    assert seen[-1]["backgrounds"] == ["rgb(255, 255, 255)"]


def test_the_bars_of_the_chart_differ_on_paper(pages: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(pages["audit"], encoding="utf-8")
    [fills] = computed(FILLS, file, tmp_path / "browser", [(PAPER, "print", "dark")])
    assert len({*fills}) == 3
