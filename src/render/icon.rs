//! The icons of a theme: small SVG drawings that become part of the page.
//!
//! It must not know what an icon stands for.

use std::collections::BTreeMap;

use super::error::ThemeError;
use super::source::ThemeFiles;

/// What stands in for an icon that the theme does not have.
pub(super) const FALLBACK: &str = "circle";

/// The drawings by name: what stands between `<svg>` and `</svg>`.
pub(super) type Icons = BTreeMap<String, String>;

/// Reads the icons of a theme.
pub(super) fn read(files: &ThemeFiles) -> Result<Icons, ThemeError> {
    let mut icons = Icons::new();
    for (path, file) in files.below("icons/") {
        let Some(name) = path.strip_suffix(".svg") else {
            continue;
        };
        let drawing = drawing(file.require_text()?).map_err(|message| ThemeError::Asset {
            path: file.origin.clone(),
            message: message.to_owned(),
        })?;
        icons.insert(name.to_owned(), drawing);
    }
    Ok(icons)
}

/// Returns an icon as part of a page, hidden from assistive technology: a word stands beside it.
///
/// A `sized` one stays small where the style is not found.
pub(super) fn inline(icons: &Icons, name: &str, sized: bool) -> String {
    let size = if sized {
        " width=\"16\" height=\"16\""
    } else {
        ""
    };
    let drawing = icons.get(name).or_else(|| icons.get(FALLBACK));
    format!(
        "<svg class=\"icon\"{size} viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">{}</svg>",
        drawing.map_or("", String::as_str)
    )
}

/// Returns icons as symbols, to be drawn many times on one page.
pub(super) fn symbols(icons: &Icons, names: &[String]) -> String {
    let mut out = String::from("<svg class=\"symbols\" aria-hidden=\"true\" focusable=\"false\">");
    for name in names {
        if let Some(drawing) = icons.get(name) {
            out.push_str("<symbol id=\"icon-");
            out.push_str(name);
            out.push_str("\" viewBox=\"0 0 24 24\">");
            out.push_str(drawing);
            out.push_str("</symbol>");
        }
    }
    out.push_str("</svg>");
    out
}

fn drawing(text: &str) -> Result<String, &'static str> {
    let start = text.find("<svg").ok_or("is not an SVG drawing")?;
    let open = text[start..].find('>').ok_or("is not an SVG drawing")? + start + 1;
    let close = text.rfind("</svg>").ok_or("is not an SVG drawing")?;
    let inner = text.get(open..close).ok_or("is not an SVG drawing")?;
    let lower = inner.to_ascii_lowercase();
    if [
        "<script",
        "<foreignobject",
        "<style",
        "javascript:",
        " on",
        "href",
    ]
    .iter()
    .any(|word| lower.contains(word))
    {
        return Err("holds more than shapes: scripts, styles and links are refused in icons");
    }
    Ok(inner.lines().map(str::trim).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_is_reduced_to_its_shapes() {
        let icon =
            "<!-- x -->\n<svg class=\"a\"\n viewBox=\"0 0 24 24\">\n  <path d=\"M1 1\"/>\n</svg>\n";
        assert_eq!(drawing(icon), Ok("<path d=\"M1 1\"/>".to_owned()));
    }

    #[test]
    fn an_icon_with_anything_but_shapes_is_refused() {
        for inner in [
            "<script>x</script>",
            "<g onload=\"x\"/>",
            "<a href=\"https://evil.example\"/>",
            "<foreignObject/>",
        ] {
            assert!(drawing(&format!("<svg>{inner}</svg>")).is_err(), "{inner}");
        }
        assert!(drawing("not a drawing").is_err());
        assert!(drawing("</svg><svg>").is_err());
    }

    #[test]
    fn an_unknown_icon_becomes_a_circle() {
        let icons = Icons::from([("circle".to_owned(), "<circle/>".to_owned())]);
        assert_eq!(
            inline(&icons, "nothing", false),
            "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\"><circle/></svg>"
        );
    }
}
