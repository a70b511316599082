//! The reference of what templates get is written from the code: `docs/views.md`.
//!
//! `ROSTERBOOK_WRITE_DOCS=1 cargo test --test site views` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use rosterbook::files;
use syn::{Attribute, Expr, Fields, GenericArgument, Item, Lit, Meta, PathArguments, Type};

const HEAD: &str = "\
# What templates get

Every template gets `shell`, what is around the content, and `view`, the content; `home.html` and `organization.html` also get `freshness`.
Every field is always there; `null` stands for no value.
Addresses are relative to the site's root: `href(root=shell.root, url=…)` makes links of them.

This page is written from the comments in `src/site/view/` by a test, which fails when they differ.
";

fn parsed(path: &str) -> syn::File {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = files::read_to_string(&file).expect("readable");
    syn::parse_file(&text).expect(path)
}

/// Returns a doc comment: its lines, as they stand.
fn comment(attributes: &[Attribute]) -> Vec<String> {
    let lines = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => Some(text.value().trim().to_owned()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        });
    lines.collect()
}

fn last(path: &syn::Path) -> &syn::PathSegment {
    path.segments.last().expect("a path has an end")
}

/// Returns a type in the words of templates.
fn words(kind: &Type) -> String {
    let path = match kind {
        Type::Path(path) => &path.path,
        Type::Reference(reference) => return words(&reference.elem),
        _ => panic!("a type that templates do not know"),
    };
    let end = last(path);
    let inner = match &end.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(kind)) => Some(words(kind)),
            _ => None,
        },
        _ => None,
    };
    let name = end.ident.to_string();
    match (name.as_str(), inner) {
        ("String" | "str", _) => "text".into(),
        ("usize" | "i32" | "i64" | "u32" | "u64", _) => "number".into(),
        ("bool", _) => "yes or no".into(),
        ("Option", Some(inner)) => format!("{inner} or `null`"),
        ("Vec", Some(inner)) => format!("list of {inner}"),
        ("T", _) => "row".into(),
        (_, Some(inner)) => format!("{} of {inner}", linked(&name)),
        _ => linked(&name),
    }
}

fn linked(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

/// Returns the view of each template, from the enum of all views and its templates.
fn templates() -> BTreeMap<String, String> {
    let file = parsed("src/site/show/mod.rs");
    let mut types: BTreeMap<String, String> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for item in &file.items {
        match item {
            Item::Enum(all) if all.ident == "View" => {
                for variant in &all.variants {
                    let field = variant.fields.iter().next().expect("a view");
                    let kind = words(&field.ty);
                    // Large views are boxed, which templates do not see.
                    let kind = kind.rsplit(" of ").next().unwrap_or(&kind).to_owned();
                    types.insert(variant.ident.to_string(), kind);
                }
            }
            Item::Impl(block) => {
                for function in &block.items {
                    let syn::ImplItem::Fn(function) = function else {
                        continue;
                    };
                    if function.sig.ident != "template" {
                        continue;
                    }
                    let Some(syn::Stmt::Expr(Expr::Match(arms), None)) =
                        function.block.stmts.first()
                    else {
                        panic!("`template` is a match");
                    };
                    for arm in &arms.arms {
                        let syn::Pat::TupleStruct(pattern) = &arm.pat else {
                            panic!()
                        };
                        let Expr::Lit(literal) = &*arm.body else {
                            panic!()
                        };
                        let Lit::Str(template) = &literal.lit else {
                            panic!()
                        };
                        let variant = last(&pattern.path).ident.to_string();
                        found.insert(template.value(), types[&variant].clone());
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Returns the tables of all views, in the order of their files and in these.
fn tables() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site/view");
    let mut names: Vec<String> = files::list_dir(&folder)
        .expect("readable")
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .filter(|name| name != "mod.rs")
        .collect();
    names.sort();
    let mut out = String::new();
    for name in names {
        let file = parsed(&format!("src/site/view/{name}"));
        let about = comment(&file.attrs).join(" ");
        let _ = write!(out, "\n## {}\n", about.trim_end_matches('.'));
        for item in &file.items {
            let Item::Struct(item) = item else { continue };
            let _ = write!(out, "\n### {}\n\n", item.ident);
            let lines = comment(&item.attrs);
            let _ = write!(out, "{}\n\n", lines.join(" ").replace(". ", ".\n"));
            out.push_str("| Field | Type | What it is |\n|---|---|---|\n");
            let Fields::Named(fields) = &item.fields else {
                panic!("{}", item.ident)
            };
            for field in &fields.named {
                let lines = comment(&field.attrs);
                assert!(
                    !lines.is_empty(),
                    "{} has a field without words",
                    item.ident
                );
                let _ = writeln!(
                    out,
                    "| `{}` | {} | {} |",
                    field.ident.as_ref().expect("named"),
                    words(&field.ty),
                    lines.join(" ").replace('|', "\\|")
                );
            }
        }
    }
    out
}

#[test]
fn the_reference_of_views_is_that_of_the_code() {
    let mut expected = HEAD.to_owned();
    expected.push_str("\n## Templates\n\n| Template | `view` |\n|---|---|\n");
    for (template, view) in templates() {
        let _ = writeln!(expected, "| `{template}` | {view} |");
    }
    expected.push_str(&tables());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/views.md");
    if std::env::var_os("ROSTERBOOK_WRITE_DOCS").is_some() {
        files::write_if_changed(&path, expected.as_bytes()).expect("written");
    }
    let found = files::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/views.md is out of date: ROSTERBOOK_WRITE_DOCS=1 cargo test --test site views"
    );
}
