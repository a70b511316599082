//! The nearest configurations of a device among many, without comparing with each of them.
//!
//! As contacts do (`near_index`), configurations stand in small drawers by parts of their names.
//! It must not know of pages.

use super::drawer::Drawers;
use super::key::{host_key, host_part};
use super::near::{NearReason, near_configuration, without_accents};
use crate::model::{Configuration, Device};

/// Configurations by parts of their names, as places in the list it was made from.
#[derive(Debug, Default)]
pub struct NearConfigurations(Drawers);

impl NearConfigurations {
    /// Sorts configurations into drawers.
    pub fn new<'a>(configurations: impl Iterator<Item = &'a Configuration>) -> Self {
        let mut index = Drawers::default();
        for (at, record) in configurations.enumerate() {
            let names = [&record.name, &record.hostname].into_iter().flatten();
            let keys = names.filter_map(|name| host_key(name));
            let all = keys.flat_map(|key| drawers(&key, |length| length..=length));
            index.put(at, all.collect());
        }
        Self(index)
    }

    /// Returns the nearest configurations of a device, the nearest first, then in their order.
    pub fn find<'a>(
        &self,
        device: &Device,
        configuration: impl Fn(usize) -> &'a Configuration,
    ) -> Vec<(NearReason, usize)> {
        let Some(key) = device.display_name.as_deref().and_then(host_key) else {
            return Vec::new();
        };
        // A letter more or less on the other side moves the middle there.
        let around = |length: usize| length.saturating_sub(1)..=length + 1;
        let judge = |at: usize| near_configuration(device, configuration(at));
        self.0.nearest(&drawers(&key, around), judge)
    }
}

/// Returns the drawers of a machine of this name; `lengths` says of how many letters the name may
/// be that stands there already.
///
/// Names of machines are a few letters and a number, and thousands share the letters. So besides
/// the two halves of the first part, of which a typo leaves one, it stands by its number, and by
/// the part without signs and with letters as the digits that they look like.
fn drawers(key: &str, lengths: impl Fn(usize) -> std::ops::RangeInclusive<usize>) -> Vec<String> {
    let folded = without_accents(key);
    let part: Vec<char> = host_part(&folded).unwrap_or(&folded).chars().collect();
    let text = |letters: &[char]| letters.iter().collect::<String>();
    let mut drawers = vec![format!("p {}", text(&part))];
    for length in lengths(part.len()) {
        let half = length / 2;
        let rest = length - half;
        if half > 1 && rest <= part.len() {
            drawers.push(format!("b {}", text(&part[..half])));
            drawers.push(format!("e {}", text(&part[part.len() - rest..])));
        }
    }
    let alike = part.iter().filter(|it| it.is_alphanumeric());
    let alike: String = alike.map(|it| look_alike(*it)).collect();
    drawers.push(format!("c {alike}"));
    let digits: String = part.iter().filter(|it| it.is_ascii_digit()).collect();
    if let (Some(first), false) = (part.first(), digits.is_empty()) {
        drawers.push(format!("n {first} {digits}"));
    }
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    if words.len() > 1 {
        words.sort_unstable();
        drawers.push(format!("w {}", words.join(" ")));
    }
    drawers
}

/// Returns the digit that a letter is taken for, else the letter.
const fn look_alike(letter: char) -> char {
    match letter {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{configuration, device};
    use super::*;

    /// A fleet of five thousand, in which one is what a device means.
    #[track_caller]
    fn check(name: &str, other: &str, expected: Option<NearReason>) {
        let mut records: Vec<Configuration> = (0..5_000)
            .map(|at| configuration(&format!("{at}"), &format!("CON-LT-{at:04}"), ""))
            .collect();
        records.push(configuration("other", other, ""));
        let index = NearConfigurations::new(records.iter());
        let found = index.find(&device(name), |at| &records[at]);
        let found = found.iter().find(|(_, at)| records[*at].id == "other");
        assert_eq!(found.map(|it| it.0), expected, "{name} and {other}");
    }

    #[test]
    fn near_configurations_are_found_without_looking_at_all() {
        let part = Some(NearReason::SameHostPart);
        check("pc-7001.contoso.example", "PC-7001.fabrikam.example", part);
        let letter = Some(NearReason::NameOneLetter);
        check("CON-LT-O701", "con-lt-0701", letter);
        check("HH-LT-O701", "HH-LT-0701", letter);
        check("HH-LT-0701", "HHH-LT-0701", letter);
        check("HH-LT-0701", "HH-TL-0701", letter);
        check("HH-LT-0701X", "HH-LT-0701", letter);
        check("HH-LT-0701", "HH-LT-0702", None);
        check("HHLT0701", "HH-LT-0701", Some(NearReason::NameAlike));
        check("Büro", "Buro", Some(NearReason::WithoutAccents));
        check(
            "plotter north",
            "north plotter",
            Some(NearReason::NamesSwapped),
        );
        check("", "HH-LT-0701", None);
    }
}
