//! The default TLS: rustls with the graviola provider and the platform's trust store.
//! It is handed to reqwest ready-made, so that no process-wide default provider is set behind a program's back.

use crate::error::{Error, Result};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::Arc;

/// The TLS settings, or an error where this processor cannot run the provider.
pub(crate) fn config() -> Result<rustls::ClientConfig> {
    if !processor_suffices() {
        return Err(Error::configuration(
            "the default TLS needs a processor with AES-NI, PCLMULQDQ, AVX2, BMI1, BMI2 and ADX (any x86_64 server since 2015); \
             build with the feature `tls-aws-lc` or `tls-native` in place of `tls`, or bring a reqwest::Client",
        ));
    }
    let failed =
        |error: rustls::Error| Error::configuration("TLS cannot be set up").with_source(error);
    let provider = Arc::new(rustls_graviola::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(failed)?
        .with_no_client_auth();
    Ok(config)
}

/// The provider panics on older processors; asking first makes that an error with a way out.
fn processor_suffices() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        has!("aes")
            && has!("pclmulqdq")
            && has!("ssse3")
            && has!("avx")
            && has!("avx2")
            && has!("bmi1")
            && has!("bmi2")
            && has!("adx")
    }
    #[cfg(target_arch = "aarch64")]
    {
        use std::arch::is_aarch64_feature_detected as has;
        has!("neon") && has!("aes") && has!("pmull") && has!("sha2")
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        false
    }
}
