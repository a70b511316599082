//! The digest of everything that is visible: what pages, runbooks and pipelines compare.

use rayon::prelude::*;
use serde::Serialize;

use crate::site::model::{Index, Model};

/// Returns the digest of all visible data, hexadecimal; the sync time has no part in it.
pub fn digest(model: &Model) -> String {
    let mut all = blake3::Hasher::new();
    let parts: Vec<blake3::Hash> = model
        .organizations
        .par_iter()
        .map(|organization| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(organization.key.as_str().as_bytes());
            hasher.update(organization.name.as_bytes());
            for tenant in &organization.tenants {
                add(&mut hasher, &tenant.coverage);
            }
            for at in 0..organization.groups.len() as Index {
                let entry = organization.group(at);
                add(&mut hasher, &entry.group);
                add(&mut hasher, &(&entry.people, &entry.devices, &entry.nested));
                add(&mut hasher, &(entry.status.status, entry.status.archived));
                if let Some(overlay) = &entry.overlay {
                    hasher.update(overlay.notes.as_bytes());
                    add(&mut hasher, &overlay.fields);
                }
            }
            for person in &organization.people {
                add(&mut hasher, &person.object);
                hasher.update(person.outcome.key().as_bytes());
                hasher.update(&person.outcome.record().unwrap_or(usize::MAX).to_le_bytes());
            }
            for device in &organization.devices {
                add(&mut hasher, &device.object);
                hasher.update(device.outcome.key().as_bytes());
                hasher.update(&device.outcome.record().unwrap_or(usize::MAX).to_le_bytes());
            }
            add(&mut hasher, &organization.others);
            for contact in &organization.contacts {
                add(&mut hasher, &contact.record);
            }
            for configuration in &organization.configurations {
                add(&mut hasher, &configuration.record);
            }
            for page in &organization.pages {
                hasher.update(page.markdown.as_bytes());
            }
            for entry in &organization.events {
                add(&mut hasher, &entry.event);
            }
            hasher.finalize()
        })
        .collect();
    for part in parts {
        all.update(part.as_bytes());
    }
    for page in &model.pages {
        all.update(page.markdown.as_bytes());
    }
    all.finalize().to_hex().to_string()
}

fn add(hasher: &mut blake3::Hasher, value: &impl Serialize) {
    serde_json::to_writer(hasher, value).expect("plain data becomes JSON");
}
