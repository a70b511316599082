"""Makes the two Hugo sites that `run` measures, and compares what Hugo made of them with our pages.

README.md beside this file says why there are two. `hugo/` has the layouts of the first.
"""

import hashlib
import html
import json
import re
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
THEME = HERE.parents[1] / "themes" / "default"
LAYOUTS = HERE / "hugo" / "layouts"

# The kinds that Hugo renders from data: all but one page in a hundred.
KINDS = {"person.html", "device.html", "contact.html", "configuration.html", "group.html"}
# What of the shell belongs to one page; the rest is the frame, equal on many.
OF_ONE_PAGE = ("page", "title", "heading", "breadcrumbs", "state", "canonical")
# The kinds of pages that Hugo makes by itself.
UNUSED = ["taxonomy", "term", "RSS", "sitemap", "section", "home", "robotsTXT", "404"]


def make_from_data(folder, sample, views):
    """Makes a site whose pages are data: what our templates get is there for those of Hugo."""
    frames, data = {}, {}
    with views.open() as lines:
        for at, line in enumerate(lines):
            page = json.loads(line)
            shell = page["shell"]
            frame = {key: value for key, value in shell.items() if key not in OF_ONE_PAGE}
            name = hashlib.sha256(json.dumps(frame, sort_keys=True).encode()).hexdigest()[:8]
            frames[name] = frame
            shown = {key: shell[key] for key in ("page", "root", "state", "canonical")} | {"frame": name}
            front = {"title": shell["title"]}
            if page["template"] in KINDS:
                kind, key = page["template"].removesuffix(".html"), page["path"].removesuffix("/index.html")
                shown |= {"breadcrumbs": shell["breadcrumbs"]} | page["view"]
                data.setdefault(kind, {})[key] = without_nothing(shown)
                front |= {"type": kind, "params": {"key": key}}
                write(folder / "content" / f"{key}.md", f"{as_json(front)}\n")
            else:
                before, body, _ = split((sample / page["path"]).read_text())
                symbols = re.search(r'<svg class="symbols".*?</svg>', before, flags=re.S)
                shown["symbols"] = symbols[0] if symbols else None
                front |= {"type": "finished", "url": f"/{page['path']}", "params": without_nothing(shown)}
                write(folder / "content" / "finished" / f"{at:06}.html", f"{as_json(front)}\n{body}")
    for name, held in ({"frames": frames, "icons": icons()} | data).items():
        write(folder / "data" / f"{name}.json", as_json(held))
    write_layouts(folder / "layouts")
    assets = sample / "assets"
    style, script = next(assets.glob("style.*.css")), next(assets.glob("site.*.js"))
    write_settings(folder, {"style": f"assets/{style.name}", "script": f"assets/{script.name}"})


def make_finished(folder, sample, pages):
    """Makes a site of finished pages: the main part as content, the frame as layout."""
    frame = (sample / "contoso" / "index.html").read_text()
    before, _, after = split(frame)
    before = re.sub(r"<title>.*?</title>", "<title>{{ .Title }}</title>", before, flags=re.S)
    before = re.sub(r'data-page="[a-z-]+"', 'data-page="{{ .Params.kind }}"', before)
    write(folder / "layouts" / "_default" / "single.html", f"{before}{{{{ .Content }}}}{after}")
    write_settings(folder, {})
    for at, page in enumerate(pages):
        text = page.read_text()
        title = re.search(r"<title>(.*?)</title>", text, flags=re.S)
        kind = re.search(r'data-page="([a-z-]+)"', text)
        front = {
            "title": title[1] if title else "",
            "url": f"/{page.relative_to(sample)}",
            "params": {"kind": kind[1] if kind else ""},
        }
        write(folder / "content" / "pages" / f"{at:06}.html", f"{as_json(front)}\n{split(text)[1]}")


def write_settings(folder, params):
    settings = {
        "baseURL": "/",
        "title": "Bench",
        "disableKinds": UNUSED,
        "params": params,
        # Content that is HTML is refused otherwise.
        "security": {"allowContent": [".*"]},
    }
    write(folder / "hugo.json", as_json(settings))


def write_layouts(folder):
    """Writes the layouts with the words and icons of our theme in them: Hugo looks up neither.

    `[[group.members]]` is a word, `[["group.members"]]` the same as a text of the template
    language, `[[icon user]]` a drawing and `[[symbols plus minus]]` several to refer to.
    """
    words = tomllib.loads((THEME / "strings.toml").read_text())
    drawings = icons()

    def word(name):
        section, key = name.split(".")
        return words[section][key]

    def fill(found):
        name, *names = found[1].split()
        if name == "icon":
            return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawings[names[0]]}</svg>'
        if name == "symbols":
            symbols = "".join(f'<symbol id="icon-{it}" viewBox="0 0 24 24">{drawings[it]}</symbol>' for it in names)
            return f'<svg class="symbols" aria-hidden="true" focusable="false">{symbols}</svg>'
        if name.startswith('"'):
            return as_json(word(name.strip('"')))
        return html.escape(word(name))

    for path in sorted(LAYOUTS.rglob("*.html")):
        text = re.sub(r"\[\[(.+?)\]\]", fill, path.read_text())
        write(folder / path.relative_to(LAYOUTS), text)


def icons():
    """Returns the drawings of our theme by name, as the theme puts them into pages."""
    found = {}
    for path in sorted((THEME / "icons").glob("*.svg")):
        inner = re.search(r"<svg.*?>(.*)</svg>", path.read_text(), flags=re.S)[1]
        found[path.stem] = "".join(line.strip() for line in inner.splitlines())
    return found


def without_nothing(value):
    """Leaves out what is empty anyway: a template takes what is missing for empty too."""
    if isinstance(value, dict):
        return {key: without_nothing(it) for key, it in value.items() if it or it == 0 and it is not False}
    if isinstance(value, list):
        return [without_nothing(it) for it in value]
    return value


def split(text):
    """Returns what stands before the inside of `<main>`, the inside, and what follows."""
    start = text.find("<main")
    if start < 0:
        return "", text, ""
    start = text.index(">", start) + 1
    end = text.rindex("</main>")
    return text[:start], text[start:end], text[end:]


def plain(text):
    """Returns a page without blanks between tags, character references spelled in one way."""
    return re.sub(r">\s+|\s+<", lambda found: found[0].strip(), html.unescape(text)).strip()


def compare(ours, theirs, pages):
    """Returns how many of the pages are equal, the first that is not, and theirs of our bytes."""
    equal, other, sizes = 0, None, [0, 0]
    for page in pages:
        path = page.relative_to(ours)
        if not (theirs / path).is_file():
            other = other or path
            continue
        both = [page.read_text(), (theirs / path).read_text()]
        sizes = [size + len(text.encode()) for size, text in zip(sizes, both)]
        if plain(both[0]) == plain(both[1]):
            equal += 1
        else:
            other = other or path
    return equal, other, sizes[1] / sizes[0]


def as_json(value):
    return json.dumps(value, ensure_ascii=False)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
