//! Presets: the tools whose exports are known by their columns (EXPORTS.md 3.1).
//!
//! It must not know what a file's cells hold; only headers are judged.

use std::collections::HashSet;

use super::RecordKind;

/// A tool whose exports are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// IT Glue: account export, import sheets, API.
    ItGlue,
    /// MyITBoost.
    ItBoost,
    /// Hudu: API and CSV.
    Hudu,
    /// ConnectWise Manage.
    ConnectWise,
    /// Autotask.
    Autotask,
    /// HaloPSA.
    Halo,
    /// Datto RMM.
    Datto,
    /// NinjaOne.
    Ninja,
    /// ITFlow.
    ItFlow,
    /// Microsoft Entra: users and devices.
    Entra,
    /// Microsoft Intune: devices.
    Intune,
    /// Anything else: columns are known by their usual names.
    Generic,
}

impl Preset {
    /// All presets, in the order in which they are documented.
    pub const ALL: [Self; 12] = [
        Self::ItGlue,
        Self::ItBoost,
        Self::Hudu,
        Self::ConnectWise,
        Self::Autotask,
        Self::Halo,
        Self::Datto,
        Self::Ninja,
        Self::ItFlow,
        Self::Entra,
        Self::Intune,
        Self::Generic,
    ];

    /// Returns the preset as `format` in `site.toml` names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ItGlue => "itglue",
            Self::ItBoost => "itboost",
            Self::Hudu => "hudu",
            Self::ConnectWise => "connectwise",
            Self::Autotask => "autotask",
            Self::Halo => "halo",
            Self::Datto => "datto",
            Self::Ninja => "ninja",
            Self::ItFlow => "itflow",
            Self::Entra => "entra",
            Self::Intune => "intune",
            Self::Generic => "generic",
        }
    }

    /// Returns the preset that is written as `key`.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.key() == key)
    }
}

/// What the columns of a file show it to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Records, of one kind where the columns tell.
    Records(Preset, Option<RecordKind>),
    /// A file that is known and not imported, with its article.
    NotImported(&'static str),
}

/// A preset's tell-tale columns: all must be there.
struct TellTale(&'static [&'static str], Shape);

const CONTACTS: Option<RecordKind> = Some(RecordKind::Contact);
const CONFIGURATIONS: Option<RecordKind> = Some(RecordKind::Configuration);
const ORGANIZATIONS: Option<RecordKind> = Some(RecordKind::Organization);

/// In this order; the first whose columns are all there wins. Headers are in folded form.
const TELL_TALES: [TellTale; 34] = {
    use Preset as P;
    use Shape::{NotImported, Records};
    [
        TellTale(
            &["azure ad device id", "device name"],
            Records(P::Intune, CONFIGURATIONS),
        ),
        TellTale(&["userprincipalname", "id"], Records(P::Entra, CONTACTS)),
        TellTale(
            &["userprincipalname", "objectid"],
            Records(P::Entra, CONTACTS),
        ),
        TellTale(&["deviceid", "objectid"], Records(P::Entra, CONFIGURATIONS)),
        TellTale(
            &["object id", "user principal name", "member type"],
            NotImported("a list of the members of one group"),
        ),
        TellTale(
            &["locator", "help center"],
            NotImported("a list of documents"),
        ),
        TellTale(
            &["resource type", "configuration type"],
            Records(P::ItBoost, CONFIGURATIONS),
        ),
        TellTale(
            &["resource type", "contact type"],
            Records(P::ItBoost, CONTACTS),
        ),
        TellTale(&["resource type"], Records(P::ItBoost, None)),
        TellTale(
            &["organization status", "organization type", "address 1"],
            Records(P::ItBoost, ORGANIZATIONS),
        ),
        TellTale(
            &["configuration name", "company name"],
            Records(P::ConnectWise, CONFIGURATIONS),
        ),
        TellTale(
            &["communicationitems", "firstname"],
            Records(P::ConnectWise, CONTACTS),
        ),
        TellTale(
            &["full name", "office extension"],
            Records(P::ItFlow, CONTACTS),
        ),
        TellTale(
            &["make", "serial", "assigned to", "physical location"],
            Records(P::ItFlow, CONFIGURATIONS),
        ),
        TellTale(&["asset layout id"], Records(P::Hudu, None)),
        TellTale(
            &["organization status", "quick notes"],
            Records(P::ItGlue, ORGANIZATIONS),
        ),
        TellTale(
            &["organization status", "short name"],
            Records(P::ItGlue, ORGANIZATIONS),
        ),
        TellTale(
            &["configuration type", "configuration status"],
            Records(P::ItGlue, CONFIGURATIONS),
        ),
        TellTale(
            &["configuration type name"],
            Records(P::ItGlue, CONFIGURATIONS),
        ),
        TellTale(
            &["contact type", "first name"],
            Records(P::ItGlue, CONTACTS),
        ),
        TellTale(
            &["contact type name", "first name"],
            Records(P::ItGlue, CONTACTS),
        ),
        TellTale(&["contact emails"], Records(P::ItGlue, CONTACTS)),
        TellTale(
            &["organization name", "contact id", "external id"],
            Records(P::Autotask, CONTACTS),
        ),
        TellTale(&["new email address"], Records(P::Autotask, CONTACTS)),
        TellTale(
            &["companyid", "firstname", "emailaddress"],
            Records(P::Autotask, CONTACTS),
        ),
        TellTale(&["referencetitle"], Records(P::Autotask, CONFIGURATIONS)),
        TellTale(
            &["reference title", "serial number"],
            Records(P::Autotask, CONFIGURATIONS),
        ),
        TellTale(
            &["firstname", "surname", "emailaddress"],
            Records(P::Halo, CONTACTS),
        ),
        TellTale(
            &["devicename", "assettag"],
            Records(P::Halo, CONFIGURATIONS),
        ),
        TellTale(
            &["devicename", "client id"],
            Records(P::Halo, CONFIGURATIONS),
        ),
        TellTale(
            &["uid", "hostname", "sitename"],
            Records(P::Datto, CONFIGURATIONS),
        ),
        TellTale(
            &["hostname", "intipaddress"],
            Records(P::Datto, CONFIGURATIONS),
        ),
        TellTale(
            &["systemname", "dnsname"],
            Records(P::Ninja, CONFIGURATIONS),
        ),
        TellTale(
            &["systemname", "organizationid"],
            Records(P::Ninja, CONFIGURATIONS),
        ),
    ]
};

/// Returns what folded headers show a file to be; without a tell-tale it is generic.
pub(super) fn detect<'a>(headers: impl IntoIterator<Item = &'a str>) -> Shape {
    let found: HashSet<&str> = headers.into_iter().collect();
    TELL_TALES
        .iter()
        .find(|TellTale(needed, _)| needed.iter().all(|header| found.contains(header)))
        .map_or(
            Shape::Records(Preset::Generic, None),
            |TellTale(_, shape)| *shape,
        )
}
