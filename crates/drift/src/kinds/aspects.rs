//! What can happen to a value wherever it stands: the ends of ids, with what each means.
//! The slots that the ids begin with are in `crate::compare`.

/// What can happen to the value in any slot.
pub(super) const ASPECTS: &[(&str, &str)] = &[
    ("type-changed", "the type is another one"),
    ("type-widened", "the type admits more"),
    ("type-narrowed", "the type admits less"),
    ("became-typed", "what could be any JSON has a type"),
    ("became-untyped", "what had a type can be any JSON"),
    ("became-enum", "only listed values are left"),
    ("became-open", "the values are no longer listed"),
    ("became-nullable", "it may be null"),
    ("became-not-nullable", "it may no longer be null"),
    ("became-required", "it has to be there"),
    ("became-optional", "it may be missing"),
    ("deprecated", "it is to be avoided"),
    ("reactivated", "it is no longer to be avoided"),
    ("format-added", "text or a number has a format"),
    ("format-removed", "text or a number has a format no longer"),
    ("format-changed", "the format is another one"),
    ("format-widened", "the format of a number holds more"),
    ("format-narrowed", "the format of a number holds less"),
    ("minimum-added", "a number has a lower bound"),
    ("minimum-removed", "a number has no lower bound any more"),
    ("minimum-raised", "the lower bound is higher"),
    ("minimum-lowered", "the lower bound is lower"),
    ("maximum-added", "a number has an upper bound"),
    ("maximum-removed", "a number has no upper bound any more"),
    ("maximum-raised", "the upper bound is higher"),
    ("maximum-lowered", "the upper bound is lower"),
    (
        "exclusive-minimum-added",
        "the lower bound itself is excluded",
    ),
    (
        "exclusive-minimum-removed",
        "the lower bound itself is admitted",
    ),
    (
        "exclusive-maximum-added",
        "the upper bound itself is excluded",
    ),
    (
        "exclusive-maximum-removed",
        "the upper bound itself is admitted",
    ),
    ("min-length-added", "text has a least length"),
    ("min-length-removed", "text has no least length any more"),
    ("min-length-raised", "the least length is higher"),
    ("min-length-lowered", "the least length is lower"),
    ("max-length-added", "text has a greatest length"),
    ("max-length-removed", "text has no greatest length any more"),
    ("max-length-raised", "the greatest length is higher"),
    ("max-length-lowered", "the greatest length is lower"),
    ("min-items-added", "a list has a least number of items"),
    (
        "min-items-removed",
        "a list has no least number of items any more",
    ),
    ("min-items-raised", "the least number of items is higher"),
    ("min-items-lowered", "the least number of items is lower"),
    ("max-items-added", "a list has a greatest number of items"),
    (
        "max-items-removed",
        "a list has no greatest number of items any more",
    ),
    ("max-items-raised", "the greatest number of items is higher"),
    ("max-items-lowered", "the greatest number of items is lower"),
    (
        "min-properties-added",
        "an object has a least number of members",
    ),
    (
        "min-properties-removed",
        "an object has no least number of members any more",
    ),
    (
        "min-properties-raised",
        "the least number of members is higher",
    ),
    (
        "min-properties-lowered",
        "the least number of members is lower",
    ),
    (
        "max-properties-added",
        "an object has a greatest number of members",
    ),
    (
        "max-properties-removed",
        "an object has no greatest number of members any more",
    ),
    (
        "max-properties-raised",
        "the greatest number of members is higher",
    ),
    (
        "max-properties-lowered",
        "the greatest number of members is lower",
    ),
    ("unique-items-added", "items may no longer repeat"),
    ("unique-items-removed", "items may repeat"),
    ("pattern-added", "text has a pattern"),
    ("pattern-removed", "text has no pattern any more"),
    ("pattern-changed", "the pattern is another one"),
    ("multiple-of-added", "a number has a step"),
    ("multiple-of-removed", "a number has no step any more"),
    ("multiple-of-changed", "the step is another one"),
    (
        "extra-fields-forbidden",
        "members that are not described are refused",
    ),
    (
        "extra-fields-allowed",
        "members that are not described are taken",
    ),
    (
        "default-added",
        "what is assumed for an absent value is described",
    ),
    (
        "default-removed",
        "what is assumed for an absent value is no longer described",
    ),
    (
        "default-changed",
        "something else is assumed for an absent value",
    ),
    (
        "value-added",
        "a listed value without a name of its own is new",
    ),
    (
        "value-removed",
        "a listed value without a name of its own is gone",
    ),
    ("became-read-only", "only answers have it"),
    ("became-not-read-only", "requests may have it, too"),
    ("became-write-only", "only requests have it"),
    ("became-not-write-only", "answers may have it, too"),
    (
        "discriminator-added",
        "a member tells the types of a union apart",
    ),
    (
        "discriminator-removed",
        "no member tells the types of a union apart",
    ),
    (
        "discriminator-changed",
        "another member tells the types of a union apart",
    ),
];
