//! What holds for any file: nothing panics, order never matters, values come back equal.

use proptest::prelude::*;
use rosterbook::exports::guard;
use rosterbook::model::Contact;

use crate::Folder;

const HEADER: &str = "id,organization,name,email,phone,title,archived,Desk";

fn cell() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "1",
        "2",
        "3",
        "Noor Haddad",
        "Haddad, Noor",
        "a@x",
        "b@x;A@X",
        "yes",
        " ",
        "é",
    ])
}

fn rows() -> impl Strategy<Value = Vec<String>> {
    let row = (
        prop::sample::select(vec!["1", "2", "3", ""]),
        prop::sample::select(vec!["Fabrikam Works", "fabrikam", "Contoso"]),
        prop::collection::vec(cell(), 6),
    );
    let line = row.prop_map(|(id, organization, rest)| {
        let rest: Vec<String> = rest.iter().map(|cell| format!("\"{cell}\"")).collect();
        format!("{id},{organization},{}", rest.join(","))
    });
    prop::collection::vec(line, 0..7)
}

/// Reads rows that follow one sound row; records lose the line they stand on.
fn records_of(rows: &[String]) -> Vec<Contact> {
    let text = format!("{HEADER}\n0,fabrikam,Ada Bell,,,,,\n{}\n", rows.join("\n"));
    let imported = Folder::of(&[("people.csv", text.as_bytes())])
        .contacts(&["people.csv"])
        .expect("reads");
    let mut records = imported.records;
    for record in &mut records {
        record.origin.line = 0;
    }
    records
}

proptest! {
    #[test]
    fn row_order_never_matters(
        (rows, shuffled) in rows()
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let records = records_of(&rows);
        prop_assert_eq!(&records, &records_of(&shuffled));
        prop_assert!(records.is_sorted_by(|a, b| a.id < b.id), "each id once");
    }

    #[test]
    fn values_come_back_equal(values in prop::collection::vec("[^\0]{0,12}|[=+@'\" \t\r\n-]{0,6}", 1..5)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "name", "notes"]).expect("writes");
        for (at, value) in values.iter().enumerate() {
            let at = format!("{at:02}");
            writer.write_record([&*at, "Noor Haddad", &guard(value)]).expect("writes");
        }
        let bytes = writer.into_inner().expect("writes");
        let imported = Folder::of(&[("people.csv", &bytes)])
            .contacts(&["people.csv"])
            .expect("reads");
        prop_assert_eq!(imported.records.len(), values.len());
        for (record, value) in imported.records.iter().zip(&values) {
            let expected = Some(value.as_str()).filter(|value| !value.trim().is_empty());
            prop_assert_eq!(record.notes.as_deref(), expected);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        start in prop::sample::select(vec![
            "", "id,name,email\n1,", "\u{feff}id;name\n", "{\"data\":[", "[{\"id\":1,\"name\":\"",
            "\"", "PK\u{3}\u{4}", "sep=", "#TYPE\n",
        ]),
    ) {
        let all = [start.as_bytes(), bytes.as_slice()].concat();
        let folder = Folder::of(&[("people.csv", &all)]);
        let _ = folder.contacts(&["people.csv"]);
        let _ = folder.configurations(&["people.csv"]);
        let wide = [b"\xff\xfe".as_slice(), &all].concat();
        let _ = Folder::of(&[("people.csv", &wide)]).contacts(&["people.csv"]);
    }
}
