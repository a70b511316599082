//! Bytes to text: which encoding a file has, and reading it as UTF-8 (EXPORTS.md 3, Bytes).
//!
//! It must not know whether the text is a table or JSON.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The encoding of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Marked,
    /// UTF-16, low byte first, with a byte order mark.
    Utf16Le,
    /// UTF-16, high byte first, with a byte order mark.
    Utf16Be,
    /// Windows-1252: what is neither of the others.
    Windows1252,
}

impl Encoding {
    /// Returns the encoding in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Marked => "UTF-8 with byte order mark",
            Self::Utf16Le => "UTF-16 (little endian)",
            Self::Utf16Be => "UTF-16 (big endian)",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// Returns the encoding that the first bytes show; without a mark UTF-8 is tried first.
    pub(super) fn of_start(bytes: &[u8]) -> Self {
        match bytes {
            [0xef, 0xbb, 0xbf, ..] => Self::Utf8Marked,
            [0xff, 0xfe, ..] => Self::Utf16Le,
            [0xfe, 0xff, ..] => Self::Utf16Be,
            _ => Self::Utf8,
        }
    }

    /// Returns a decoder, or `None` when bytes may pass as they are and are checked later.
    fn decoder(self) -> Option<Decoder> {
        let encoding = match self {
            Self::Utf8 => return None,
            Self::Utf8Marked => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Windows1252 => WINDOWS_1252,
        };
        Some(encoding.new_decoder_with_bom_removal())
    }

    /// Returns the start of a file as text, for a look at its form.
    pub(super) fn decode_start(self, bytes: &[u8]) -> String {
        match self.decoder() {
            None => String::from_utf8_lossy(bytes).into_owned(),
            Some(mut decoder) => {
                let mut text = String::with_capacity(bytes.len() * 3 + 16);
                let _ = decoder.decode_to_string(bytes, &mut text, false);
                text
            }
        }
    }
}

/// Reads any encoding as UTF-8; plain UTF-8 passes unchecked.
pub(super) struct TextReader<R> {
    source: R,
    decoder: Option<Decoder>,
    /// A file whose lines end in CR alone, as old Macs wrote them: CR becomes LF.
    lone_cr: bool,
    input: Vec<u8>,
    used: usize,
    filled: usize,
    at_end: bool,
    /// What is handed out after the last byte.
    tail: &'static [u8],
}

/// How much is read and decoded at once.
const BLOCK: usize = 64 * 1024;

impl<R: Read> TextReader<R> {
    /// Makes a reader that hands out `tail` after the last byte of the file.
    pub(super) fn new(source: R, encoding: Encoding, lone_cr: bool, tail: &'static [u8]) -> Self {
        Self {
            source,
            decoder: encoding.decoder(),
            lone_cr,
            input: vec![0; BLOCK],
            used: 0,
            filled: 0,
            at_end: false,
            tail,
        }
    }

    /// Fills `out` from the file; 0 means that the file has ended.
    fn read_text(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else {
            return self.source.read(out);
        };
        loop {
            if self.used == self.filled && !self.at_end {
                self.used = 0;
                self.filled = self.source.read(&mut self.input)?;
                self.at_end = self.filled == 0;
            }
            let pending = &self.input[self.used..self.filled];
            let (result, read, written, _) = decoder.decode_to_utf8(pending, out, self.at_end);
            self.used += read;
            if self.at_end && result == CoderResult::InputEmpty {
                self.decoder = None;
                return Ok(written);
            }
            if written > 0 {
                return Ok(written);
            }
        }
    }
}

impl<R: Read> Read for TextReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // A decoder writes whole characters only and needs room for one.
        if out.len() < 4 {
            return Err(io::Error::other("the buffer has no room for a character"));
        }
        let mut written = self.read_text(out)?;
        if self.lone_cr {
            for byte in &mut out[..written] {
                if *byte == b'\r' {
                    *byte = b'\n';
                }
            }
        }
        if written == 0 {
            written = self.tail.len().min(out.len());
            out[..written].copy_from_slice(&self.tail[..written]);
            self.tail = &self.tail[written..];
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], encoding: Encoding, text: &str) {
        let mut out = vec![0; 7];
        let mut read = Vec::new();
        let mut reader = TextReader::new(bytes, encoding, false, b"");
        loop {
            let n = reader.read(&mut out).expect("reads");
            if n == 0 {
                break;
            }
            read.extend_from_slice(&out[..n]);
        }
        assert_eq!(String::from_utf8(read).expect("UTF-8"), text);
    }

    #[test]
    fn every_encoding_reads_as_the_same_text() {
        let text = "Zoë Lindqvist, 東京 🙂 €";
        check(text.as_bytes(), Encoding::Utf8, text);
        check(
            format!("\u{feff}{text}").as_bytes(),
            Encoding::Utf8Marked,
            text,
        );
        let wide: Vec<u16> = "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .collect();
        let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(Encoding::of_start(&little), Encoding::Utf16Le);
        assert_eq!(Encoding::of_start(&big), Encoding::Utf16Be);
        check(&little, Encoding::Utf16Le, text);
        check(&big, Encoding::Utf16Be, text);
        check(b"Zo\xeb \x80", Encoding::Windows1252, "Zoë €");
    }

    #[test]
    fn cut_characters_at_the_end_do_not_stop_the_reader() {
        check(b"\xff\xfea\0b", Encoding::Utf16Le, "a\u{fffd}");
        check(b"\xef\xbb\xbfa\xe2\x82", Encoding::Utf8Marked, "a\u{fffd}");
    }
}
