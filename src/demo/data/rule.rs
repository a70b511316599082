//! Rules of dynamic groups: their text, and whom they choose.

use crate::demo::object::{Kind, Object};

/// A rule of a dynamic group.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// People of a department.
    Department(&'static str),
    /// People of an office.
    Office(&'static str),
    /// Everyone who works here.
    Staff,
    /// Everyone who is invited.
    Guests,
    /// People with a word in their job title.
    Title(&'static str),
    /// Devices with an operating system.
    System(&'static str),
    /// Devices whose names begin so.
    Prefix(&'static str),
}

impl Rule {
    /// Returns the type of objects that the rule chooses.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::System(_) | Self::Prefix(_) => Kind::Device,
            _ => Kind::User,
        }
    }

    /// Returns the rule as the directory writes it.
    pub(super) fn text(self) -> String {
        const ENABLED: &str = "(user.accountEnabled -eq true)";
        match self {
            Self::Department(name) => format!("(user.department -eq \"{name}\") and {ENABLED}"),
            Self::Office(name) => {
                format!("(user.physicalDeliveryOfficeName -eq \"{name}\") and {ENABLED}")
            }
            Self::Staff => format!(
                "(user.userType -eq \"Member\") and (user.department -ne null) and {ENABLED}"
            ),
            Self::Guests => "user.userType -eq \"Guest\"".to_owned(),
            Self::Title(word) => format!("(user.jobTitle -contains \"{word}\") and {ENABLED}"),
            Self::System(name) => format!("(device.deviceOSType -eq \"{name}\")"),
            Self::Prefix(text) => format!("(device.displayName -startsWith \"{text}\")"),
        }
    }

    /// Returns whether the rule chooses the object.
    pub(super) fn fits(self, object: &Object) -> bool {
        let enabled = object
            .properties
            .get("accountEnabled")
            .is_some_and(|value| value == true);
        let staff = enabled && object.text("userType") == "Member";
        match self {
            Self::Department(name) => staff && object.text("department") == name,
            Self::Office(name) => staff && object.text("officeLocation") == name,
            Self::Staff => staff && !object.text("department").is_empty(),
            Self::Guests => object.text("userType") == "Guest",
            Self::Title(word) => staff && object.text("jobTitle").contains(word),
            Self::System(name) => object.text("operatingSystem") == name,
            Self::Prefix(text) => object.text("displayName").starts_with(text),
        }
    }
}
