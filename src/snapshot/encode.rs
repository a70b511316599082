//! The canonical bytes of each file: the order of keys is the order of the fields in `model`.
//!
//! A file of one object has two spaces of indent at its top level, one line per item of a list
//! there, and everything deeper on one line; so a change of one member is a change of one line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::model::{Group, Tenant};

/// Returns the bytes of a group's file.
pub fn encode_group(group: &Group) -> Vec<u8> {
    encode(group, Layout::file())
}

/// Returns the bytes of `tenant.json`.
pub fn encode_tenant(tenant: &Tenant) -> Vec<u8> {
    encode(tenant, Layout::file())
}

/// Returns one object as a line, with its line feed.
pub fn encode_line<T: Serialize>(item: &T) -> Vec<u8> {
    encode(item, Layout::line())
}

/// Returns objects one per line, in the order given.
pub fn encode_lines<'a, T: Serialize + 'a>(items: impl IntoIterator<Item = &'a T>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for item in items {
        encode_into(&mut bytes, item, Layout::line());
    }
    bytes
}

fn encode<T: Serialize>(item: &T, layout: Layout) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1024);
    encode_into(&mut bytes, item, layout);
    bytes
}

fn encode_into<T: Serialize>(bytes: &mut Vec<u8>, item: &T, layout: Layout) {
    let mut serializer = Serializer::with_formatter(&mut *bytes, layout);
    item.serialize(&mut serializer)
        .expect("plain data becomes JSON, and memory takes all bytes");
    bytes.push(b'\n');
}

/// How deep containers are still spread over several lines.
struct Layout {
    /// Objects nested less deep than this are spread, lists one level deeper.
    spread: usize,
    depth: usize,
    /// For each open container: whether it is spread, and whether it holds something yet.
    open: Vec<(bool, bool)>,
}

impl Layout {
    fn file() -> Self {
        Self {
            spread: 1,
            depth: 0,
            open: Vec::new(),
        }
    }

    fn line() -> Self {
        Self {
            spread: 0,
            ..Self::file()
        }
    }

    fn begin(&mut self, spread: bool) {
        self.open.push((spread, false));
        self.depth += 1;
    }

    fn item<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        let depth = self.depth;
        let (spread, filled) = self.open.last_mut().expect("an item is in a container");
        *filled = true;
        if *spread {
            out.write_all(if first { b"\n" } else { b",\n" })?;
            indent(out, depth)
        } else if first {
            Ok(())
        } else {
            out.write_all(b", ")
        }
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth -= 1;
        match self.open.pop() {
            Some((true, true)) => {
                out.write_all(b"\n")?;
                indent(out, self.depth)
            }
            _ => Ok(()),
        }
    }
}

fn indent<W: ?Sized + Write>(out: &mut W, depth: usize) -> io::Result<()> {
    (0..depth).try_for_each(|_| out.write_all(b"  "))
}

impl Formatter for Layout {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(self.spread > 0 && self.depth <= self.spread);
        out.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out)?;
        out.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(self.depth < self.spread);
        out.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out)?;
        out.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}
