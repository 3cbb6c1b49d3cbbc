//! The default TLS: rustls with the graviola provider and the platform's trust store.
//! It is handed to reqwest ready-made, so that no process-wide default provider is set behind a program's back.

use crate::error::{Error, Result};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::{Arc, OnceLock};

/// Reading the trust store takes milliseconds, so it is done once for all clients.
static CONFIG: OnceLock<std::result::Result<ClientConfig, String>> = OnceLock::new();

/// The TLS settings; an error where they cannot be had, unless the client speaks plain HTTP anyway.
pub(crate) fn config(secure: bool) -> Result<ClientConfig> {
    match CONFIG.get_or_init(trusting) {
        Ok(config) => Ok(config.clone()),
        Err(_) if !secure && processor_suffices() => mistrusting(),
        Err(reason) => Err(Error::configuration(format!(
            "TLS cannot be set up: {reason}"
        ))),
    }
}

/// Trusts what the platform trusts.
fn trusting() -> std::result::Result<ClientConfig, String> {
    if !processor_suffices() {
        return Err("the default TLS needs a processor with AES-NI, PCLMULQDQ, AVX2, BMI1, BMI2 and ADX, as any \
                    x86_64 server since 2015 is; build with the feature `tls-aws-lc` or `tls-native` in place of \
                    `tls`, or bring a reqwest::Client"
            .to_owned());
    }
    ClientConfig::builder_with_provider(Arc::new(rustls_graviola::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map(|builder| builder.with_no_client_auth())
        .map_err(|error| format!("{error}; are the system's CA certificates installed?"))
}

/// Trusts nobody: for plain HTTP where the platform has no trust store, as in a bare container.
fn mistrusting() -> Result<ClientConfig> {
    ClientConfig::builder_with_provider(Arc::new(rustls_graviola::default_provider()))
        .with_safe_default_protocol_versions()
        .map(|builder| {
            builder
                .with_root_certificates(rustls::RootCertStore::empty())
                .with_no_client_auth()
        })
        .map_err(|error| Error::configuration(format!("TLS cannot be set up: {error}")))
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
