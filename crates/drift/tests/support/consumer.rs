//! A program that uses everything public of an emitted crate: each field, variant, method and request.
//!
//! In: the emitted files of the old crate. Out: the text of a library that names all of it with its types, so
//! that it compiles against another crate only when that one still has all of it.

use std::collections::BTreeMap;
use std::fmt::Write;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{FnArg, Item, ReturnType, Type, Visibility};

/// The program, for a crate that it knows as `api`.
pub(crate) fn consumer(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut out = String::from(
        "#![allow(warnings)]\n/// A value of any type; never made.\npub fn value<T>() -> T { unimplemented!() }\n",
    );
    for (path, bytes) in files {
        let Some(name) = path
            .strip_prefix("src/")
            .and_then(|path| path.strip_suffix(".rs"))
        else {
            continue;
        };
        let text = std::str::from_utf8(bytes).expect("a source file is text");
        let file = syn::parse_file(text).expect("a source file is Rust");
        // The client's module is private; what it defines stands at the root.
        let module = match name {
            "lib" | "client" => String::new(),
            name => format!("::{}", name.replace('/', "::")),
        };
        out.push_str(&of_file(name, &module, &file));
    }
    out
}

/// What a file defines, and the uses of it.
#[derive(Default)]
struct Uses {
    names: Vec<String>,
    body: String,
}

fn of_file(name: &str, module: &str, file: &syn::File) -> String {
    let mut uses = Uses::default();
    let mut imports = String::new();
    for item in &file.items {
        match item {
            Item::Use(item) => {
                let text = item.to_token_stream().to_string();
                if !text.contains("serde ::")
                    && !text.starts_with("pub")
                    && !text.contains("crate :: client")
                {
                    let _ = writeln!(imports, "    {}", text.replace("crate ::", "api ::"));
                }
            }
            Item::Struct(item) if public(&item.vis) => uses.structure(item),
            Item::Enum(item) if public(&item.vis) => uses.enumeration(item),
            Item::Impl(item) if item.trait_.is_none() => uses.methods(item),
            Item::Macro(item) => uses.makro(item),
            _ => {}
        }
    }
    if uses.body.is_empty() {
        return String::new();
    }
    let body = uses.body.replace("crate ::", "api ::");
    let list = uses.names.join(", ");
    let id = name.replace('/', "_");
    format!(
        "mod used_{id} {{\n    use super::value;\n{imports}    use api{module}::{{{list}}};\n{body}}}\n"
    )
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

impl Uses {
    fn function(&mut self, body: &str) {
        let number = self.body.matches("fn use_").count();
        let _ = writeln!(self.body, "    fn use_{number}() {{ {body} }}");
    }

    fn structure(&mut self, item: &syn::ItemStruct) {
        let name = item.ident.to_string();
        let mut body = format!("let it = value::<{name}>();");
        for field in item.fields.iter().filter(|field| public(&field.vis)) {
            if let Some(ident) = &field.ident {
                let ty = field.ty.to_token_stream();
                let _ = write!(body, " let _: {ty} = it.{ident};");
            }
        }
        self.names.push(name);
        self.function(&body);
    }

    fn enumeration(&mut self, item: &syn::ItemEnum) {
        let name = item.ident.to_string();
        let arms: String = item
            .variants
            .iter()
            .map(|variant| {
                let ty = variant
                    .fields
                    .iter()
                    .next()
                    .map(|field| field.ty.to_token_stream());
                format!(
                    "{name}::{}(held) => {{ let _: {} = held; }} ",
                    variant.ident,
                    ty.unwrap_or_default()
                )
            })
            .collect();
        self.names.push(name.clone());
        self.function(&format!("match value::<{name}>() {{ {arms} _ => {{}} }}"));
    }

    fn methods(&mut self, item: &syn::ItemImpl) {
        let owner = item.self_ty.to_token_stream().to_string();
        for method in &item.items {
            let syn::ImplItem::Fn(method) = method else {
                continue;
            };
            // What takes a closure or another client's core is the runtime's, not the description's.
            let inputs = method.sig.inputs.to_token_stream().to_string();
            let is_ours = inputs.contains("FnOnce") || inputs.contains("AsRef");
            if !public(&method.vis) || is_ours {
                continue;
            }
            let name = &method.sig.ident;
            let given: Vec<String> = method
                .sig
                .inputs
                .iter()
                .filter_map(|input| match input {
                    FnArg::Typed(input) => Some(argument(&input.ty)),
                    FnArg::Receiver(_) => None,
                })
                .collect();
            let receiver = matches!(method.sig.inputs.first(), Some(FnArg::Receiver(_)));
            let start = if receiver {
                format!("value::<{owner}>().{name}")
            } else {
                format!("{owner}::{name}")
            };
            let gives = match &method.sig.output {
                ReturnType::Default => "()".to_owned(),
                ReturnType::Type(_, ty) => {
                    let text = ty.to_token_stream().to_string();
                    if text == "Self" { owner.clone() } else { text }
                }
            };
            // A reference into a value that is gone at the end of the statement has no place to live.
            let bound = if gives.starts_with('&') {
                "_".to_owned()
            } else {
                gives
            };
            self.function(&format!(
                "let text = String::new(); let _: {bound} = {start}({});",
                given.join(", ")
            ));
        }
    }

    fn makro(&mut self, item: &syn::ItemMacro) {
        let path = item.mac.path.to_token_stream().to_string();
        let tokens = item.mac.tokens.to_string();
        let name = |keyword: &str| {
            let rest = tokens.split(&format!("pub {keyword} ")).nth(1)?;
            Some(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect::<String>(),
            )
        };
        if path.ends_with("request") {
            self.request(item.mac.tokens.clone());
        } else if path.ends_with("setters") {
            self.setters(item.mac.tokens.clone());
        } else if let Some(name) = name("struct") {
            self.function(&format!(
                "let it = value::<{name}>(); let _ = it.clone(); let _ = it.to_string();"
            ));
            self.names.push(name);
        } else if path.ends_with("events") {
            let name = name("enum").expect("events are an enum");
            self.events(&name, item.mac.tokens.clone());
        } else if let Some(name) = name("enum") {
            let variants = variants(item.mac.tokens.clone());
            let arms: String = variants
                .iter()
                .map(|variant| format!("{name}::{variant} => {{}} "))
                .collect();
            self.function(&format!("match value::<{name}>() {{ {arms} _ => {{}} }}"));
            self.names.push(name);
        }
    }
}

impl Uses {
    /// A request: what it gives, with what beside it, its pages and its setters.
    fn request(&mut self, tokens: TokenStream) {
        let (head, setters) = at_semicolon(tokens);
        let name = head.first().map(ToString::to_string).unwrap_or_default();
        let head = TokenStream::from_iter(head).to_string();
        let (_, rest) = head.split_once("=>").expect("a request gives something");
        let gives = until_comma(rest);
        let meta = rest.trim_start()[gives.len()..].trim_start();
        let meta = meta
            .strip_prefix(", meta ")
            .map_or("()".to_owned(), until_comma);
        self.function(&format!(
            "let _ = async {{ let given: {gives} = value::<{name}>().await.unwrap(); }};"
        ));
        self.function(&format!(
            "use sdk_runtime::Request; let _ = async {{ let given: sdk_runtime::Reply<{gives}, {meta}> = value::<{name}>().with_meta().await.unwrap(); }};"
        ));
        if let Some((_, item)) = rest.split_once(", pages of ") {
            let item = until_comma(item);
            self.function(&format!(
                "let _ = value::<{name}>().pages(); let _: sdk_runtime::Items<{gives}, {meta}, {item}> = value::<{name}>().stream();"
            ));
        }
        self.set(&name, &setters);
        self.names.push(name);
    }

    /// A model's setters, and the function that makes an empty one.
    fn setters(&mut self, tokens: TokenStream) {
        let (head, setters) = at_semicolon(tokens);
        let name = head.first().map(ToString::to_string).unwrap_or_default();
        if let [_, _, new] = head.as_slice() {
            self.function(&format!("let _: {name} = {name}::{new}();"));
        }
        self.set(&name, &setters);
    }

    /// Calls each setter that a macro lists: a name, and in parentheses what it takes.
    fn set(&mut self, owner: &str, listed: &[TokenTree]) {
        for pair in listed.windows(2) {
            if let [TokenTree::Ident(setter), TokenTree::Group(taken)] = pair
                && taken.delimiter() == Delimiter::Parenthesis
            {
                let given = argument(&written(&taken.stream().to_string()));
                self.function(&format!(
                    "let text = String::new(); let _: {owner} = value::<{owner}>().{setter}({given});"
                ));
            }
        }
    }

    /// The enum of the events that webhooks bring, and what reads one.
    fn events(&mut self, name: &str, tokens: TokenStream) {
        let told = tokens
            .clone()
            .into_iter()
            .any(|token| token.to_string() == "by");
        let mut arms = String::new();
        let inside: Vec<TokenTree> = braces(tokens);
        for pair in inside.windows(3) {
            if let [
                TokenTree::Ident(variant),
                TokenTree::Group(held),
                TokenTree::Ident(is),
            ] = pair
                && *is == "is"
            {
                let _ = write!(
                    arms,
                    "{name}::{variant}(held) => {{ let _: {} = held; }} ",
                    held.stream()
                );
            }
        }
        self.function(&format!(
            "match {name}::named(\"a\", b\"{{}}\").unwrap() {{ {arms} {name}::Unknown(held) => {{ let _: sdk_runtime::Value = held; }} _ => {{}} }}"
        ));
        if told {
            self.function(&format!(
                "let _: {name} = {name}::from_slice(b\"{{}}\").unwrap(); let _ = {name}::decode(b\"{{}}\", true).unwrap().bends;"
            ));
        }
        self.names.push(name.to_owned());
    }
}

/// What stands before and after the first semicolon.
fn at_semicolon(tokens: TokenStream) -> (Vec<TokenTree>, Vec<TokenTree>) {
    let mut tokens = tokens.into_iter();
    let ends = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';');
    let head = tokens.by_ref().take_while(|token| !ends(token)).collect();
    (head, tokens.collect())
}

/// The type of an argument, of the words that a setter says it with: `list into String`.
fn written(words: &str) -> Type {
    let words = words.trim();
    let text = if let Some(ty) = words.strip_prefix("list into ") {
        format!("impl IntoIterator<Item = impl Into<{ty}>>")
    } else if let Some(ty) = words.strip_prefix("list ") {
        format!("impl IntoIterator<Item = {ty}>")
    } else if let Some(ty) = words.strip_prefix("into ") {
        format!("impl Into<{ty}>")
    } else if let Some(ty) = words
        .trim_start_matches("optional ")
        .strip_prefix("nullable ")
    {
        format!("impl Into<Nullable<{ty}>>")
    } else {
        words.to_owned()
    };
    syn::parse_str(&text).expect("a setter takes a type")
}

/// What stands in the braces of a macro's call.
fn braces(tokens: TokenStream) -> Vec<TokenTree> {
    let braces = tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    braces.into_iter().flatten().collect()
}

/// The variants in the braces: names before an equals sign, attributes aside.
fn variants(tokens: TokenStream) -> Vec<String> {
    let tokens = braces(tokens);
    let named = tokens.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(name), TokenTree::Punct(sign)] if sign.as_char() == '=' => {
            Some(name.to_string())
        }
        _ => None,
    });
    named.collect()
}

/// The text before the first comma or semicolon outside brackets.
fn until_comma(text: &str) -> String {
    let mut depth = 0;
    text.chars()
        .take_while(|c| {
            match c {
                '<' | '(' | '[' => depth += 1,
                '>' | ')' | ']' => depth -= 1,
                _ => {}
            }
            depth > 0 || !matches!(c, ',' | ';')
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// What a program gives for an argument of this type, as people write it.
fn argument(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    let id = |text: &str| text.trim_end_matches([' ', '>']).ends_with("Id");
    if text.starts_with("impl IntoIterator") {
        return match text.split_once("Item = ").map_or("", |(_, item)| item) {
            item if item.contains("Into < String") => "[\"a\"]".to_owned(),
            item if item.starts_with("impl Into") && id(item) => "[1]".to_owned(),
            item => {
                let item = item.trim_end_matches([' ', '>']);
                let open = item.matches('<').count();
                format!("value::<Vec<{item}{}>>()", ">".repeat(open))
            }
        };
    }
    if let Some(inner) = text.strip_prefix("impl Into < ") {
        let inner = inner.trim_end().strip_suffix('>').unwrap_or(inner).trim();
        return match inner {
            "String" => "&text".to_owned(),
            "Secret" => "\"x\"".to_owned(),
            inner if inner.starts_with("Nullable") => {
                let held = inner.trim_start_matches("Nullable").trim();
                let held = held.trim_start_matches('<').trim_end_matches('>').trim();
                format!("value::<Option<{held}>>()")
            }
            inner if id(inner) => "1".to_owned(),
            inner => format!("value::<{inner}>()"),
        };
    }
    match text.as_str() {
        "i64" => "1".to_owned(),
        "f64" => "1.5".to_owned(),
        "bool" => "true".to_owned(),
        _ => format!("value::<{text}>()"),
    }
}
