//! The catalogue of all kinds of change: their ids and what each means.
//!
//! Ids are stable: tools and suppressions name them. An id is a slot with an aspect
//! (`request-parameter` + `became-required`), or stands for itself.

mod aspects;

use crate::compare::{LATER, Slot};
use aspects::ASPECTS;

/// A kind of change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The id of changes of this kind.
    pub id: String,
    /// What such a change is, in words.
    pub meaning: &'static str,
}

/// All kinds, by id.
#[must_use]
pub fn kinds() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = SINGLE
        .iter()
        .map(|(id, meaning)| Kind {
            id: (*id).to_owned(),
            meaning,
        })
        .collect();
    for slot in [
        Slot::Parameter,
        Slot::RequestField,
        Slot::RequestBody,
        Slot::ResponseField,
        Slot::ResponseBody,
    ] {
        kinds.extend(ASPECTS.iter().map(|(aspect, meaning)| Kind {
            id: format!("{}-{aspect}", slot.prefix()),
            meaning,
        }));
        for (_, keyword) in LATER {
            for (aspect, meaning) in LATER_ASPECTS {
                let id = format!("{}-{keyword}-{aspect}", slot.prefix());
                kinds.push(Kind { id, meaning });
            }
        }
    }
    kinds.sort_by(|left, right| left.id.cmp(&right.id));
    kinds.dedup_by(|left, right| left.id == right.id);
    kinds
}

/// What can happen to a keyword of OpenAPI 3.1 whose effect is not worked out.
const LATER_ASPECTS: &[(&str, &str)] = &[
    (
        "added",
        "a keyword of OpenAPI 3.1 says more about the value",
    ),
    (
        "removed",
        "a keyword of OpenAPI 3.1 says less about the value",
    ),
    (
        "changed",
        "a keyword of OpenAPI 3.1 says something else about the value",
    ),
];

/// Kinds that stand for themselves.
const SINGLE: &[(&str, &str)] = &[
    ("api-version-changed", "the description has another version"),
    ("credential-added", "a client can be given another secret"),
    ("credential-removed", "a secret is used nowhere any more"),
    (
        "default-header-changed",
        "the client sends another header with every request",
    ),
    ("envelope-changed", "answers are wrapped in another way"),
    ("operation-added", "an operation is new"),
    ("operation-deprecated", "an operation is to be avoided"),
    (
        "operation-group-changed",
        "an operation is in another group",
    ),
    (
        "operation-id-changed",
        "the operationId is another one and the method's name is not",
    ),
    (
        "operation-method-changed",
        "an operation has another HTTP method",
    ),
    ("operation-path-changed", "an operation has another path"),
    (
        "operation-reactivated",
        "an operation is no longer to be avoided",
    ),
    ("operation-removed", "an operation is gone"),
    ("operation-renamed", "a method has another name"),
    (
        "operation-server-changed",
        "an operation has another base URL",
    ),
    (
        "operation-successor-changed",
        "another operation is named instead of a deprecated one",
    ),
    ("paging-added", "the pages of answers can be followed"),
    (
        "paging-changed",
        "the pages of answers are followed in another way",
    ),
    (
        "paging-removed",
        "the pages of answers cannot be followed any more",
    ),
    ("request-body-added-optional", "a body may be sent"),
    ("request-body-added-required", "a body has to be sent"),
    ("request-body-removed", "no body is sent any more"),
    ("request-enum-value-added", "one more value may be sent"),
    (
        "request-enum-value-removed",
        "a value may no longer be sent",
    ),
    (
        "request-field-added-optional",
        "a member of what is sent is new and optional",
    ),
    (
        "request-field-added-required",
        "a member of what is sent is new and required",
    ),
    ("request-field-removed", "a member of what is sent is gone"),
    (
        "request-limits-changed",
        "the published request limits are others",
    ),
    (
        "request-media-type-added",
        "a body may be sent as one more media type",
    ),
    (
        "request-media-type-changed",
        "a body is sent as another media type",
    ),
    (
        "request-media-type-removed",
        "a body may no longer be sent as a media type that the client does not use",
    ),
    (
        "request-parameter-added-optional",
        "a parameter is new and optional",
    ),
    (
        "request-parameter-added-required",
        "a parameter is new and required",
    ),
    (
        "request-parameter-allow-empty-removed",
        "a parameter may no longer be empty",
    ),
    (
        "request-parameter-allow-empty-set",
        "a parameter may be empty",
    ),
    (
        "request-parameter-allow-reserved-removed",
        "reserved characters have to be encoded",
    ),
    (
        "request-parameter-allow-reserved-set",
        "reserved characters may stand as they are",
    ),
    (
        "request-parameter-moved",
        "a parameter travels elsewhere in the request",
    ),
    ("request-parameter-removed", "a parameter is gone"),
    (
        "request-parameter-renamed",
        "a path parameter has another name",
    ),
    (
        "request-parameter-style-changed",
        "a list or an object is written into a parameter in another way",
    ),
    (
        "request-union-tags-changed",
        "other values of the discriminator mean a variant",
    ),
    ("request-union-variant-added", "one more type may be sent"),
    (
        "request-union-variant-removed",
        "a type may no longer be sent",
    ),
    ("response-body-added", "an answer has a body"),
    ("response-body-removed", "an answer has no body any more"),
    (
        "response-enum-value-added",
        "one more value may be received",
    ),
    (
        "response-enum-value-removed",
        "a value is no longer received",
    ),
    (
        "response-envelope-changed",
        "an answer is or is no longer in the envelope",
    ),
    (
        "response-failure-body-changed",
        "the body of a failure is another one",
    ),
    (
        "response-failure-status-added",
        "a status of failure is described",
    ),
    (
        "response-failure-status-removed",
        "a status of failure is no longer described",
    ),
    (
        "response-field-added",
        "a member of what is received is new",
    ),
    (
        "response-field-removed",
        "a member of what is received is gone",
    ),
    ("response-header-added", "an answer has a header"),
    (
        "response-header-became-optional",
        "a header of an answer may be missing",
    ),
    (
        "response-header-became-required",
        "a header of an answer is always there",
    ),
    (
        "response-header-removed",
        "an answer has a header no longer",
    ),
    (
        "response-media-type-added",
        "an answer may come as one more media type",
    ),
    (
        "response-media-type-changed",
        "a call gives another media type",
    ),
    (
        "response-media-type-removed",
        "an answer no longer comes as a media type",
    ),
    ("response-metadata-added", "an answer has metadata"),
    (
        "response-metadata-removed",
        "an answer has no metadata any more",
    ),
    (
        "response-success-status-added",
        "a status of success is described",
    ),
    (
        "response-success-status-removed",
        "a status of success is no longer described",
    ),
    (
        "response-union-tags-changed",
        "other values of the discriminator mean a variant",
    ),
    (
        "response-union-variant-added",
        "one more type may be received",
    ),
    (
        "response-union-variant-removed",
        "a type is no longer received",
    ),
    (
        "rust-argument-changed",
        "an argument becomes a setter or the other way, with nothing else changed",
    ),
    (
        "rust-arguments-reordered",
        "arguments stand in another order",
    ),
    (
        "rust-field-renamed",
        "a field has another name in Rust only",
    ),
    (
        "rust-setter-renamed",
        "a setter has another name in Rust only",
    ),
    ("rust-type-changed", "a type is another one in Rust only"),
    (
        "rust-constructor-removed",
        "a type is no longer sent and cannot be made any more",
    ),
    (
        "rust-trait-removed",
        "a type is no longer received and cannot be read any more",
    ),
    (
        "rust-type-moved",
        "a type is in another module, because other groups use it",
    ),
    ("server-renamed", "a base URL has another name in Rust"),
    ("rust-type-renamed", "a type has another name in Rust only"),
    (
        "rust-variant-renamed",
        "a variant has another name in Rust only",
    ),
    ("security-added", "credentials are needed"),
    (
        "security-alternative-added",
        "other credentials are enough, too",
    ),
    (
        "security-alternative-removed",
        "some credentials are no longer enough",
    ),
    ("security-removed", "credentials are no longer needed"),
    ("security-scope-added", "another scope is needed"),
    ("security-scope-removed", "a scope is no longer needed"),
    ("server-added", "there is another base URL"),
    ("server-default-changed", "requests go to another base URL"),
    ("server-removed", "a base URL is gone"),
    (
        "sunset-added",
        "a day is named after which an operation may be gone",
    ),
    (
        "sunset-earlier",
        "an operation may be gone earlier than promised",
    ),
    ("sunset-later", "an operation stays longer than promised"),
    (
        "sunset-removed",
        "no day is named any more after which an operation may be gone",
    ),
    ("webhook-added", "an event is new"),
    (
        "webhook-member-added",
        "a member of payloads tells events apart",
    ),
    (
        "webhook-member-changed",
        "another member of payloads tells events apart",
    ),
    (
        "webhook-member-removed",
        "no member of payloads tells events apart any more",
    ),
    ("webhook-removed", "an event is gone"),
    (
        "webhook-renamed",
        "a webhook has another name in the description",
    ),
    ("webhook-value-added", "one more value means an event"),
    ("webhook-value-moved", "a value means another event"),
    ("webhook-value-removed", "a value no longer means an event"),
];
