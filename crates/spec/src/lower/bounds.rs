//! Exclusive bounds: numbers of their own in 3.1, a flag on the inclusive bound in 3.0.

use super::{Context, Schema};
use serde_json::Value;

/// `exclusiveMinimum: 3` becomes `minimum: 3, exclusiveMinimum: true`, unless an inclusive bound is tighter.
pub(super) fn exclusive(schema: &mut Schema, _: &mut Context<'_>) {
    one(
        schema,
        "exclusiveMinimum",
        "minimum",
        |exclusive, inclusive| exclusive >= inclusive,
    );
    one(
        schema,
        "exclusiveMaximum",
        "maximum",
        |exclusive, inclusive| exclusive <= inclusive,
    );
}

fn one(schema: &mut Schema, exclusive: &str, inclusive: &str, tighter: fn(f64, f64) -> bool) {
    let Some(bound) = schema
        .get(exclusive)
        .filter(|value| value.is_number())
        .cloned()
    else {
        return;
    };
    schema.shift_remove(exclusive);
    let counts = match (
        bound.as_f64(),
        schema.get(inclusive).and_then(Value::as_f64),
    ) {
        (Some(bound), Some(other)) => tighter(bound, other),
        _ => true,
    };
    if counts {
        schema.insert(inclusive.to_owned(), bound);
        schema.insert(exclusive.to_owned(), Value::Bool(true));
    }
}
