//! Writes what the templates of a site get, one page a line, for measurements of other generators.
//!
//! Each line is `{"path", "template", "shell", "view"}`: `docs/views.md` has the fields.
//! `cargo run --release --example bench-views -- SITE FILE`

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use rosterbook::build::Loader;
use rosterbook::config;
use rosterbook::model::Freshness;
use rosterbook::render;
use rosterbook::site::{self, Shown};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().ok_or("name the folder of the site")?;
    let file = arguments.next().ok_or("name the file to write")?;
    let site = config::load(&folder, None)?;
    let loaded = Loader::default().load(&site, &[], Freshness::default())?;
    let model = site::join(&loaded.input);
    let mut out = BufWriter::new(File::create(file)?);
    for page in site::pages(&model) {
        if let Shown::Html(shell, view) = site::show(&model, &page, &render::to_html)? {
            let line = json!({
                "path": page.path,
                "template": view.template(),
                "shell": shell,
                "view": view,
            });
            serde_json::to_writer(&mut out, &line)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(())
}
