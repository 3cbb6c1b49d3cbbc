//! `spec/<name>/source.lock`: which published bytes the vendored contract was made from.
//! It names no file or machine of whoever fetched, so that two people who fetch the same bytes write the same lock.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The lock of one description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SourceLock {
    /// Where the description is published.
    pub(crate) url: String,
    /// The day of the fetch, in UTC.
    pub(crate) date: String,
    /// The publisher's entity tag, for the next conditional request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    /// The publisher's `Last-Modified`, for the next conditional request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_modified: Option<String>,
    /// SHA-256 of the published bytes.
    pub(crate) sha256: String,
    /// How many bytes were published.
    pub(crate) bytes: u64,
    /// The OpenAPI version of the document.
    pub(crate) openapi: String,
    /// The version that the document gives itself.
    pub(crate) info_version: String,
    /// Whether the vendored file holds the publisher's wording.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) keep_prose: bool,
    /// What is in the document.
    pub(crate) counts: Counts,
}

impl SourceLock {
    /// The lock in this text.
    pub(crate) fn from_toml(text: &str) -> Result<Self, Failure> {
        toml::from_str(text).map_err(|error| {
            Failure::Bad(format!(
                "{error}restore the file or delete it, and fetch again"
            ))
        })
    }

    /// The text of the file.
    pub(crate) fn to_toml(&self) -> Result<String, Failure> {
        let text = toml::to_string(self)
            .map_err(|error| Failure::Bad(format!("the lock cannot be written: {error}")))?;
        Ok(format!(
            "# Written by `cargo xtask fetch`: the published bytes that openapi.yaml was made from.\n{text}"
        ))
    }
}

/// How much the document describes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) paths: usize,
    pub(crate) operations: usize,
    pub(crate) schemas: usize,
}

/// Today in UTC, as `2026-11-23`.
pub(crate) fn today() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs());
    date(seconds / 86_400)
}

/// The date of a day counted from 1970-01-01, by Howard Hinnant's `civil_from_days`.
fn date(days: u64) -> String {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_become_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(11_017), "2000-03-01");
        assert_eq!(date(20_780), "2026-11-23");
    }
}
