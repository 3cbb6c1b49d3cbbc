//! Applies overlays. (In work.)
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{self, Source};
use roas_overlay::apply::Apply;
use roas_overlay::v1_1::Overlay;
use serde_json::Value;

/// Applies each overlay in order.
pub fn apply(tree: &mut Value, overlays: &[Source], diagnostics: &mut Diagnostics) {
    for source in overlays {
        let outcome = source::read(source, diagnostics)
            .map_err(|d| d.message)
            .and_then(|value| {
                serde_json::from_value::<Overlay>(value).map_err(|error| error.to_string())
            });
        let outcome = outcome.and_then(|overlay| {
            overlay
                .apply(tree, Default::default())
                .map(|_| ())
                .map_err(|error| error.to_string())
        });
        if let Err(error) = outcome {
            diagnostics.push(Diagnostic::error("overlay", error).in_source(&source.name));
        }
    }
}
