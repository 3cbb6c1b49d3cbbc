//! `client_builder!`: the settings every generated `ClientBuilder` offers, written once.
//! A type with a field `core: CoreBuilder` goes in; its setters come out, documented.

/// Writes the shared setters of a client's builder: a struct with a field `core` that holds a
/// [`CoreBuilder`](crate::CoreBuilder).
///
/// What it does not write is the API's own: constructors, credentials and `build`.
#[macro_export]
macro_rules! client_builder {
    ($name:ident) => {
        impl $name {
            $crate::__setters! {
                /// The address paths are relative to, in place of the API's own.
                base_url(url: impl Into<::std::string::String>);
                /// One of the API's other documented servers, by its short name.
                server(name: impl Into<::std::string::String>);
                /// The time for a whole call, its repetitions included: 60 s unless set, none with `None`.
                timeout(timeout: impl Into<::std::option::Option<::std::time::Duration>>);
                /// The time to make a connection: 10 s unless set, none with `None`.
                connect_timeout(timeout: impl Into<::std::option::Option<::std::time::Duration>>);
                /// The time between two pieces of an answer: 30 s unless set, none with `None`.
                read_timeout(timeout: impl Into<::std::option::Option<::std::time::Duration>>);
                /// When failed requests are repeated.
                retry(policy: $crate::RetryPolicy);
                /// Other limits than the published ones; clones of a client share them.
                limits(limits: impl IntoIterator<Item = $crate::Limit>);
                /// No limits on this side.
                no_limits();
                /// Refuses answers that are not exactly as described, in place of bending them.
                strict();
                /// Calls `hook` for each value that had to be bent.
                on_bend(hook: impl Fn(&$crate::Operation, &$crate::Bend) + Send + Sync + 'static);
                /// The most bytes an answer may have, after decompression: 64 MiB unless set.
                max_response_size(bytes: u64);
                /// Sends all requests through a proxy.
                proxy(url: impl Into<::std::string::String>);
                /// Uses an HTTP client of yours, with its own timeouts, proxies, TLS and redirect policy.
                http_client(client: $crate::reqwest::Client);
                /// What the program calls itself, before this crate's own name.
                user_agent(name: impl Into<::std::string::String>);
                /// A header for every request.
                header(name: impl Into<::std::string::String>, value: impl Into<$crate::ParamValue>);
            }

            /// Changes any setting of the runtime below: `.configure(|core| core.middleware(layer))`.
            #[must_use]
            pub fn configure(
                mut self,
                change: impl FnOnce($crate::CoreBuilder) -> $crate::CoreBuilder,
            ) -> Self {
                self.core = change(self.core);
                self
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __setters {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*);)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $($argument: $kind),*) -> Self {
            self.core = self.core.$name($($argument),*);
            self
        }
    )*};
}
