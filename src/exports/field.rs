//! The fields of records, as `columns` in `site.toml` names them (EXPORTS.md 1).
//!
//! It must not know by which headers a tool calls them.

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// People.
    Contact,
    /// Devices.
    Configuration,
    /// Companies; only read to turn their ids into names.
    Organization,
}

impl RecordKind {
    /// Returns the word for several of them.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Contact => "contacts",
            Self::Configuration => "configurations",
            Self::Organization => "organizations",
        }
    }

    /// Returns what a record must have to be of use, in words.
    pub(super) const fn needs(self) -> &'static str {
        match self {
            Self::Contact => "a mail address or a name",
            Self::Configuration => "a name, a host name or an Entra device id",
            Self::Organization => "an id and a name",
        }
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A field of a record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// All fields of all kinds of record.
            pub(super) const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the field as `columns` in `site.toml` names it.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }
        }
    };
}

fields! {
    /// The id in the source.
    Id = "id",
    /// The name of the organization, or what stands for it.
    Organization = "organization",
    /// The id of the organization.
    OrganizationId = "organization_id",
    /// The first name.
    FirstName = "first_name",
    /// The last name.
    LastName = "last_name",
    /// First and last name in one.
    FullName = "full_name",
    /// The main mail address.
    PrimaryEmail = "primary_email",
    /// Further mail addresses.
    Emails = "emails",
    /// Telephone numbers.
    Phones = "phones",
    /// The job title.
    Title = "title",
    /// The name of a device.
    Name = "name",
    /// The host name.
    Hostname = "hostname",
    /// The Entra device id.
    DeviceId = "device_id",
    /// The serial number.
    SerialNumber = "serial_number",
    /// The asset tag.
    AssetTag = "asset_tag",
    /// The type in the source.
    Type = "type",
    /// The status in the source.
    Status = "status",
    /// The manufacturer.
    Manufacturer = "manufacturer",
    /// The model.
    Model = "model",
    /// The operating system.
    OperatingSystem = "operating_system",
    /// The main IP address.
    PrimaryIp = "primary_ip",
    /// The MAC address.
    MacAddress = "mac_address",
    /// The contact of a device.
    Contact = "contact",
    /// The first name of the contact of a device.
    ContactFirstName = "contact_first_name",
    /// The last name of the contact of a device.
    ContactLastName = "contact_last_name",
    /// The site or office.
    Location = "location",
    /// The end of the warranty.
    WarrantyExpiresAt = "warranty_expires_at",
    /// The purchase date.
    PurchasedAt = "purchased_at",
    /// The date of installation.
    InstalledAt = "installed_at",
    /// Notes.
    Notes = "notes",
    /// Whether it is archived: yes, true or 1.
    Archived = "archived",
    /// Whether it is in use: no, false or 0 means archived.
    Active = "active",
    /// The address of the record in its source.
    SourceUrl = "source_url",
}

impl Field {
    /// How many fields there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// Returns whether records of this kind have the field.
    pub(super) const fn is_of(self, kind: RecordKind) -> bool {
        match self {
            Self::Id | Self::Status | Self::Type => true,
            Self::Name => !matches!(kind, RecordKind::Contact),
            Self::FirstName
            | Self::LastName
            | Self::FullName
            | Self::PrimaryEmail
            | Self::Emails
            | Self::Phones
            | Self::Title => matches!(kind, RecordKind::Contact),
            Self::Organization
            | Self::OrganizationId
            | Self::Location
            | Self::Notes
            | Self::Archived
            | Self::Active
            | Self::SourceUrl => !matches!(kind, RecordKind::Organization),
            _ => matches!(kind, RecordKind::Configuration),
        }
    }

    /// Returns whether a record of this kind is known by the field.
    pub(super) const fn is_key_of(self, kind: RecordKind) -> bool {
        match kind {
            RecordKind::Contact => matches!(
                self,
                Self::FirstName
                    | Self::LastName
                    | Self::FullName
                    | Self::PrimaryEmail
                    | Self::Emails
            ),
            RecordKind::Configuration => {
                matches!(self, Self::Name | Self::Hostname | Self::DeviceId)
            }
            RecordKind::Organization => matches!(self, Self::Name),
        }
    }

    /// Returns the fields of a kind of record.
    pub(super) fn of(kind: RecordKind) -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(move |field| field.is_of(kind))
    }
}
