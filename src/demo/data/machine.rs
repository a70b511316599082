//! Devices before they are in the directory.

use serde_json::{Map, Value};

use super::draft::chance_time;
use crate::demo::DemoTenant;
use crate::demo::encoding::{guid_of, number_of};
use crate::demo::object::{Edges, Kind, Object};
use crate::model::ObjectId;

/// What a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Sort {
    Laptop,
    Desktop,
    Mac,
    Phone,
    Tablet,
    OwnPhone,
    Kiosk,
    Room,
    Server,
}

impl Sort {
    /// Returns operating system, manufacturer and model; the makers are invented.
    pub(in crate::demo) const fn make(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Laptop => ("Windows", "Litware", "Litware Book 14 G3"),
            Self::Desktop => ("Windows", "Litware", "Litware Tower 5"),
            Self::Mac => ("MacMDM", "Tailspin", "Tailspin Air 13"),
            Self::Phone => ("IPhone", "Tailspin", "Tailspin Phone 12"),
            Self::Tablet => ("IPad", "Tailspin", "Tailspin Tab 10"),
            Self::OwnPhone => ("Android", "Proseware", "Proseware One"),
            Self::Kiosk => ("Windows", "Litware", "Litware Point 2"),
            Self::Room => ("Windows", "Proseware", "Proseware Room 4K"),
            Self::Server => ("Windows", "Litware", "Litware Rack 2U"),
        }
    }

    /// Returns the operating system in words, as documentation writes it.
    pub(in crate::demo) const fn system_in_words(self) -> &'static str {
        match self {
            Self::Laptop | Self::Desktop | Self::Room => "Windows 11 Pro",
            Self::Kiosk => "Windows 11 IoT Enterprise",
            Self::Server => "Windows Server 2022",
            Self::Mac => "macOS 15",
            Self::Phone | Self::Tablet => "iOS 18",
            Self::OwnPhone => "Android 15",
        }
    }

    /// Returns the type as documentation writes it.
    pub(in crate::demo) const fn in_words(self) -> &'static str {
        match self {
            Self::Laptop | Self::Mac => "Laptop",
            Self::Desktop => "Desktop",
            Self::Phone | Self::OwnPhone => "Phone",
            Self::Tablet => "Tablet",
            Self::Kiosk => "Kiosk",
            Self::Room => "Conference Room",
            Self::Server => "Server",
        }
    }

    const fn version(self) -> &'static str {
        match self {
            Self::Server => "10.0.20348.2762",
            Self::Mac => "15.1",
            Self::Phone | Self::Tablet => "18.1",
            Self::OwnPhone => "15",
            _ => "10.0.26100.2314",
        }
    }
}

/// A device before it is in the directory.
#[derive(Debug, Clone)]
pub(in crate::demo) struct Machine {
    /// The name, which is also its key.
    pub(in crate::demo) name: String,
    pub(in crate::demo) sort: Sort,
    /// The team or place it belongs to, as in its name.
    pub(in crate::demo) code: &'static str,
    pub(in crate::demo) number: usize,
}

impl Machine {
    pub(in crate::demo) fn new(
        sort: Sort,
        prefix: &str,
        code: &'static str,
        number: usize,
    ) -> Self {
        Self {
            name: format!("{prefix}-{code}-{number:03}"),
            sort,
            code,
            number,
        }
    }

    /// Returns the object id.
    pub(in crate::demo) fn id(&self, tenant: &DemoTenant) -> ObjectId {
        guid_of(&[tenant.key, "device", &self.name])
    }

    /// Returns the device id, which is another one.
    pub(in crate::demo) fn device_id(&self, tenant: &DemoTenant) -> ObjectId {
        guid_of(&[tenant.key, "deviceId", &self.name])
    }

    /// Returns the serial number, which the directory does not know.
    pub(in crate::demo) fn serial(&self, tenant: &DemoTenant) -> String {
        let number = number_of(&[tenant.key, "serial", &self.name], 36u64.pow(7));
        let mut rest = number;
        let mut text = String::from("LW");
        for _ in 0..7 {
            let digit = char::from_digit((rest % 36) as u32, 36).unwrap_or('0');
            text.push(digit.to_ascii_uppercase());
            rest /= 36;
        }
        text
    }

    pub(in crate::demo) fn object(&self, tenant: &DemoTenant) -> Object {
        let (system, manufacturer, model) = self.sort.make();
        let own = self.sort == Sort::OwnPhone;
        let joined_at_home = matches!(self.sort, Sort::Server | Sort::Desktop);
        let mut properties = Map::new();
        let mut set = |property: &str, value: Value| {
            properties.insert(property.to_owned(), value);
        };
        set("displayName", self.name.clone().into());
        set("deviceId", self.device_id(tenant).to_string().into());
        set("accountEnabled", (self.number % 37 != 36).into());
        set("operatingSystem", system.into());
        set("operatingSystemVersion", self.sort.version().into());
        set("manufacturer", manufacturer.into());
        set("model", model.into());
        let trust = match (own, joined_at_home) {
            (true, _) => "Workplace",
            (_, true) => "ServerAd",
            _ => "AzureAd",
        };
        set("trustType", trust.into());
        set("profileType", "RegisteredDevice".into());
        let registered = chance_time(&[tenant.key, "registered", &self.name]);
        set("registrationDateTime", registered.into());
        if joined_at_home {
            set("onPremisesSyncEnabled", true.into());
        }
        if self.sort != Sort::Server {
            let ownership = if own { "Personal" } else { "Company" };
            set("deviceOwnership", ownership.into());
            set("isManaged", (!own).into());
            set("isCompliant", (self.number % 17 != 11).into());
        }
        Object {
            id: self.id(tenant),
            kind: Kind::Device,
            properties,
            in_bin: false,
            members: Edges::new(),
            owners: Edges::new(),
        }
    }
}
